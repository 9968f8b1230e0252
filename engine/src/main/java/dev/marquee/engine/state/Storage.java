package dev.marquee.engine.state;

import dev.marquee.engine.events.EventLog;

/// The storage of one platform's events and folded states.
///
/// Safe for use by many threads.
public interface Storage extends AutoCloseable {

  /// The event log, the source of truth.
  EventLog log();

  /// The states folded from it. Only the serving process writes them.
  StateStore states();

  @Override
  void close();
}
