package dev.marquee.engine.state;

import dev.marquee.engine.events.EventLog;

/// Where one platform's events and folded states are kept.
///
/// Safe for use by many threads.
public interface Storage extends AutoCloseable {

  /// The truth.
  EventLog log();

  /// What was folded from it. Only the process that serves writes there.
  StateStore states();

  @Override
  void close();
}
