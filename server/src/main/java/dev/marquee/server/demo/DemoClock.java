package dev.marquee.server.demo;

import java.time.Instant;
import java.time.InstantSource;

/// The demo's time: the simulation's while the audience lives, the machine's once a person looks.
final class DemoClock implements InstantSource {

  private volatile Instant simulated;

  DemoClock(Instant start) {
    simulated = start;
  }

  /// Simulated time has come to `now`.
  void advanceTo(Instant now) {
    simulated = now;
  }

  /// From now on it is the machine's time.
  void wakeUp() {
    simulated = null;
  }

  @Override
  public Instant instant() {
    Instant now = simulated;
    return now == null ? Instant.now() : now;
  }
}
