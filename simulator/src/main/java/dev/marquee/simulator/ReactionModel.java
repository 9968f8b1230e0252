package dev.marquee.simulator;

import dev.marquee.engine.events.Reaction.Kind;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The reactions of viewers to videos; most viewers never react.
final class ReactionModel {

  private static final double MUCH = 0.8;
  private static final double LITTLE = 0.15;
  private static final double LIKES = 0.18;
  private static final double SAVES = 0.03;
  private static final double SHARES = 0.02;
  private static final double DISLIKES = 0.04;
  private static final double NOT_INTERESTED = 0.04;
  private static final double FOLLOWS = 0.05;
  private static final double FAR_FROM_TASTE = -0.2;
  private static final double REFUSES_UNSEEN = 0.01;

  private ReactionModel() {}

  static Optional<Kind> afterWatching(double share, Video video, RandomGenerator random) {
    double draw = random.nextDouble();
    if (share >= MUCH) {
      draw /= 0.5 + video.quality();
      if (draw >= LIKES + SAVES + SHARES) {
        return Optional.empty();
      }
      return Optional.of(draw < LIKES ? Kind.LIKE : draw < LIKES + SAVES ? Kind.SAVE : Kind.SHARE);
    }
    if (share > LITTLE || draw >= DISLIKES + NOT_INTERESTED) {
      return Optional.empty();
    }
    return Optional.of(draw < DISLIKES ? Kind.DISLIKE : Kind.NOT_INTERESTED);
  }

  /// Whether a viewer refuses a video without opening it.
  static boolean refusesUnseen(double affinity, RandomGenerator random) {
    return affinity < FAR_FROM_TASTE && random.nextDouble() < REFUSES_UNSEEN;
  }

  static boolean follows(double share, RandomGenerator random) {
    return share >= MUCH && random.nextDouble() < FOLLOWS;
  }
}
