package dev.marquee.engine.evaluation;

import static dev.marquee.testkit.Script.NOON;
import static dev.marquee.testkit.Script.PHONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.Progress;
import dev.marquee.engine.features.Feature.Kind;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Rows;
import dev.marquee.engine.math.metrics.Auc;
import dev.marquee.engine.models.Quality.Importance;
import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.training.examples.Examples;
import dev.marquee.testkit.Rankers;
import dev.marquee.testkit.Script;
import dev.marquee.testkit.Seed;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeatureImportanceTest {

  private static final int ROWS = 150;
  private static final int DENSE = FeatureRows.DENSE;
  private static final int FIELDS = FeatureRows.FIELDS;

  private final SplittableRandom random;
  private final Examples examples = new Examples();

  FeatureImportanceTest(@Seed SplittableRandom random) {
    this.random = random;
    var script = new Script();
    var fold = new Fold(FoldSettings.defaults());
    for (int i = 1; i <= 1_500; i++) {
      fold.apply(i, script.any(random));
    }
    for (int i = 0; i < ROWS; i++) {
      String user = List.of("nobody", "ann", "bob").get(random.nextInt(3));
      int[] video = {random.nextInt(fold.videos().size())};
      FeatureRows rows = FeatureRows.build(fold.now(), fold.users().read(user), PHONE, NOON, video);
      examples.add(rows, 0, user, video[0], PHONE, NOON.toEpochMilli(), 0);
      if (random.nextBoolean()) {
        examples.click(i);
      }
      if (random.nextInt(3) == 0) {
        examples.complete(i);
      }
    }
  }

  /// One row as plain arrays.
  private static final class PlainRow implements Rows {

    private final float[] dense;
    private final int[] fields;
    private int[] user;
    private int[] video;
    private int[] history;

    PlainRow(Rows of, int row) {
      int start = of.hashedStart(row);
      int attributes = start + FIELDS + of.userAttributes(row);
      dense = Arrays.copyOfRange(of.dense(row), of.denseStart(row), of.denseStart(row) + DENSE);
      fields = Arrays.copyOfRange(of.hashed(row), start, start + FIELDS);
      user = Arrays.copyOfRange(of.hashed(row), start + FIELDS, attributes);
      video = Arrays.copyOfRange(of.hashed(row), attributes, of.hashedEnd(row));
      history = of.history(row);
    }

    void take(String group, PlainRow from) {
      for (int i = 0; i < FeatureRows.FEATURES.size(); i++) {
        String name = FeatureRows.FEATURES.get(i).name();
        if (!name.equals(group) && !name.startsWith(group + ":")) {
          continue;
        }
        if (i < DENSE) {
          dense[i] = from.dense[i];
        } else if (FeatureRows.FEATURES.get(i).kind() != Kind.CATEGORIES) {
          fields[i - DENSE] = from.fields[i - DENSE];
        } else if (name.equals("user attributes")) {
          user = from.user;
        } else {
          video = from.video;
        }
      }
      history = group.equals("watch history") ? from.history : history;
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public float[] dense(int row) {
      return dense;
    }

    @Override
    public int denseStart(int row) {
      return 0;
    }

    @Override
    public int[] hashed(int row) {
      int[] all = Arrays.copyOf(fields, hashedEnd(0));
      System.arraycopy(user, 0, all, FIELDS, user.length);
      System.arraycopy(video, 0, all, FIELDS + user.length, video.length);
      return all;
    }

    @Override
    public int hashedStart(int row) {
      return 0;
    }

    @Override
    public int hashedEnd(int row) {
      return fields.length + user.length + video.length;
    }

    @Override
    public int userAttributes(int row) {
      return user.length;
    }

    @Override
    public int[] history(int row) {
      return history;
    }
  }

  /// AUC of clicks and of completions, predicted row by row, where features of a group are those of
  /// the donor.
  private double[] auc(RankerModel ranker, int[] which, String group) {
    int[] donors = Ties.permutation(which.length, FeatureImportance.SEED);
    float[] click = new float[which.length];
    float[] watch = new float[which.length];
    boolean[] clicked = new boolean[which.length];
    boolean[] completed = new boolean[which.length];
    for (int i = 0; i < which.length; i++) {
      var row = new PlainRow(examples, which[i]);
      row.take(group, new PlainRow(examples, which[donors[i]]));
      float[] p = new float[1];
      float[] q = new float[1];
      ranker.predict(row, new int[1], p, q);
      click[i] = p[0];
      watch[i] = p[0] * q[0];
      clicked[i] = examples.clicked(which[i]);
      completed[i] = examples.completed(which[i]);
    }
    return new double[] {
      Auc.of(click, clicked).orElseThrow(), Auc.of(watch, completed).orElseThrow()
    };
  }

  @Test
  void isTheFallOfThePlainlyPredictedAuc() {
    RankerModel ranker = Rankers.random(random.nextLong());
    int[] which = IntStream.range(0, ROWS).filter(i -> i % 7 != 3).toArray();
    List<Importance> importance =
        new FeatureImportance(ranker, Progress.NONE).of(Predictions.by(ranker, examples, which));
    double[] before = auc(ranker, which, "no such group");
    for (Importance one : importance) {
      double[] after = auc(ranker, which, one.features());
      assertThat(one.aucLost().get("click"))
          .as("click, " + one.features())
          .isCloseTo(before[0] - after[0], within(2e-3));
      assertThat(one.aucLost().get("watch"))
          .as("watch, " + one.features())
          .isCloseTo(before[1] - after[1], within(2e-3));
    }
  }

  @Test
  void everyFeatureIsInOneGroupAndTheMostImportantGroupIsFirst() {
    RankerModel ranker = Rankers.random(random.nextLong());
    int[] which = IntStream.range(0, ROWS).toArray();
    List<Importance> importance =
        new FeatureImportance(ranker, Progress.NONE).of(Predictions.by(ranker, examples, which));
    assertThat(importance.stream().map(Importance::features)).doesNotHaveDuplicates();
    assertThat(FeatureRows.FEATURES)
        .allSatisfy(
            feature ->
                assertThat(importance)
                    .extracting(Importance::features)
                    .contains(feature.name().split(":", -1)[0]));
    assertThat(importance)
        .isSortedAccordingTo(
            Comparator.<Importance>comparingDouble(
                    one -> one.aucLost().values().stream().mapToDouble(Double::doubleValue).sum())
                .reversed());
  }

  @Test
  void whatARankerDoesNotReadIsWorthNothing() {
    RankerModel ranker = Rankers.wide(network -> Rankers.count(network, "video: age"));
    int[] which = IntStream.range(0, ROWS).toArray();
    List<Importance> importance =
        new FeatureImportance(ranker, Progress.NONE).of(Predictions.by(ranker, examples, which));
    assertThat(importance)
        .filteredOn(one -> !one.features().equals("video"))
        .allSatisfy(one -> assertThat(one.aucLost().values()).as(one.features()).containsOnly(0.0));
  }
}
