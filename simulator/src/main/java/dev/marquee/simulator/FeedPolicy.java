package dev.marquee.simulator;

import dev.marquee.engine.events.Event;

/// Chooses the videos that a viewer is offered: the system under test.
///
/// Called by one thread, in time order. Before a feed is requested, all events up to that time have
/// been observed, but not those of videos that a viewer is still watching.
@FunctionalInterface
public interface FeedPolicy {

  Slate feed(FeedRequest request);

  /// Receives an event. A policy that gets the events through a log or an API need not implement
  /// it.
  default void observe(Event event) {}
}
