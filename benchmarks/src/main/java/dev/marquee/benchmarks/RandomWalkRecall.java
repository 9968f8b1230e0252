package dev.marquee.benchmarks;

import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.math.SparseSums;
import dev.marquee.engine.math.TopK;
import dev.marquee.engine.models.Items;
import dev.marquee.engine.models.graph.RandomWalk;
import dev.marquee.engine.models.graph.RandomWalkSettings;
import dev.marquee.engine.models.graph.WalkGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How much of the exact link propagation's top 100 do random walks find, how many steps do they
/// take, and do they recommend as well?
///
/// On Gowalla: the graph is `train.txt.gz`; Recall@20 is of `valid.txt.gz`. Correctness of the
/// walks is guarded by `RandomWalkTest`.
///
/// Arguments: the folder of the data, how many users (default 3,000), and the exponents of history,
/// user and target.
public final class RandomWalkRecall {

  private static final int TOP = 100;
  private static final int CUT = 20;
  private static final long SEED = 1;

  private final CsrMatrix train;
  private final CsrMatrix byItem;
  private final CsrMatrix valid;
  private final WalkGraph graph;
  private final double[] ofHistory;
  private final double[] ofUser;
  private final double[] ofTarget;
  private final List<Integer> users;

  private RandomWalkRecall(Path folder, int count, WalkGraph.Exponents exponents)
      throws IOException {
    List<int[]> trainPairs = PairFile.read(folder.resolve("train.txt.gz"));
    List<int[]> validPairs = PairFile.read(folder.resolve("valid.txt.gz"));
    int rows = 1 + max(trainPairs, validPairs, 0);
    int columns = 1 + max(trainPairs, validPairs, 1);
    this.train = matrix(trainPairs, rows, columns);
    this.valid = matrix(validPairs, rows, columns);
    this.byItem = train.transpose();
    this.ofHistory = powers(byItem, -exponents.history());
    this.ofUser = powers(train, -exponents.user());
    this.ofTarget = powers(byItem, -exponents.target());
    this.graph =
        new WalkGraph(
            new Items(IntStream.range(0, columns).mapToObj(Integer::toString).toList()),
            train,
            exponents);
    this.users =
        new SplittableRandom(SEED)
            .ints(0, rows)
            .distinct()
            .limit(rows)
            .filter(user -> train.end(user) > train.start(user))
            .filter(user -> valid.end(user) > valid.start(user))
            .limit(count)
            .boxed()
            .toList();
  }

  public static void main(String[] arguments) throws IOException {
    int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3_000;
    WalkGraph.Exponents exponents =
        arguments.length < 5
            ? WalkGraph.Exponents.defaults()
            : new WalkGraph.Exponents(
                Double.parseDouble(arguments[2]),
                Double.parseDouble(arguments[3]),
                Double.parseDouble(arguments[4]));
    var recall = new RandomWalkRecall(Path.of(arguments[0]), count, exponents);
    System.out.println(Machine.describe());
    recall.print();
  }

  private void print() {
    System.out.printf(
        "Gowalla, %,d edges, %,d users, seed %d, exponents %s%n",
        graph.edges(), users.size(), SEED, graph.exponents());
    System.out.printf("%-34s %9s %9s %9s%n", "", "top 100", "steps", "recall@20");
    int[][] exact = new int[users.size()][];
    double found = 0;
    for (int i = 0; i < exact.length; i++) {
      exact[i] = top(users.get(i), closedForm(users.get(i)));
      found += recall(users.get(i), exact[i]);
    }
    System.out.printf("%-34s %9.3f %9s %9.4f%n", "closed form", 1.0, "", found / exact.length);
    RandomWalkSettings defaults = RandomWalkSettings.defaults();
    int max = defaults.steps();
    for (int steps : new int[] {max / 4, max, 4 * max, 16 * max}) {
      print(exact, plain(steps, 0), "%,d steps".formatted(steps));
    }
    print(exact, new RandomWalkSettings(max, 0, true, 0, 1, 1), "with boost");
    for (int visits : new int[] {4, 8, 16}) {
      for (int enough : new int[] {100, 300}) {
        print(
            exact,
            new RandomWalkSettings(max, 0, false, enough, visits, 1),
            "until %d have %d visits".formatted(enough, visits));
      }
    }
    print(exact, plain(max, 0.3), "walks go on with 0.3");
    print(exact, defaults, "defaults");
  }

  private static RandomWalkSettings plain(int steps, double goOn) {
    return new RandomWalkSettings(steps, goOn, false, 0, 1, 1);
  }

  private void print(int[][] exact, RandomWalkSettings settings, String what) {
    var walk = new RandomWalk(graph, settings);
    double same = 0;
    double found = 0;
    for (int i = 0; i < exact.length; i++) {
      int user = users.get(i);
      var scores = new float[train.columns()];
      SparseSums walked = walk.from(train.columnsOf(user), new SplittableRandom(SEED + user));
      for (int j = 0; j < walked.size(); j++) {
        scores[walked.key(j)] = walked.sum(j);
      }
      int[] top = top(user, scores);
      var there = Arrays.stream(top).boxed().collect(Collectors.toSet());
      same += Arrays.stream(exact[i]).filter(there::contains).count() / (double) exact[i].length;
      found += recall(user, top);
    }
    System.out.printf(
        "%-34s %9.3f %9d %9.4f%n",
        what, same / exact.length, walk.stepsTaken() / exact.length, found / exact.length);
  }

  private float[] closedForm(int user) {
    var users = new double[train.rows()];
    for (int item : train.columnsOf(user)) {
      for (int other : byItem.columnsOf(item)) {
        users[other] += ofHistory[item];
      }
    }
    var scores = new double[train.columns()];
    for (int other = 0; other < users.length; other++) {
      for (int i = train.start(other); users[other] > 0 && i < train.end(other); i++) {
        scores[train.columnIndices()[i]] += users[other] * ofUser[other];
      }
    }
    var floats = new float[scores.length];
    for (int item = 0; item < floats.length; item++) {
      floats[item] = (float) (scores[item] * ofTarget[item]);
    }
    return floats;
  }

  /// The best items that the user has not had; items without a score are excluded.
  private int[] top(int user, float[] scores) {
    for (int item : train.columnsOf(user)) {
      scores[item] = 0;
    }
    TopK top = new TopK(TOP);
    for (int item = 0; item < scores.length; item++) {
      if (scores[item] > 0) {
        top.add(item, scores[item]);
      }
    }
    return top.ids();
  }

  private double recall(int user, int[] top) {
    int[] wanted = valid.columnsOf(user);
    return Arrays.stream(top)
            .limit(CUT)
            .filter(item -> Arrays.binarySearch(wanted, item) >= 0)
            .count()
        / (double) wanted.length;
  }

  private static double[] powers(CsrMatrix matrix, double exponent) {
    var powers = new double[matrix.rows()];
    for (int row = 0; row < powers.length; row++) {
      int degree = matrix.end(row) - matrix.start(row);
      powers[row] = degree == 0 ? 0 : Math.pow(degree, exponent);
    }
    return powers;
  }

  private static int max(List<int[]> some, List<int[]> others, int side) {
    return Stream.concat(some.stream(), others.stream())
        .mapToInt(pair -> pair[side])
        .max()
        .orElseThrow();
  }

  private static CsrMatrix matrix(List<int[]> pairs, int rows, int columns) {
    return CsrMatrix.of(
        rows,
        columns,
        pairs.stream().mapToInt(pair -> pair[0]).toArray(),
        pairs.stream().mapToInt(pair -> pair[1]).toArray());
  }
}
