/// Brings what other systems recorded into the event log: files come in, events go out to an
/// [dev.marquee.engine.events.EventLog].
///
/// An import reads everything before it appends anything, so that a file with too many bad lines
/// stores nothing. Its event ids follow from what the files say, so that running it again changes
/// nothing.
package dev.marquee.server.imports;
