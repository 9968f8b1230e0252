package dev.marquee.benchmarks;

import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.math.Platt;
import dev.marquee.engine.models.wideanddeep.InputLayout;
import dev.marquee.engine.models.wideanddeep.WideAndDeep;
import dev.marquee.engine.models.wideanddeep.WideAndDeep.Shape;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.UserState;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Rankers with random weights, as fast as trained ones, and viewers to rank for.
final class RankerNetworks {

  static final int BITS = 18;

  private RankerNetworks() {}

  /// @param name `defaults`; `student`; or `benchmark`: 262 inputs, attention over 32 floats,
  ///   layers of 256, 128 and 64
  static Shape shape(String name) {
    WideAndDeepSettings defaults = WideAndDeepSettings.defaults();
    return switch (name) {
      case "defaults" -> shape(defaults);
      case "student" -> shape(defaults.student());
      case "benchmark" -> new Shape(benchmarkLayout(), BITS, 32, new int[] {256, 128, 64}, 1, true);
      default ->
          throw new IllegalArgumentException(
              "network must be defaults, student or benchmark, was '" + name + "'");
    };
  }

  private static Shape shape(WideAndDeepSettings of) {
    WideAndDeepSettings.Architecture network = of.architecture();
    return new Shape(
        InputLayout.ofRows(),
        network.hashBits(),
        network.embeddingSize(),
        network.hiddenSizes(),
        network.experts(),
        network.attention());
  }

  /// One field of the request and one of the video have embeddings: 262 inputs of which 150 are the
  /// request's or the video's alone. The language is not read.
  private static InputLayout benchmarkLayout() {
    InputLayout all = InputLayout.ofRows();
    int[] request = {all.requestFields()[0]};
    int[] video = {all.target()[0]};
    int[] crosses =
        IntStream.concat(Arrays.stream(all.requestFields()), Arrays.stream(all.crosses().request()))
            .filter(field -> field != request[0])
            .toArray();
    int[] pairs =
        IntStream.concat(Arrays.stream(all.videoFields()), Arrays.stream(all.crosses().pair()))
            .filter(field -> field != video[0] && field != FeatureRows.field("language"))
            .toArray();
    return new InputLayout(
        all.requestDense(),
        all.pairDense(),
        all.fields(),
        request,
        video,
        new InputLayout.Crosses(crosses, pairs),
        all.target());
  }

  static WideAndDeepModel random(Shape shape, int networks) {
    var random = new SplittableRandom(1);
    return new WideAndDeepModel(
        IntStream.range(0, networks)
            .mapToObj(
                number -> {
                  WideAndDeep network = WideAndDeep.zeros(shape);
                  for (float[] part : network.parts()) {
                    for (int i = 0; i < part.length; i++) {
                      part[i] = (float) (0.05 * random.nextGaussian());
                    }
                  }
                  return network;
                })
            .toList(),
        new Platt(1, 0),
        new Platt(1, 0));
  }

  /// The viewers with the longest histories.
  static UserState[] viewers(Fold fold) {
    List<UserState> all = new ArrayList<>();
    fold.users().forEach(user -> all.add(user.copy()));
    return all.stream()
        .sorted((a, b) -> b.historySize() - a.historySize())
        .limit(50)
        .toArray(UserState[]::new);
  }
}
