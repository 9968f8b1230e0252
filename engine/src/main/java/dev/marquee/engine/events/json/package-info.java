/// Events as JSON: the form of each event, its fields, their reader and their writer.
///
/// Text comes in and checked events go out, and back. The HTTP API, the importers and the exports
/// use it.
package dev.marquee.engine.events.json;
