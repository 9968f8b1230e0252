package dev.marquee.engine.training.wideanddeep;

import dev.marquee.engine.models.Models;
import dev.marquee.engine.models.wideanddeep.WideAndDeep.Shape;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import dev.marquee.engine.training.examples.Examples;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// Warm start: the ranker in production, which a new one fine-tunes on the examples since.
///
/// @param version the version of its models
/// @param learnedUntil it was trained on no example from this time on
/// @param student of the ranker
public record WarmStart(
    String version, Instant learnedUntil, WideAndDeepModel ranker, WideAndDeepModel student) {

  /// The manifest's setting that names the version that a ranker was fine-tuned from.
  public static final String SETTING = "warm";

  /// Minimum size of the latest slice: one half chooses the epochs and calibrates; the other half
  /// compares two rankers, which needs a thousand examples.
  private static final int LEAST_SLICE = 2_000;

  /// A warm start from saved models.
  ///
  /// @throws IllegalArgumentException if their ranker was imported, or has no student
  public static WarmStart of(Models models) {
    if (!(models.ranker() instanceof WideAndDeepModel ranker)) {
      throw new IllegalArgumentException(
          "the ranker of '%s' was imported, expected one that was trained here"
              .formatted(models.version()));
    }
    if (models.student().isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' has no student, expected one that can be fine-tuned, too"
              .formatted(models.version()));
    }
    return new WarmStart(
        models.version(), models.manifest().run().learnedUntil(), ranker, models.student().get());
  }

  /// Why a ranker cannot start from this one; empty if it can.
  ///
  /// @param fresh examples that it was not trained on
  public Optional<String> refusal(WideAndDeepSettings settings, Examples examples, int[] fresh) {
    String shapes = shape(ranker) + ", student " + shape(student);
    String wanted = shape(settings) + ", student " + shape(settings.student());
    if (!shapes.equals(wanted)) {
      return Optional.of("'%s' is of %s, expected %s".formatted(version, shapes, wanted));
    }
    int slice = (int) (fresh.length * settings.sampling().holdout());
    if (slice < LEAST_SLICE) {
      return Optional.of(
          "the latest slice of the %,d examples since '%s' is of %,d, expected at least %,d"
              .formatted(fresh.length, version, slice, LEAST_SLICE));
    }
    long clicks = Arrays.stream(fresh).filter(examples::clicked).count();
    if (clicks == 0 || clicks == fresh.length) {
      return Optional.of(
          "of the %,d examples since '%s' %,d were clicked, expected some with and some without"
              .formatted(fresh.length, version, clicks));
    }
    return Optional.empty();
  }

  private static String shape(WideAndDeepModel model) {
    Shape of = model.networks().getFirst().shape();
    return shape(of.bits(), of.embedding(), of.hidden(), of.experts(), of.attention());
  }

  private static String shape(WideAndDeepSettings of) {
    WideAndDeepSettings.Architecture network = of.architecture();
    return shape(
        network.hashBits(),
        network.embeddingSize(),
        network.hiddenSizes(),
        network.experts(),
        network.attention());
  }

  private static String shape(
      int bits, int embedding, int[] hidden, int experts, boolean attention) {
    return "bits=%d, embedding=%d, hidden=%s, experts=%d, attention=%s"
        .formatted(bits, embedding, Arrays.toString(hidden), experts, attention);
  }
}
