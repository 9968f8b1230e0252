/// The embedded storage: the event log and the folded state in one RocksDB.
///
/// Events and state come in through the ports `EventLog` and `StateStore`. RocksDB is known here
/// alone, which a test holds.
package dev.marquee.engine.storage;
