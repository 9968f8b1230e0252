package dev.marquee.simulator;

import dev.marquee.engine.events.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A viewer's changing state: satisfaction, session, and the time of the next request.
final class Visitor {

  static final String HOME = "home";
  static final String UP_NEXT = "up-next";

  private static final long PAUSE_MILLIS = 3_000;

  private final Viewer viewer;
  private final ReturnModel returning;
  private final RandomGenerator random;
  private final Set<String> followed = new HashSet<>();
  private double satisfaction;
  private Instant sessionStart = Instant.MIN;
  private Instant nextAt;
  private Device device = Device.PHONE;
  private String surface = HOME;

  Visitor(Viewer viewer, WorldSettings settings, RandomGenerator random) {
    this.viewer = viewer;
    this.returning = settings.behaviour().returning();
    this.random = random;
    this.satisfaction = returning.neutral();
    startSession(settings.start());
  }

  Viewer viewer() {
    return viewer;
  }

  RandomGenerator random() {
    return random;
  }

  Device device() {
    return device;
  }

  Instant nextAt() {
    return nextAt;
  }

  /// Whether the next request starts a session.
  boolean arrives() {
    return nextAt.equals(sessionStart);
  }

  Context context() {
    return new Context(viewer.profile().country(), device.word(), surface);
  }

  /// Follows a channel; false if it was already followed.
  boolean follow(String channel) {
    return followed.add(channel);
  }

  /// Decides, after a feed, whether the viewer requests another one or leaves, and when the viewer
  /// returns.
  ///
  /// @param turnsTo the surface of the next request in this session
  void answered(Instant until, double pleasure, String turnsTo) {
    satisfaction = returning.satisfactionAfter(satisfaction, pleasure);
    var spent = Duration.between(sessionStart, until);
    if (random.nextDouble() < returning.pAnotherFeed(pleasure, spent)) {
      surface = turnsTo;
      nextAt = until.plusMillis(1 + (long) (PAUSE_MILLIS * random.nextExponential()));
    } else {
      startSession(until);
    }
  }

  private void startSession(Instant after) {
    double visitsPerDay = returning.visitsPerDay(viewer.habits().visitsPerDay(), satisfaction);
    nextAt = viewer.habits().rhythm().nextVisit(after, visitsPerDay, random);
    sessionStart = nextAt;
    device = viewer.habits().devices().pick(viewer.localHour(nextAt), random);
    surface = HOME;
  }
}
