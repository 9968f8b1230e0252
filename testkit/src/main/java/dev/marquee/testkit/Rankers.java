package dev.marquee.testkit;

import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.math.Platt;
import dev.marquee.engine.models.Manifest;
import dev.marquee.engine.models.wideanddeep.InputLayout;
import dev.marquee.engine.models.wideanddeep.WideAndDeep;
import dev.marquee.engine.models.wideanddeep.WideAndDeep.Shape;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Rankers for tests, which need no training.
public final class Rankers {

  private static final int BITS = 8;

  private Rankers() {}

  /// A ranker whose weights are 0 except those written by `writing`. It has no deep part, so a
  /// logit is the sum of its wide weights.
  public static WideAndDeepModel wide(Consumer<WideAndDeep> writing) {
    var shape = new Shape(InputLayout.ofRows(), BITS, 1, new int[] {1}, 1, false);
    WideAndDeep network = WideAndDeep.zeros(shape);
    writing.accept(network);
    return new WideAndDeepModel(List.of(network), new Platt(1, 0), new Platt(1, 0));
  }

  /// A ranker that predicts the same probabilities for all videos.
  ///
  /// @param logit the logit of each probability
  public static WideAndDeepModel same(float logit) {
    return wide(
        network -> {
          network.outputs()[1] = logit;
          network.outputs()[3] = logit;
        });
  }

  /// Gives a dense feature the weight 1 in the logit of pClick.
  public static void count(WideAndDeep network, String feature) {
    network.wide()[FeatureRows.DENSE_NAMES.indexOf(feature)] = 1;
  }

  /// Adds `logit` to the logit of pClick of rows that have a category.
  public static void count(WideAndDeep network, int hash, float logit) {
    network.table()[network.embedding(hash) - WideAndDeep.HEADS] = logit;
  }

  /// The manifest of a version without training data.
  public static Manifest manifest(String version) {
    return new Manifest(
        version,
        new Manifest.Run(Script.NOON, Script.NOON, Script.NOON, 0, 100, 1, "test"),
        FeatureRows.DENSE_NAMES,
        Columns.NONE,
        Map.of(),
        Map.of(),
        Map.of());
  }

  /// A ranker with random weights and all optional parts of a network.
  public static WideAndDeepModel random(long seed) {
    var shape = new Shape(InputLayout.ofRows(), BITS, 6, new int[] {24, 20}, 3, true);
    return random(seed, 2, shape);
  }

  /// A ranker of random networks of a shape.
  public static WideAndDeepModel random(long seed, int networks, Shape shape) {
    var random = new SplittableRandom(seed);
    List<WideAndDeep> some =
        Stream.generate(() -> network(shape, random.split())).limit(networks).toList();
    return new WideAndDeepModel(
        some,
        new Platt(random.nextDouble(0.5, 2), random.nextGaussian()),
        new Platt(random.nextDouble(0.5, 2), random.nextGaussian()));
  }

  private static WideAndDeep network(Shape shape, SplittableRandom random) {
    WideAndDeep network = WideAndDeep.zeros(shape);
    for (float[] part : network.parts()) {
      for (int i = 0; i < part.length; i++) {
        part[i] = (float) (0.15 * random.nextGaussian());
      }
    }
    return network;
  }
}
