package dev.marquee.engine.training.wideanddeep;

import dev.marquee.engine.math.Platt;
import dev.marquee.engine.math.metrics.Auc;
import dev.marquee.engine.math.metrics.Calibration;
import dev.marquee.engine.models.wideanddeep.WideAndDeep;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import dev.marquee.engine.training.examples.Examples;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// How well a network predicts the latest examples, which it was not trained on, and the
/// calibration fitted on them.
final class HoldoutFit {

  final double loss;
  private final HeadCalibration click;
  private final HeadCalibration watch;
  private final double clickAuc;
  private final double watchAuc;

  HoldoutFit(WideAndDeep network, Examples examples, int[] late) {
    float[] pClick = new float[late.length];
    float[] pWatch = new float[late.length];
    var plain = new WideAndDeepModel(List.of(network), new Platt(1, 0), new Platt(1, 0));
    plain.predict(examples, late, pClick, pWatch);
    boolean[] clicked = new boolean[late.length];
    boolean[] completed = new boolean[late.length];
    for (int i = 0; i < late.length; i++) {
      clicked[i] = examples.clicked(late[i]);
      completed[i] = examples.completed(late[i]);
    }
    float[] ones = new float[late.length];
    Arrays.fill(ones, 1);
    this.click = HeadCalibration.of(pClick, clicked, ones, rows(examples, late, false));
    HeadCalibration.apply(click.ofAll(), pClick);
    this.watch = HeadCalibration.of(pWatch, completed, pClick, rows(examples, late, true));
    HeadCalibration.apply(watch.ofAll(), pWatch);
    float[] both = HeadCalibration.times(pClick, pWatch);
    this.loss =
        Calibration.logLoss(pClick, clicked).orElseThrow()
            + Calibration.logLoss(both, completed).orElseThrow();
    this.clickAuc = Auc.of(pClick, clicked).orElse(0.5);
    this.watchAuc = Auc.of(both, completed).orElse(0.5);
  }

  Heads ofAll() {
    return new Heads(click.ofAll(), watch.ofAll());
  }

  Heads ofFirstHalf() {
    return new Heads(click.ofFirstHalf(), watch.ofFirstHalf());
  }

  /// Positions in the slice: of all examples, or of the clicked ones.
  private static int[] rows(Examples examples, int[] late, boolean ofClicks) {
    return IntStream.range(0, late.length)
        .filter(i -> !ofClicks || examples.clicked(late[i]))
        .toArray();
  }

  @Override
  public String toString() {
    return "loss %.4f, AUC %.4f of clicks and %.4f of watches".formatted(loss, clickAuc, watchAuc);
  }
}
