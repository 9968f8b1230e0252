package dev.marquee.engine.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.math.SparseSums;
import dev.marquee.engine.models.Items;
import dev.marquee.engine.models.graph.WalkGraph.Exponents;
import dev.marquee.testkit.Seed;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomWalkTest {

  private static final int USERS = 40;
  private static final int ITEMS = 30;

  /// `R`, users × items; the last item is nobody's.
  private final double[][] watched = new double[USERS][ITEMS];

  private static RandomWalkSettings plain(int steps, double continuation, float recency) {
    return new RandomWalkSettings(steps, continuation, false, 0, 1, recency);
  }

  /// A random graph, some edges heavier than others, some items far more popular.
  private WalkGraph graph(RandomGenerator random, Exponents exponents) {
    for (double[] row : watched) {
      Arrays.fill(row, 0);
    }
    int entries = 300;
    var user = new int[entries];
    var item = new int[entries];
    var weight = new float[entries];
    for (int i = 0; i < entries; i++) {
      user[i] = random.nextInt(1 + random.nextInt(USERS));
      item[i] = random.nextInt(1 + random.nextInt(ITEMS - 1));
      weight[i] = random.nextInt(1, 4);
      watched[user[i]][item[i]] += weight[i];
    }
    CsrMatrix matrix = CsrMatrix.of(USERS, ITEMS, user, item, weight);
    return new WalkGraph(
        new Items(IntStream.range(0, ITEMS).mapToObj(i -> "v" + i).toList()), matrix, exponents);
  }

  /// Row by row what `D_i^-b Rᵀ D_u^-c R D_i^-d` says, from its letters.
  private double[][] closedForm(Exponents exponents) {
    var ofUser = new double[USERS];
    var ofItem = new double[ITEMS];
    for (int u = 0; u < USERS; u++) {
      for (int i = 0; i < ITEMS; i++) {
        ofUser[u] += watched[u][i];
        ofItem[i] += watched[u][i];
      }
    }
    var product = new double[ITEMS][ITEMS];
    for (int i = 0; i < ITEMS; i++) {
      for (int u = 0; u < USERS; u++) {
        for (int j = 0; j < ITEMS; j++) {
          if (watched[u][i] > 0 && watched[u][j] > 0) {
            product[i][j] +=
                watched[u][i]
                    * watched[u][j]
                    / Math.pow(ofItem[i], exponents.history())
                    / Math.pow(ofUser[u], exponents.user())
                    / Math.pow(ofItem[j], exponents.target());
          }
        }
      }
    }
    return product;
  }

  private static double error(SparseSums found, double[] expected) {
    var scores = new double[ITEMS];
    for (int i = 0; i < found.size(); i++) {
      scores[found.key(i)] = found.sum(i);
    }
    double wrong = 0;
    for (int j = 0; j < ITEMS; j++) {
      wrong += Math.abs(scores[j] - expected[j]);
    }
    return wrong / Arrays.stream(expected).sum();
  }

  @Test
  void visitsConvergeToLinkPropagation(@Seed long seed) {
    var random = new SplittableRandom(seed);
    for (int round = 0; round < 8; round++) {
      var exponents =
          new Exponents(random.nextDouble(1.5), random.nextDouble(1.5), random.nextDouble(1.5));
      WalkGraph graph = graph(random, exponents);
      double[][] product = closedForm(exponents);
      int[] history = random.ints(0, ITEMS - 1).distinct().limit(6).toArray();
      float recency = round % 2 == 0 ? 1 : 0.7f;
      var expected = new double[ITEMS];
      double weight = 1;
      for (int item : history) {
        for (int j = 0; j < ITEMS; j++) {
          expected[j] += weight * product[item][j];
        }
        weight *= recency;
      }
      if (Arrays.stream(expected).sum() == 0) {
        continue;
      }
      var errors = new double[3];
      int steps = 1_000;
      for (int i = 0; i < errors.length; i++) {
        errors[i] =
            error(new RandomWalk(graph, plain(steps, 0, recency)).from(history, random), expected);
        steps *= 100;
      }
      // A tenth for a hundred times the steps; twice that, for chance.
      assertThat(errors[1])
          .as("seed %d: %s", seed, Arrays.toString(errors))
          .isLessThan(errors[0] / 5 + 1e-6);
      assertThat(errors[2]).as("seed %d: %s", seed, Arrays.toString(errors)).isLessThan(0.005);
    }
  }

  @Test
  void walksThatGoOnConvergeToTheSeriesOfSteps(@Seed long seed) {
    var random = new SplittableRandom(seed);
    var exponents = new Exponents(0.4, 0.6, 0.3);
    WalkGraph graph = graph(random, exponents);
    double[][] product = closedForm(exponents);
    double continuation = 0.5;
    int item = 0;
    double reach = Arrays.stream(product[item]).sum();
    assertThat(graph.reach(item)).isCloseTo(reach, withinPercentage(1e-6));
    // Where a walker stands: on the item, then where one step leads, then where the next does …
    var standing = new double[ITEMS];
    standing[item] = 1;
    var expected = new double[ITEMS];
    double share = 1 - continuation;
    for (int depth = 0; depth < 60; depth++) {
      var next = new double[ITEMS];
      for (int i = 0; i < ITEMS; i++) {
        double row = Arrays.stream(product[i]).sum();
        for (int j = 0; j < ITEMS && row > 0; j++) {
          next[j] += standing[i] * product[i][j] / row;
        }
      }
      for (int j = 0; j < ITEMS; j++) {
        expected[j] += share * reach * next[j];
      }
      share *= continuation;
      standing = next;
    }
    SparseSums found =
        new RandomWalk(graph, plain(4_000_000, continuation, 1)).from(new int[] {item}, random);
    assertThat(error(found, expected)).as("seed %d", seed).isLessThan(0.01);
  }

  /// Two items of the history, each had by a user of its own with five others, one of them shared.
  private static WalkGraph twoBranches() {
    int[] user = {0, 0, 0, 0, 1, 1, 1, 1};
    int[] item = {0, 2, 3, 4, 1, 4, 5, 6};
    return new WalkGraph(
        new Items(IntStream.range(0, 7).mapToObj(i -> "v" + i).toList()),
        CsrMatrix.of(2, 7, user, item),
        new Exponents(0, 1, 0));
  }

  @Test
  void theBoostFavoursWhatSeveralItemsOfTheHistoryReach() {
    var settings = new RandomWalkSettings(40_000, 0, true, 0, 1, 1);
    SparseSums found =
        new RandomWalk(twoBranches(), settings).from(new int[] {0, 1}, new SplittableRandom(1));
    // Each of the four items of a user has a score of 1/4 from one item of the history.
    for (int i = 0; i < found.size(); i++) {
      double expected = found.key(i) == 4 ? Math.pow(2 * Math.sqrt(0.25), 2) : 0.25;
      assertThat((double) found.sum(i))
          .as("item %d", found.key(i))
          .isCloseTo(expected, withinPercentage(5));
    }
    assertThat(found.size()).isEqualTo(7);
  }

  private static int steps(WalkGraph graph, RandomWalkSettings settings, int... history) {
    var walk = new RandomWalk(graph, settings);
    walk.from(history, new SplittableRandom(3));
    return (int) walk.stepsTaken();
  }

  @Test
  void theBudgetIsKeptHoweverLongTheHistory() {
    WalkGraph graph = graph(new SplittableRandom(5), new Exponents(0.5, 0.5, 0.5));
    int[] all = IntStream.range(0, ITEMS).toArray();
    for (int budget : new int[] {1, 7, 29, 30, 1_000, 20_000}) {
      assertThat(steps(graph, plain(budget, 0, 0.9f), all))
          .isBetween(Math.max(budget - ITEMS, Math.min(budget, 20)), budget);
    }
  }

  @Test
  void walksEndEarlyOnceEnoughItemsHaveEnoughVisits() {
    WalkGraph graph = twoBranches();
    // Four items can be reached from item 0: with five wanted the budget is spent.
    assertThat(steps(graph, new RandomWalkSettings(20_000, 0, true, 5, 50, 1), 0))
        .isEqualTo(20_000);
    assertThat(steps(graph, new RandomWalkSettings(20_000, 0, true, 4, 50, 1), 0))
        .isBetween(200, 500);
    // What was not walked does not lower the scores.
    SparseSums found =
        new RandomWalk(graph, new RandomWalkSettings(20_000, 0, false, 4, 500, 1))
            .from(new int[] {0}, new SplittableRandom(1));
    for (int i = 0; i < found.size(); i++) {
      assertThat((double) found.sum(i)).isCloseTo(0.25, withinPercentage(20));
    }
  }

  @Test
  void theSameChanceWalksTheSameWayAlsoWhereTheScratchWasUsed() {
    WalkGraph graph = graph(new SplittableRandom(8), new Exponents(0.5, 0.5, 0.5));
    var walk = new RandomWalk(graph, RandomWalkSettings.defaults());
    double[] first = dense(walk.from(new int[] {0, 3, 5}, new SplittableRandom(9)));
    assertThat(dense(walk.from(new int[] {1}, new SplittableRandom(9)))).isNotEqualTo(first);
    assertThat(dense(walk.from(new int[] {0, 3, 5}, new SplittableRandom(9)))).isEqualTo(first);
    assertThat(dense(walk.from(new int[] {0, 3, 5}, new SplittableRandom(10)))).isNotEqualTo(first);
  }

  private static double[] dense(SparseSums scores) {
    var dense = new double[ITEMS];
    for (int i = 0; i < scores.size(); i++) {
      dense[scores.key(i)] = scores.sum(i);
    }
    return dense;
  }

  @Test
  void anItemThatNobodyHadLeadsNowhere() {
    WalkGraph graph = graph(new SplittableRandom(8), new Exponents(0.5, 0.5, 0.5));
    var walk = new RandomWalk(graph, RandomWalkSettings.defaults());
    assertThat(walk.from(new int[] {ITEMS - 1}, new SplittableRandom(9)).size()).isEqualTo(0);
    assertThat(walk.from(new int[0], new SplittableRandom(9)).size()).isEqualTo(0);
  }

  @Test
  void settingsThatMakeNoWalkAreRefused() {
    assertThatThrownBy(() -> plain(0, 0, 1)).hasMessage("steps must be from 1 to 2^24, was 0");
    assertThatThrownBy(() -> plain(9, 1, 1))
        .hasMessage("continuation must be from 0 to less than 1, was 1.0");
    assertThatThrownBy(() -> plain(9, 0, Float.NaN))
        .hasMessage("recency must be above 0 and at most 1, was NaN");
    assertThatThrownBy(() -> new RandomWalkSettings(9, 0, true, 5, 0, 1))
        .hasMessage(
            "an early stop needs 0 or more items and 1 or more visits, was 5 items at 0 visits");
  }
}
