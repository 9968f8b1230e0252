package dev.marquee.simulator;

import dev.marquee.engine.events.Event;
import java.time.Instant;

/// Uses one policy until a given time and another from then on; both observe all events.
///
/// @param from the time at which the second policy takes over; it may train at its first request
public record TakeoverPolicy(FeedPolicy before, Instant from, FeedPolicy after)
    implements FeedPolicy {

  @Override
  public Slate feed(FeedRequest request) {
    return (request.at().isBefore(from) ? before : after).feed(request);
  }

  @Override
  public void observe(Event event) {
    before.observe(event);
    after.observe(event);
  }
}
