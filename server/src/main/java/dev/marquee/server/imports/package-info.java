/// Imports data of other systems into the event log: files come in, events go out to an
/// [dev.marquee.engine.events.EventLog].
///
/// An import reads everything before it appends anything, so a file with too many bad lines stores
/// nothing. Event ids are derived from the files' contents, so running an import again changes
/// nothing.
package dev.marquee.server.imports;
