package dev.marquee.engine.evaluation;

import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.training.examples.Examples;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// A ranker's predictions of examples, with their outcomes.
///
/// @param which numbers of the examples
/// @param click pClick of each of them
/// @param watch pClick × pWatch
record Predictions(Examples examples, int[] which, float[] click, float[] watch) {

  static Predictions by(RankerModel ranker, Examples examples, int[] which) {
    float[] click = new float[which.length];
    float[] watch = new float[which.length];
    ranker.predict(examples, which, click, watch);
    for (int i = 0; i < which.length; i++) {
      watch[i] *= click[i];
    }
    return new Predictions(examples, which, click, watch);
  }

  int rows() {
    return which.length;
  }

  /// The predictions for some of the examples.
  Predictions of(IntPredicate wanted) {
    return at(IntStream.range(0, rows()).filter(i -> wanted.test(which[i])).toArray());
  }

  /// The predictions that are valid probabilities.
  Predictions sound() {
    return at(IntStream.range(0, rows()).filter(this::isSound).toArray());
  }

  private boolean isSound(int i) {
    return click[i] >= 0 && click[i] <= 1 && watch[i] >= 0 && watch[i] <= 1;
  }

  private Predictions at(int[] places) {
    int[] some = new int[places.length];
    float[] ofClick = new float[places.length];
    float[] ofWatch = new float[places.length];
    for (int i = 0; i < places.length; i++) {
      some[i] = which[places[i]];
      ofClick[i] = click[places[i]];
      ofWatch[i] = watch[places[i]];
    }
    return new Predictions(examples, some, ofClick, ofWatch);
  }

  boolean[] clicked() {
    boolean[] clicked = new boolean[rows()];
    for (int i = 0; i < clicked.length; i++) {
      clicked[i] = examples.clicked(which[i]);
    }
    return clicked;
  }

  boolean[] completed() {
    boolean[] completed = new boolean[rows()];
    for (int i = 0; i < completed.length; i++) {
      completed[i] = examples.completed(which[i]);
    }
    return completed;
  }
}
