/// The JSON form of events: fields, reader and writer.
///
/// Converts text to checked events, and back. The HTTP API, the importers and the exports use it.
package dev.marquee.engine.events.json;
