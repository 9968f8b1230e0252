package dev.marquee.engine.training.wideanddeep;

import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.training.examples.Examples;
import java.util.Arrays;

/// The training targets of the examples, by example number.
///
/// @param click P(click); 0 or 1 if it is an observed outcome
/// @param watch P(click and completed watch)
record Targets(float[] click, float[] watch) {

  /// Examples per prediction task.
  private static final int CHUNK = 4096;

  /// Targets from the observed outcomes.
  static Targets of(Examples examples) {
    float[] click = new float[examples.size()];
    float[] watch = new float[examples.size()];
    for (int i = 0; i < click.length; i++) {
      click[i] = examples.clicked(i) ? 1 : 0;
      watch[i] = examples.completed(i) ? 1 : 0;
    }
    return new Targets(click, watch);
  }

  /// Targets from a teacher's predictions (Hinton et al., "Distilling the Knowledge in a Neural
  /// Network", 2015).
  ///
  /// @param which numbers of the examples to predict
  static Targets by(RankerModel teacher, Examples examples, int[] which, int threads)
      throws InterruptedException {
    var targets = new Targets(new float[examples.size()], new float[examples.size()]);
    new Parallel(threads)
        .overChunks(
            which.length,
            CHUNK,
            (chunk, from, to) -> {
              int[] some = Arrays.copyOfRange(which, from, to);
              float[] click = new float[some.length];
              float[] watch = new float[some.length];
              teacher.predict(examples, some, click, watch);
              for (int i = 0; i < some.length; i++) {
                targets.click[some[i]] = click[i];
                targets.watch[some[i]] = click[i] * watch[i];
              }
            });
    return targets;
  }
}
