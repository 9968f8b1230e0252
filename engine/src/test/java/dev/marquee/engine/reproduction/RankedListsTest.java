package dev.marquee.engine.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.Progress;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RankedListsTest {

  private static final long SEED = 8;
  private static final Offset<Double> CLOSE = within(1e-12);

  /// Thirty items, best first by number.
  private static final Scorer BY_NUMBER =
      (user, into) -> {
        for (int item = 0; item < into.length; item++) {
          into[item] = -item;
        }
      };

  @Test
  void metricsOfAHandMadeList() throws InterruptedException {
    // The user had items 0 and 2, so the list is 1, 3, 4, 5, 6, 7 …: hits at places 2 and 6.
    Histories train = Histories.of(30, new int[][] {{0, 2}});
    Map<String, Double> metrics =
        measure(train, BY_NUMBER, EvaluationQuery.full(0, new int[] {3, 7, 29}));
    double ideal = 1 + 1 / log2(3) + 1 / log2(4);
    assertThat(metrics.get("recall@5")).isCloseTo(1 / 3.0, CLOSE);
    assertThat(metrics.get("recall@10")).isCloseTo(2 / 3.0, CLOSE);
    assertThat(metrics.get("recall@50")).isEqualTo(1);
    assertThat(metrics.get("ndcg@5")).isCloseTo(1 / log2(3) / ideal, CLOSE);
    assertThat(metrics.get("ndcg@10")).isCloseTo((1 / log2(3) + 1 / log2(7)) / ideal, CLOSE);
    assertThat(metrics.get("hr@5")).isEqualTo(1);
    assertThat(metrics.get("map@5")).isCloseTo(0.5 / 3, CLOSE);
    assertThat(metrics.get("map@10")).isCloseTo((1 / 2.0 + 2 / 6.0) / 3, CLOSE);
    assertThat(metrics.get("precision@5")).isCloseTo(0.2, CLOSE);
    assertThat(metrics.get("precision@100")).as("28 places hold 3").isCloseTo(0.03, CLOSE);
    assertThat(metrics).hasSize(30);
  }

  @Test
  void theMeanIsOverListsWithSomethingRelevant() throws InterruptedException {
    Histories train = Histories.of(30, new int[][] {{29}, {29}});
    EvaluationQuery found = EvaluationQuery.full(0, new int[] {0});
    EvaluationQuery missed = EvaluationQuery.full(1, new int[] {28});
    assertThat(measure(train, BY_NUMBER, found, missed)).containsEntry("recall@20", 0.5);
    assertThat(measure(train, BY_NUMBER, found, EvaluationQuery.full(1, new int[0])))
        .containsEntry("recall@20", 1.0);
    assertThat(measure(train, BY_NUMBER, EvaluationQuery.full(1, new int[0]))).isEmpty();
    assertThat(measure(train, BY_NUMBER)).isEmpty();
  }

  @Test
  void exactlyTheListedItemsAreRankedOwnOnesToo() throws InterruptedException {
    Histories train = Histories.of(30, new int[][] {{20, 1}});
    EvaluationQuery question =
        EvaluationQuery.among(0, new int[] {20}, new int[] {20, 25, 22, 21, 29, 28, 25});
    assertThat(measure(train, BY_NUMBER, question)).containsEntry("ndcg@5", 1.0);
    EvaluationQuery last =
        EvaluationQuery.among(0, new int[] {29}, new int[] {29, 20, 21, 22, 25, 28});
    assertThat(measure(train, BY_NUMBER, last))
        .containsEntry("hr@5", 0.0)
        .containsEntry("hr@10", 1.0);
  }

  @Test
  void anItemThatTrainingLacksIsRelevantButNeverFound() throws InterruptedException {
    Histories train = Histories.of(30, new int[][] {{29}});
    assertThat(measure(train, BY_NUMBER, EvaluationQuery.full(0, new int[] {0, 30, 31, 99})))
        .containsEntry("recall@100", 0.25);
    assertThat(
            measure(
                train, BY_NUMBER, EvaluationQuery.among(0, new int[] {30}, new int[] {30, 1, 2})))
        .containsEntry("hr@100", 0.0);
  }

  @Test
  void whoHasNoHistoryIsShownWhatIsPopular() throws InterruptedException {
    Histories train = Histories.of(12, new int[][] {{10, 11}, {11, 10, 9}, {11}, {}});
    Scorer never =
        (user, into) -> {
          throw new AssertionError("asked for user " + user);
        };
    for (int user : new int[] {3, 4, 400}) {
      assertThat(measure(train, never, EvaluationQuery.full(user, new int[] {11})))
          .containsEntry("ndcg@5", 1.0);
      assertThat(measure(train, never, EvaluationQuery.full(user, new int[] {10})))
          .containsEntry("map@5", 0.5);
    }
  }

  @Test
  void notANumberIsNeverRanked() throws InterruptedException {
    Histories train = Histories.of(3, new int[][] {{0}});
    Scorer broken = (user, into) -> Arrays.fill(into, Float.NaN);
    assertThat(measure(train, broken, EvaluationQuery.full(0, new int[] {1})))
        .containsEntry("hr@100", 0.0);
  }

  @Test
  void equalScoresKnowNoLabelAndNoOrder() throws InterruptedException {
    // Each user's relevant items are the first, or the last, by number: neither is favoured.
    int items = 1_000;
    int users = 400;
    var rows = new int[users][];
    Arrays.setAll(rows, user -> new int[] {user});
    Histories train = Histories.of(items, rows);
    Scorer equal = (user, into) -> Arrays.fill(into, 1);
    double low = 0;
    double high = 0;
    for (int seed = 0; seed < 40; seed++) {
      var lists = new RankedLists(train, seed, 2);
      low += lists.measure(equal, asked(0, 200), Progress.NONE).get("recall@100");
      high += lists.measure(equal, asked(items - 200, items), Progress.NONE).get("recall@100");
    }
    assertThat(low / 40).isCloseTo(0.1, within(0.02));
    assertThat(high / 40).isCloseTo(0.1, within(0.02));
  }

  @Test
  void ranksLikeASortAndAlikeOnAnyNumberOfThreads() throws InterruptedException {
    var random = new SplittableRandom(SEED);
    int items = 300;
    var rows = new int[100][];
    Arrays.setAll(rows, user -> random.ints(20, 0, items).toArray());
    Histories train = Histories.of(items, rows);
    float[][] scores = new float[100][items];
    for (float[] row : scores) {
      for (int item = 0; item < items; item++) {
        row[item] = (float) random.nextDouble();
      }
    }
    List<EvaluationQuery> questions =
        IntStream.range(0, 100)
            .mapToObj(
                user -> EvaluationQuery.full(user, random.ints(5, 0, items).distinct().toArray()))
            .toList();
    Scorer scorer = (user, into) -> System.arraycopy(scores[user], 0, into, 0, items);
    Map<String, Double> one =
        new RankedLists(train, SEED, 1).measure(scorer, questions, Progress.NONE);
    assertThat(new RankedLists(train, SEED, 5).measure(scorer, questions, Progress.NONE))
        .isEqualTo(one);
    double recall = 0;
    for (EvaluationQuery question : questions) {
      var own = new IntOpenHashSet(train.itemsOf(question.user()));
      float[] row = scores[question.user()];
      long hits =
          IntStream.range(0, items)
              .filter(item -> !own.contains(item))
              .boxed()
              .sorted((a, b) -> Float.compare(row[b], row[a]))
              .limit(20)
              .filter(item -> question.relevant().contains(item.intValue()))
              .count();
      recall += hits / (double) question.relevant().size() / questions.size();
    }
    assertThat(one.get("recall@20")).as("seed %d", SEED).isCloseTo(recall, CLOSE);
    assertThat(new RankedLists(train, SEED, 2).ndcgAt20(scorer, questions))
        .hasValue(one.get("ndcg@20"));
  }

  private static List<EvaluationQuery> asked(int from, int to) {
    int[] relevant = IntStream.range(from, to).toArray();
    return IntStream.range(0, 400).mapToObj(user -> EvaluationQuery.full(user, relevant)).toList();
  }

  private static Map<String, Double> measure(
      Histories train, Scorer scorer, EvaluationQuery... questions) throws InterruptedException {
    return new RankedLists(train, SEED, 2).measure(scorer, List.of(questions), Progress.NONE);
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }
}
