package dev.marquee.simulator;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Follow;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.Reaction;
import dev.marquee.engine.events.Watch;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// Simulates how one viewer looks through one slate from the top, and clicks, watches and reacts.
///
/// Slots below the one where the viewer stops are not seen and give no impression.
final class Viewing {

  /// P(leaves the feed for the up-next surface | watched a video of the feed).
  private static final double TURNS_TO_UP_NEXT = 0.3;

  private static final double HEARTBEAT_SECONDS = 120;
  private static final double SENDS_HEARTBEATS = 0.5;
  private static final int LEAST_GLANCE_MILLIS = 400;
  private static final int GLANCE_MILLIS = 1_600;

  private final WorldSettings settings;
  private final Encounters encounters;
  private final Pending pending;
  private final Visitor visitor;
  private final Viewer viewer;
  private final RandomGenerator random;
  private final Context context;
  private final String feed;
  private Instant at;
  private double goodShares;
  private String turnsTo = Visitor.HOME;
  private int refused;

  Viewing(
      WorldSettings settings,
      Encounters encounters,
      Pending pending,
      Visitor visitor,
      String feed) {
    this.settings = settings;
    this.encounters = encounters;
    this.pending = pending;
    this.visitor = visitor;
    this.viewer = visitor.viewer();
    this.random = visitor.random();
    this.context = visitor.context();
    this.feed = feed;
    this.at = visitor.nextAt();
  }

  /// Looks through the videos and decides when the visitor makes the next request.
  ///
  /// @return number of viewed slots with a video that the viewer may not see
  int look(Iterable<Video> videos) {
    int position = 0;
    for (var video : videos) {
      if (position > 0 && random.nextDouble() >= visitor.device().keepsLooking()) {
        break;
      }
      if (viewer.maySee(video, visitor.nextAt())) {
        see(video, position);
      } else {
        refused++;
      }
      if (turnsTo.equals(Visitor.UP_NEXT)) {
        break;
      }
      position++;
    }
    visitor.answered(at, settings.behaviour().returning().pleasure(goodShares), turnsTo);
    return refused;
  }

  private void see(Video video, int position) {
    at = at.plusMillis(LEAST_GLANCE_MILLIS + random.nextInt(GLANCE_MILLIS));
    pending.add(
        new Impression(pending.nextId(), at, viewer.id(), video.id(), feed, position, context));
    int timesSeen = encounters.timesSeen(viewer, video);
    boolean opened = encounters.opened(viewer, video);
    encounters.see(viewer, video);
    double pClick =
        settings
            .behaviour()
            .clicking()
            .pClick(viewer, video, visitor.device(), position, timesSeen, opened);
    if (random.nextDouble() < pClick) {
      open(video);
    } else if (ReactionModel.refusesUnseen(viewer.affinity(video), random)) {
      react(video, Reaction.Kind.NOT_INTERESTED);
    }
  }

  private void open(Video video) {
    encounters.open(viewer, video);
    at = at.plusMillis(LEAST_GLANCE_MILLIS);
    pending.add(new Click(pending.nextId(), at, viewer.id(), video.id(), feed));
    double seconds =
        settings.behaviour().watching().watchedSeconds(viewer, video, visitor.device(), random);
    double share = seconds / video.durationSeconds();
    goodShares += share * settings.behaviour().returning().worth(video.quality());
    watch(video, seconds);
    ReactionModel.afterWatching(share, video, random).ifPresent(kind -> react(video, kind));
    if (ReactionModel.follows(share, random) && visitor.follow(video.details().channel())) {
      at = at.plusMillis(LEAST_GLANCE_MILLIS);
      pending.add(new Follow(pending.nextId(), at, viewer.id(), video.details().channel()));
    }
    if (random.nextDouble() < TURNS_TO_UP_NEXT) {
      turnsTo = Visitor.UP_NEXT;
    }
  }

  private void watch(Video video, double seconds) {
    double left = seconds;
    if (seconds > 2 * HEARTBEAT_SECONDS && random.nextDouble() < SENDS_HEARTBEATS) {
      for (; left > HEARTBEAT_SECONDS; left -= HEARTBEAT_SECONDS) {
        report(video, HEARTBEAT_SECONDS);
      }
    }
    report(video, left);
  }

  /// Never closes an impression, because a viewer may come back to a video.
  private void report(Video video, double seconds) {
    at = at.plusMillis((long) (seconds * 1_000));
    pending.add(
        new Watch(
            pending.nextId(),
            at,
            viewer.id(),
            video.id(),
            feed,
            Math.rint(seconds * 1_000) / 1_000,
            video.durationSeconds(),
            Watch.Completion.UNSTATED,
            false));
  }

  private void react(Video video, Reaction.Kind kind) {
    at = at.plusMillis(LEAST_GLANCE_MILLIS);
    pending.add(new Reaction(pending.nextId(), at, viewer.id(), video.id(), feed, kind));
  }
}
