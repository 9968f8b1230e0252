package dev.marquee.engine.models;

import static dev.marquee.testkit.TinyPlatform.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.QuietModels;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.features.LearnedScore;
import dev.marquee.engine.features.RequestContext;
import dev.marquee.engine.features.TowerFeatures;
import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.models.als.AlsLoss;
import dev.marquee.engine.models.als.AlsModel;
import dev.marquee.engine.models.als.AlsScores;
import dev.marquee.engine.models.graph.ItemNeighbours;
import dev.marquee.engine.models.graph.WalkScores;
import dev.marquee.engine.models.twotower.TwoTowerModel;
import dev.marquee.engine.models.twotower.TwoTowerScores;
import dev.marquee.engine.state.UserState;
import dev.marquee.testkit.Seed;
import dev.marquee.testkit.TinyPlatform;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelSignalsTest {

  private static final int ITEMS = 60;
  private static final int D = 8;
  private static final int VIDEOS = ITEMS + 10;

  private final TinyPlatform platform = new TinyPlatform();
  private final Random random;
  private AlsModel als;
  private TwoTowerModel towers;
  private ItemNeighbours graph;
  private ModelSignals signals;

  ModelSignalsTest(@Seed Random random) {
    this.random = random;
  }

  /// Random models of most videos; the table numbers them in another order, and has some more.
  @BeforeEach
  void learn() {
    for (int i = VIDEOS - 1; i >= 0; i--) {
      platform.publish("v" + i, TinyPlatform.by(i % 2 == 0 ? "cats" : "dogs", NOON));
    }
    List<String> items = IntStream.range(0, ITEMS).mapToObj(i -> "v" + i).toList();
    als = new AlsModel(new AlsLoss(0.1, 0.003, 1), D, items, gaussians(ITEMS * D));
    long cats = ofVideo("v0")[0];
    towers = QuietModels.twoTower(D, items, gaussians(ITEMS * D), new long[] {cats});
    int[] rows = random.ints(400, 0, ITEMS).toArray();
    int[] columns = random.ints(400, 0, ITEMS).toArray();
    graph =
        new ItemNeighbours(
            new Items(items), CsrMatrix.of(ITEMS, ITEMS, rows, columns, gaussians(400)));
    signals =
        new ModelSignals(new AlsScores(als), new TwoTowerScores(towers), new WalkScores(graph));
  }

  private float[] gaussians(int count) {
    float[] some = new float[count];
    for (int i = 0; i < count; i++) {
      some[i] = (float) random.nextGaussian();
    }
    return some;
  }

  private long[] ofVideo(String video) {
    return TowerFeatures.ofVideo(platform.fold().videos(), platform.ordinal(video));
  }

  private float[] scores(LearnedScore of, String user, int... videos) {
    float[] into = new float[LearnedScore.ALL.size() * videos.length];
    signals.score(moment(user), platform.snapshot().videos(), videos, into);
    int from = LearnedScore.ALL.indexOf(of) * videos.length;
    return Arrays.copyOfRange(into, from, from + videos.length);
  }

  private RequestContext moment(String user) {
    return new RequestContext(platform.state(user), Context.UNKNOWN, NOON);
  }

  private float score(LearnedScore of, String user, String video) {
    return scores(of, user, platform.ordinal(video))[0];
  }

  /// What ann watched, the latest first, some of it twice.
  private int[] annWatches() {
    int[] watched = random.ints(20, 0, ITEMS).toArray();
    for (int item : watched) {
      platform.watch("ann", "v" + item);
    }
    return IntStream.range(0, 20).map(i -> watched[19 - i]).distinct().toArray();
  }

  @Test
  void eachModelsScoreIsItsOwn() {
    int[] history = annWatches();
    float[] weights = new float[history.length];
    Arrays.fill(weights, 1);
    float[] ofAls = als.foldIn(history, weights);
    UserState ann = platform.state("ann");
    float[] rows = new float[ann.historySize() * D];
    for (int back = 0; back < ann.historySize(); back++) {
      String watched = platform.ids(new int[] {ann.historyVideo(back)}).getFirst();
      towers.row(towers.items().find(watched), rows, back * D);
    }
    float[] ofTowers = towers.query(rows, ann.historySize(), new long[0]);
    for (int item = 0; item < ITEMS; item++) {
      String video = "v" + item;
      assertThat(score(LearnedScore.ALS, "ann", video)).isEqualTo(als.score(ofAls, item));
      assertThat(score(LearnedScore.TWO_TOWER, "ann", video))
          .isCloseTo(towers.score(ofTowers, item), within(1e-6f));
      double expected = 0;
      for (int i = 0; i < history.length; i++) {
        expected += Math.pow(UserState.RECENCY, i) * weight(history[i], item);
      }
      assertThat(score(LearnedScore.WALK, "ann", video)).isCloseTo((float) expected, within(1e-4f));
    }
  }

  private float weight(int item, int neighbour) {
    CsrMatrix table = graph.table();
    for (int i = table.start(item); i < table.end(item); i++) {
      if (table.columnIndices()[i] == neighbour) {
        return table.weights()[i];
      }
    }
    return 0;
  }

  @Test
  void manyVideosAreScoredByTheBitsOfOne() {
    annWatches();
    int[] videos = random.ints(200, 0, VIDEOS).toArray();
    for (LearnedScore of : LearnedScore.ALL) {
      float[] together = scores(of, "ann", videos);
      for (int i = 0; i < videos.length; i++) {
        float[] alone = scores(of, "ann", videos[i]);
        assertThat(new float[] {together[i]}).as("%s of %d", of, i).isEqualTo(alone);
      }
    }
  }

  @Test
  void aWatchCountsAtOnce() {
    annWatches();
    int[] all = IntStream.range(0, ITEMS).toArray();
    float[][] before =
        LearnedScore.ALL.stream().map(of -> scores(of, "ann", all)).toArray(float[][]::new);
    String unwatched =
        IntStream.range(0, ITEMS)
            .filter(
                item -> weight(item, item) + graph.table().end(item) > graph.table().start(item))
            .mapToObj(item -> "v" + item)
            .filter(video -> !watched("ann").contains(video))
            .findFirst()
            .orElseThrow();
    platform.watch("ann", unwatched);
    for (LearnedScore of : LearnedScore.ALL) {
      assertThat(scores(of, "ann", all))
          .as("%s", of)
          .isNotEqualTo(before[LearnedScore.ALL.indexOf(of)]);
    }
  }

  private List<String> watched(String user) {
    UserState state = platform.state(user);
    return platform.ids(IntStream.range(0, state.historySize()).map(state::historyVideo).toArray());
  }

  @Test
  void aViewerWithoutWatchesIsUnknown() {
    platform.show("ann", "v1");
    for (LearnedScore of : LearnedScore.ALL) {
      assertThat(score(of, "ann", "v1")).as("%s", of).isNaN();
      assertThat(score(of, "nobody", "v1")).as("%s", of).isNaN();
    }
  }

  @Test
  void aVideoThatTrainingNeverMetHasAScoreOfItsFeaturesAlone() {
    annWatches();
    String cat = "v" + ITEMS;
    for (LearnedScore of : List.of(LearnedScore.ALS, LearnedScore.WALK)) {
      assertThat(score(of, "ann", cat)).as("%s", of).isNaN();
    }
    float[] viewer = signals.twoTower().viewer(moment("ann"), platform.snapshot().videos());
    double sum = 0;
    for (float one : viewer) {
      sum += one;
    }
    assertThat(score(LearnedScore.TWO_TOWER, "ann", cat))
        .isCloseTo((float) (sum / Math.sqrt(D)), within(1e-5f));
    platform.publish(cat, TinyPlatform.by("dogs", NOON));
    assertThat(score(LearnedScore.TWO_TOWER, "ann", cat)).as("it moved on").isZero();
  }
}
