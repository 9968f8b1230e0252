package dev.marquee.server.demo;

import java.time.Instant;
import java.time.InstantSource;

/// The demo's clock: simulated time while the audience is simulated, the machine's time afterwards.
final class DemoClock implements InstantSource {

  private volatile Instant simulated;

  DemoClock(Instant start) {
    simulated = start;
  }

  /// Sets the simulated time.
  void advanceTo(Instant now) {
    simulated = now;
  }

  /// Switches to the machine's time.
  void wakeUp() {
    simulated = null;
  }

  @Override
  public Instant instant() {
    Instant now = simulated;
    return now == null ? Instant.now() : now;
  }
}
