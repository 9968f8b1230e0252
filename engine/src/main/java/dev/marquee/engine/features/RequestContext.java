package dev.marquee.engine.features;

import dev.marquee.engine.events.Context;
import dev.marquee.engine.state.UserState;
import java.time.Instant;

/// The viewer, context and time of a request.
///
/// @param user the viewer's state, which is not changed
public record RequestContext(UserState user, Context context, Instant at) {

  /// See [TowerFeatures#ofRequest].
  public long[] towerFeatures() {
    return TowerFeatures.ofRequest(user, context, at);
  }
}
