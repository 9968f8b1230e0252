package dev.marquee.simulator;

import dev.marquee.engine.events.Event;
import java.time.Instant;

/// One policy until a moment, another from then on; both observe everything.
///
/// @param from the first moment of the later policy, which may train when it is first asked
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
