package dev.marquee.engine.training.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.marquee.engine.Progress;
import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.math.TopK;
import dev.marquee.engine.math.metrics.RankingMetrics;
import dev.marquee.engine.models.als.AlsLoss;
import dev.marquee.engine.models.als.AlsModel;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AlsTrainerTest {

  private static final long SEED = 20_260_101;
  private static final int USERS = 600;
  private static final int ITEMS = 400;
  private static final int TOPICS = 8;

  private static final AlsSolver EXACT = new AlsSolver.Blocks(64);

  /// Each user likes one topic: 12 positives to learn from, 4 held out.
  private final Planted planted = Planted.of(new SplittableRandom(SEED));

  @Test
  void theLossFallsInEveryHalfEpoch() throws InterruptedException {
    var factors = new AlsFactors(planted.train, settings(2));
    factors.solveUsers();
    double before = factors.loss();
    for (int epoch = 0; epoch < 8; epoch++) {
      factors.solveItems();
      double between = factors.loss();
      factors.solveUsers();
      double after = factors.loss();
      assertThat(between).as("epoch %d, seed %d", epoch, SEED).isLessThan(before);
      assertThat(after).as("epoch %d, seed %d", epoch, SEED).isLessThan(between);
      before = after;
    }
  }

  @Test
  void findsPlantedTastesThatPopularityCannot() throws InterruptedException {
    AlsModel model = train(settings(2));
    var popularity = new float[ITEMS];
    for (int item : planted.train.columnIndices()) {
      popularity[item]++;
    }
    double als = 0;
    double popular = 0;
    for (int user = 0; user < USERS; user++) {
      var scores = new float[ITEMS];
      model.scoreAll(foldIn(model, user), scores);
      als += recall(user, scores);
      popular += recall(user, popularity.clone());
    }
    assertThat(als / USERS).as("seed %d", SEED).isGreaterThan(3 * popular / USERS);
    assertThat(als / USERS).as("seed %d", SEED).isGreaterThan(0.4);
  }

  @Test
  void aUserFoldedInIsTheUserAsTrainedExactly() throws InterruptedException {
    AlsSettings settings = new AlsSettings(12, 10, new AlsLoss(0.1, 0.01, 1), 0.1, EXACT, SEED, 2);
    var factors = new AlsFactors(planted.train, settings);
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      factors.solveUsers();
      factors.solveItems();
    }
    factors.solveUsers();
    AlsModel model = train(settings);
    int d = settings.dimension();
    for (int user = 0; user < USERS; user++) {
      float[] trained = Arrays.copyOfRange(factors.users(), user * d, (user + 1) * d);
      assertThat(foldIn(model, user)).containsExactly(trained, within(1e-4f));
    }
  }

  @Test
  void hasTheSameBitsForASeedWithAnyNumberOfThreads() throws InterruptedException {
    float[] vectors = vectors(train(settings(2)));
    assertThat(vectors(train(settings(2)))).isEqualTo(vectors);
    assertThat(vectors(train(settings(1)))).isEqualTo(vectors);
    assertThat(vectors(train(settings(3)))).isEqualTo(vectors);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void theLossFallsInEveryHalfEpochWithEverySolver(AlsSolver solver) throws InterruptedException {
    var factors = new AlsFactors(planted.train, settings(solver, 2));
    factors.solveUsers();
    double before = factors.loss();
    for (int epoch = 0; epoch < 8; epoch++) {
      factors.solveItems();
      double between = factors.loss();
      factors.solveUsers();
      double after = factors.loss();
      assertThat(between).as("epoch %d, seed %d", epoch, SEED).isLessThan(before);
      assertThat(after).as("epoch %d, seed %d", epoch, SEED).isLessThan(between);
      before = after;
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void everySolverLeadsToTheExactSolution(AlsSolver solver) throws InterruptedException {
    var factors = new AlsFactors(weighted(), settings(solver, 2));
    var exact = new AlsFactors(weighted(), settings(EXACT, 2));
    for (int sweep = 0; sweep < 40; sweep++) {
      factors.solveUsers();
    }
    exact.solveUsers();
    assertThat(factors.users()).containsExactly(exact.users(), within(1e-4f));
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void everySolverEndsAsDeepAsTheExactOne(AlsSolver solver) throws InterruptedException {
    var factors = new AlsFactors(planted.train, settings(solver, 2));
    var exact = new AlsFactors(planted.train, settings(EXACT, 2));
    for (int epoch = 0; epoch < 60; epoch++) {
      factors.solveUsers();
      factors.solveItems();
      exact.solveUsers();
      exact.solveItems();
    }
    assertThat(factors.loss()).isCloseTo(exact.loss(), withinPercentage(0.2));
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void aUserTrainedToTheEndIsTheUserFoldedIn(AlsSolver solver) throws InterruptedException {
    AlsSettings settings = settings(solver, 2);
    AlsModel model = train(settings);
    var factors = new AlsFactors(planted.train, settings);
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      factors.solveUsers();
      factors.solveItems();
    }
    for (int sweep = 0; sweep < 40; sweep++) {
      factors.solveUsers();
    }
    int d = settings.dimension();
    for (int user = 0; user < USERS; user++) {
      float[] trained = Arrays.copyOfRange(factors.users(), user * d, (user + 1) * d);
      assertThat(foldIn(model, user)).containsExactly(trained, within(1e-4f));
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void everySolverHasTheSameBitsWithAnyNumberOfThreads(AlsSolver solver)
      throws InterruptedException {
    float[] vectors = vectors(train(settings(solver, 2)));
    for (int threads = 1; threads <= 3; threads++) {
      assertThat(vectors(train(settings(solver, threads)))).isEqualTo(vectors);
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void learnsFromOneUserAndOneVideo(AlsSolver solver) throws InterruptedException {
    var matrix = CsrMatrix.of(1, 1, new int[] {0}, new int[] {0});
    AlsModel model = new AlsTrainer(settings(solver, 1)).train(matrix, List.of("a"), Progress.NONE);
    float[] user = model.foldIn(new int[] {0}, new float[] {1});
    assertThat(model.score(user, 0)).isBetween(0.5f, 1f);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void manyMoreCoordinatesThanVideosAndAUserWithoutAnyAreFine(AlsSolver solver)
      throws InterruptedException {
    var matrix = CsrMatrix.of(3, 2, new int[] {0, 2}, new int[] {0, 1});
    var factors = new AlsFactors(matrix, settings(solver, 1));
    factors.solveUsers();
    factors.solveItems();
    factors.solveUsers();
    assertThat(Arrays.copyOfRange(factors.users(), 40, 80)).containsOnly(0f);
    AlsModel model =
        new AlsTrainer(settings(solver, 1)).train(matrix, List.of("a", "b"), Progress.NONE);
    float[] user = model.foldIn(new int[] {0}, new float[] {1});
    assertThat(model.score(user, 0)).isGreaterThan(0.5f).isGreaterThan(model.score(user, 1));
  }

  /// Conjugate gradients end at the solution after as many steps as there are coordinates.
  @Test
  void aRowTooLongToKeepAtHandIsSolvedAllTheSame() throws InterruptedException {
    int users = (1 << 22) / 64 + 100;
    var random = new SplittableRandom(SEED);
    var rows = IntStream.range(0, 2 * users).map(i -> i / 2).toArray();
    var columns = IntStream.range(0, 2 * users).map(i -> i % 2 * (1 + random.nextInt(9))).toArray();
    var matrix = CsrMatrix.of(users, 10, rows, columns);
    var loss = new AlsLoss(0.1, 0.01, 1);
    var factors =
        new AlsFactors(
            matrix, new AlsSettings(64, 1, loss, 0.1, new AlsSolver.Gradients(6), SEED, 2));
    var exact = new AlsFactors(matrix, new AlsSettings(64, 1, loss, 0.1, EXACT, SEED, 2));
    factors.solveUsers();
    exact.solveUsers();
    for (int sweep = 0; sweep < 4; sweep++) {
      factors.solveItems();
    }
    exact.solveItems();
    assertThat(factors.loss()).isCloseTo(exact.loss(), withinPercentage(0.01));
  }

  @Test
  void whatNobodyWatchedHasAVectorOfZero() throws InterruptedException {
    var matrix = CsrMatrix.of(2, 3, new int[] {0, 1}, new int[] {0, 2});
    var model = new AlsTrainer(settings(1)).train(matrix, List.of("a", "b", "c"), Progress.NONE);
    var vector = new float[model.dimension()];
    model.vector(1, vector, 0);
    assertThat(vector).containsOnly(0f);
  }

  @Test
  void tellsEveryHalfEpoch() throws InterruptedException {
    var steps = new ArrayList<String>();
    new AlsTrainer(new AlsSettings(4, 2, new AlsLoss(0.1, 0.01, 1), 0.1, 1, 1))
        .train(planted.train, ids(), (what, done, total) -> steps.add(done + "/" + total));
    assertThat(steps).containsExactly("1/4", "2/4", "3/4", "4/4");
  }

  @Test
  void refusesAnInteractionThatWeighsNothing() {
    var matrix = CsrMatrix.of(1, 1, new int[] {0}, new int[] {0}, new float[] {0});
    assertThatThrownBy(() -> new AlsTrainer(settings(1)).train(matrix, List.of("a"), Progress.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weighs 0.0");
  }

  private AlsModel train(AlsSettings settings) throws InterruptedException {
    return new AlsTrainer(settings).train(planted.train, ids(), Progress.NONE);
  }

  /// A dimension that is no multiple of a vector's width, so that ragged ends are trained too.
  private static AlsSettings settings(int threads) {
    return new AlsSettings(12, 10, new AlsLoss(0.1, 0.01, 1), 0.1, SEED, threads);
  }

  static AlsSolver[] solvers() {
    return new AlsSolver[] {
      new AlsSolver.Gradients(2), new AlsSolver.Gradients(1), new AlsSolver.Blocks(16), EXACT
    };
  }

  /// A dimension that is no multiple of the block.
  private static AlsSettings settings(AlsSolver solver, int threads) {
    return new AlsSettings(40, 10, new AlsLoss(0.1, 0.01, 1), 0.1, solver, SEED, threads);
  }

  /// The planted interactions, no two neighbours of one weight.
  private CsrMatrix weighted() {
    var rows = new int[planted.train.entries()];
    var weights = new float[rows.length];
    for (int user = 0; user < USERS; user++) {
      Arrays.fill(rows, planted.train.start(user), planted.train.end(user), user);
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 0.5f + i % 3;
    }
    return CsrMatrix.of(USERS, ITEMS, rows, planted.train.columnIndices(), weights);
  }

  private static List<String> ids() {
    return IntStream.range(0, ITEMS).mapToObj(Integer::toString).toList();
  }

  private float[] foldIn(AlsModel model, int user) {
    int[] history = planted.train.columnsOf(user);
    var weights = new float[history.length];
    Arrays.fill(weights, 1);
    return model.foldIn(history, weights);
  }

  private double recall(int user, float[] scores) {
    for (int item : planted.train.columnsOf(user)) {
      scores[item] = Float.NEGATIVE_INFINITY;
    }
    var top = new TopK(20);
    top.addAll(scores);
    var relevant = new IntOpenHashSet(planted.heldOut.columnsOf(user));
    return RankingMetrics.recallAt(20, top.ids(), relevant).getAsDouble();
  }

  private static float[] vectors(AlsModel model) {
    var vectors = new float[ITEMS * model.dimension()];
    for (int item = 0; item < ITEMS; item++) {
      model.vector(item, vectors, item * model.dimension());
    }
    return vectors;
  }

  private record Planted(CsrMatrix train, CsrMatrix heldOut) {

    static Planted of(SplittableRandom random) {
      var rows = new int[2][USERS * 16];
      var columns = new int[2][USERS * 16];
      var counts = new int[2];
      for (int user = 0; user < USERS; user++) {
        int topic = random.nextInt(TOPICS);
        var liked = new IntOpenHashSet();
        while (liked.size() < 16) {
          // One in ten is chance.
          int item = random.nextInt(ITEMS / TOPICS) * TOPICS + topic;
          item = random.nextInt(10) == 0 ? random.nextInt(ITEMS) : item;
          if (liked.add(item)) {
            int part = liked.size() <= 12 ? 0 : 1;
            rows[part][counts[part]] = user;
            columns[part][counts[part]++] = item;
          }
        }
      }
      return new Planted(
          matrix(rows[0], columns[0], counts[0]), matrix(rows[1], columns[1], counts[1]));
    }

    private static CsrMatrix matrix(int[] rows, int[] columns, int count) {
      return CsrMatrix.of(USERS, ITEMS, Arrays.copyOf(rows, count), Arrays.copyOf(columns, count));
    }
  }
}
