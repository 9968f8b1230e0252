package dev.marquee.engine.features;

import dev.marquee.engine.events.Context;
import dev.marquee.engine.state.UserState;
import java.time.Instant;

/// Who asks, from where and when.
///
/// @param user the viewer's state; is only read
public record RequestContext(UserState user, Context context, Instant at) {

  /// As [TowerFeatures#ofRequest] gives them.
  public long[] towerFeatures() {
    return TowerFeatures.ofRequest(user, context, at);
  }
}
