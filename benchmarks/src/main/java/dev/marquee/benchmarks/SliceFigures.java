package dev.marquee.benchmarks;

import dev.marquee.engine.math.metrics.Auc;
import dev.marquee.engine.math.metrics.Calibration;
import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.training.examples.Examples;

/// How well a ranker predicts a slice of examples: clicks by pClick, completed watches by pClick ×
/// pWatch, both on every example.
record SliceFigures(double clickAuc, double clickLoss, double watchAuc, double watchLoss) {

  static SliceFigures of(RankerModel ranker, Examples examples, int[] slice) {
    float[] click = new float[slice.length];
    float[] watch = new float[slice.length];
    ranker.predict(examples, slice, click, watch);
    boolean[] clicked = new boolean[slice.length];
    boolean[] completed = new boolean[slice.length];
    for (int i = 0; i < slice.length; i++) {
      watch[i] *= click[i];
      clicked[i] = examples.clicked(slice[i]);
      completed[i] = examples.completed(slice[i]);
    }
    return new SliceFigures(
        Auc.of(click, clicked).orElseThrow(),
        Calibration.logLoss(click, clicked).orElseThrow(),
        Auc.of(watch, completed).orElseThrow(),
        Calibration.logLoss(watch, completed).orElseThrow());
  }
}
