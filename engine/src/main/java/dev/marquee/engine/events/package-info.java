/// The sealed [Event][dev.marquee.engine.events.Event] family and the append-only
/// [EventLog][dev.marquee.engine.events.EventLog].
///
/// Comes in: events, as JSON or as records, from the API and the importers. Goes out: the log,
/// which the state folds and training replays. The embedded log is in a
/// [RocksDirectory][dev.marquee.engine.storage.RocksDirectory].
package dev.marquee.engine.events;
