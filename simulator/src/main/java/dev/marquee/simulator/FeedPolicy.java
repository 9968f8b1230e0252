package dev.marquee.simulator;

import dev.marquee.engine.events.Event;

/// Chooses what a viewer is offered: the system under test.
///
/// Called by one thread, in time order. Before a feed is asked for, every event that happened until
/// then was observed; what a viewer is still watching was not.
@FunctionalInterface
public interface FeedPolicy {

  Slate feed(FeedRequest request);

  /// Learns of an event. Where the events come in over a log or an API, there is nothing to do.
  default void observe(Event event) {}
}
