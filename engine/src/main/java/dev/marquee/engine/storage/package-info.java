/// The embedded storage: the event log and the folded state in one RocksDB.
///
/// Events and state come in through the ports `EventLog` and `StateStore`. Only this package uses
/// RocksDB, which a test checks.
package dev.marquee.engine.storage;
