package dev.marquee.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.Progress;
import dev.marquee.engine.QuietModels;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.evaluation.Evaluation.State;
import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.HistoryImported;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.Watch;
import dev.marquee.engine.math.Hashing;
import dev.marquee.engine.models.Fusion;
import dev.marquee.engine.models.Manifest;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.models.als.AlsLoss;
import dev.marquee.engine.models.als.AlsModel;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import dev.marquee.engine.serving.FunnelFactory;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.engine.training.examples.SignalHistory;
import dev.marquee.testkit.Rankers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Figures that were worked out by hand.
///
/// Before the span Ann watched `a`, Ben `b` and Cid `a`, and long ago three fans completed the hits
/// `h0` to `h9`. In the span Ann completes `c` (and `a` again), Ben `a` and `d`.
class EvaluationTest {

  private static final Instant FROM = Instant.parse("2026-03-02T00:00:00Z");
  private static final Instant TO = FROM.plus(Duration.ofDays(1));
  private static final Instant BEFORE = FROM.minus(Duration.ofDays(2));

  @TempDir Path temp;
  private final List<Event> log = new ArrayList<>();

  private String next() {
    return "e" + log.size();
  }

  private void publish(String... videos) {
    Instant lastWeek = FROM.minus(Duration.ofDays(7));
    for (String video : videos) {
      log.add(new VideoPublished(next(), BEFORE, video, VideoDetails.published(lastWeek)));
    }
  }

  /// The viewer sees a video offered, on a surface that says what the ranker predicts.
  private void show(Instant at, String user, String video, String surface) {
    log.add(new Impression(next(), at, user, video, "", 0, new Context("", "", surface)));
  }

  private void click(Instant at, String user, String video) {
    log.add(new Click(next(), at, user, video, ""));
  }

  private void complete(Instant at, String user, String video) {
    log.add(new Watch(next(), at, user, video, "", 60, 60, Watch.Completion.COMPLETED, false));
  }

  private void watch(Instant at, String user, String video, String surface) {
    show(at, user, video, surface);
    click(at, user, video);
    complete(at, user, video);
  }

  /// Something happens so late that all attribution windows of the span have closed.
  private void laterOn() {
    Instant muchLater = TO.plus(Duration.ofDays(2));
    log.add(new ProfileUpdated(next(), muchLater, "zoe", UserProfile.UNKNOWN));
  }

  private void tinyLog() {
    publish("a", "b", "c", "d", "e");
    List<String> hits = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      publish("h" + i);
      hits.add("h" + i);
    }
    for (String fan : List.of("f1", "f2", "f3")) {
      log.add(
          new HistoryImported(next(), BEFORE, fan, hits, List.of(), hits, 10, Optional.empty()));
    }
    watch(BEFORE, "ann", "a", "");
    watch(BEFORE, "ben", "b", "");
    watch(BEFORE, "cid", "a", "");

    watch(FROM, "ann", "c", "80%");
    show(FROM.plusSeconds(1), "ann", "e", "60%");
    show(FROM.plusSeconds(2), "ann", "b", "20%");
    watch(FROM.plusSeconds(3), "ann", "a", "40%");
    watch(FROM.plusSeconds(4), "ben", "a", "20%");
    watch(FROM.plusSeconds(5), "ben", "d", "40%");
    show(FROM.plusSeconds(6), "ben", "e", "60%");
    show(FROM.plusSeconds(7), "cid", "e", "40%");
    click(FROM.plusSeconds(8), "cid", "e");
    // Completed before, and without an impression, so no example either.
    complete(FROM.plusSeconds(9), "f1", "h0");

    watch(TO, "ann", "e", "80%");
    laterOn();
  }

  /// Models whose pClick is what the surface says and whose pWatch is a half; they know `a`, `b`
  /// and `d`, of which the last two are alike.
  private static Models models(Instant dataUntil) {
    return models(
        dataUntil,
        Rankers.wide(
            network -> {
              for (int percent : new int[] {20, 40, 60, 80}) {
                int surface = (int) Hashing.mix(1, (percent + "%").hashCode());
                Rankers.count(network, surface, (float) Math.log(percent / (100.0 - percent)));
              }
            }));
  }

  /// Models whose pClick grows with one feature.
  private static Models models(String feature) {
    return models(FROM, Rankers.wide(network -> Rankers.count(network, feature)));
  }

  private static Models models(Instant dataUntil, WideAndDeepModel ranker) {
    return new Models(
        new Manifest(
            "m1",
            new Manifest.Run(dataUntil, dataUntil, dataUntil, 0, 0, 1, ""),
            List.of(),
            Columns.NONE,
            Map.of(),
            Map.of(),
            Map.of()),
        QuietModels.around(
            new AlsModel(
                new AlsLoss(0.1, 0.003, 1),
                2,
                List.of("a", "b", "d"),
                new float[] {1, 0, 0, 1, 0, .9f})),
        Fusion.NONE,
        ranker);
  }

  private Evaluation.EvaluationResult evaluate(Models models, State state) {
    try (var directory = RocksDirectory.open(temp.resolve("data"))) {
      directory.log().append(log).join();
      return new Evaluation(
              FoldSettings.defaults(), FunnelFactory.defaults(), SignalHistory.NONE, Progress.NONE)
          .evaluate(directory.log(), models, FROM, TO, state);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, Double> tiny() {
    tinyLog();
    return evaluate(models(FROM), State.BOTH).metrics();
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  private static void assertMetric(Map<String, Double> metrics, String key, double expected) {
    assertThat(metrics).containsKey(key);
    assertThat(metrics.get(key)).as(key).isCloseTo(expected, within(1e-6));
  }

  @Test
  void countsImpressionsOfTheSpanAndUsersWithSomethingToFind() {
    tinyLog();
    Evaluation.EvaluationResult result = evaluate(models(FROM), State.BOTH);
    assertThat(result.impressions()).isEqualTo(8);
    assertThat(result.users()).as("ann and ben").isEqualTo(2);
  }

  @Test
  void popularFindsByItsPlaceInTheChart() {
    Map<String, Double> metrics = tiny();
    // Ann: h0 … h9, b, c: place 12. Ben: h0 … h9, a, c, d: places 11 and 13.
    assertMetric(metrics, "recall@10.popular", 0);
    assertMetric(metrics, "recall@50.popular", 1);
    assertMetric(metrics, "ndcg@10.popular", 0);
    double ann = 1 / log2(13);
    double ben = (1 / log2(12) + 1 / log2(14)) / (1 + 1 / log2(3));
    assertMetric(metrics, "ndcg@50.popular", (ann + ben) / 2);
  }

  @Test
  void alsFindsWhatGoesWithTheHistoryOfBefore() {
    Map<String, Double> metrics = tiny();
    // Ann: b, d, and never c, which the model does not know. Ben: d, a.
    assertMetric(metrics, "recall@10.als", 0.5);
    assertMetric(metrics, "recall@500.als", 0.5);
    assertMetric(metrics, "ndcg@10.als", 0.5);
  }

  @Test
  void freshAndTrendingFindByTheirOrder() {
    Map<String, Double> metrics = tiny();
    // Ann: b, c. Ben: a, c, d.
    double ndcg = (1 / log2(3) + (1 + 1 / log2(4)) / (1 + 1 / log2(3))) / 2;
    for (String source : List.of("fresh", "trending")) {
      assertMetric(metrics, "recall@10." + source, 1);
      assertMetric(metrics, "ndcg@10." + source, ndcg);
    }
  }

  @Test
  void theMergedListFusesTheSources() {
    Map<String, Double> metrics = tiny();
    // Ann: c, which only fresh knows of, stands behind ten that were watched. Ben: a and d, by als.
    assertMetric(metrics, "recall@10", 0.5);
    assertMetric(metrics, "recall@50", 1);
    assertMetric(metrics, "ndcg@10.merged", 0.5);
  }

  @Test
  void aSourceAddsWhatTheMergedListWouldLackWithoutIt() {
    Map<String, Double> metrics = tiny();
    // Without als, Ben's d falls behind the ten hits. Without popular, whose hits nobody was to
    // find, Ann's c comes to the front.
    assertMetric(metrics, "adds@10.als", 0.25);
    assertMetric(metrics, "adds@10.popular", -0.5);
    assertMetric(metrics, "adds@50.als", 0);
    assertMetric(metrics, "adds@50.popular", 0);
  }

  @Test
  void theFeedIsMeasuredAsServed() {
    Map<String, Double> metrics = tiny();
    // All values are equal on an unknown surface: by ordinal, less what was watched before.
    assertMetric(metrics, "recall@10.feed", 1);
    assertMetric(
        metrics, "ndcg@10.feed", (1 / log2(3) + (1 + 1 / log2(4)) / (1 + 1 / log2(3))) / 2);
    assertThat(metrics.get("feed.p50_ms")).isPositive();
    assertThat(metrics.get("feed.p99_ms")).isGreaterThanOrEqualTo(metrics.get("feed.p50_ms"));
  }

  @Test
  void aucCountsThePairsInOrder() {
    Map<String, Double> metrics = tiny();
    // Clicked: 80, 40, 20, 40, 40. Not: 60, 20, 60.
    assertMetric(metrics, "auc.click", 6.5 / 15);
    // Completed: 80, 40, 20, 40. Not: 60, 20, 60, 40.
    assertMetric(metrics, "auc.watch", 7.5 / 16);
  }

  @Test
  void gaucWeighsUsersWithBothLabelsByTheirImpressions() {
    Map<String, Double> metrics = tiny();
    // Ann has 4 impressions and 3 of 4 pairs in order, Ben 3 and none; Cid has one label.
    assertMetric(metrics, "gauc.click", 4 * 0.75 / 7);
    assertMetric(metrics, "gauc.watch", 4 * 0.75 / 7);
  }

  @Test
  void logLossTakesThePredictionsAsTheyAre() {
    Map<String, Double> metrics = tiny();
    assertMetric(
        metrics, "logloss.click", -(2 * Math.log(0.8) + 5 * Math.log(0.4) + Math.log(0.2)) / 8);
    // pWatch halves them; Cid clicked and did not complete.
    double completed = Math.log(0.4) + 2 * Math.log(0.2) + Math.log(0.1);
    double not = 2 * Math.log(0.7) + Math.log(0.9) + Math.log(0.8);
    assertMetric(metrics, "logloss.watch", -(completed + not) / 8);
  }

  @Test
  void calibrationErrorComparesPredictionsWithWhatHappened() {
    // Each prediction has a bin of its own, equal ones share what happened: of 20 % 1 of 2 were
    // clicked, of 40 % 3 of 3, of 60 % 0 of 2, of 80 % 1 of 1.
    assertMetric(tiny(), "ece.click", (2 * 0.3 + 3 * 0.6 + 2 * 0.6 + 0.2) / 8);
  }

  @Test
  void ownImpressionsAreOneListForEachUser() {
    Map<String, Double> metrics = tiny();
    // Ann: c, e, a, b, of which c and a count. Ben: e, d, a. Cid completed nothing: left out.
    double ideal = 1 + 1 / log2(3);
    assertMetric(metrics, "ndcg@10", (1.5 / ideal + (1 / log2(3) + 0.5) / ideal) / 2);
    assertMetric(metrics, "precision@10", 0.2);
  }

  /// `c` is completed in the span before Ben sees it; the ranker goes by the video's completions.
  private Map<String, Double> completedMeanwhile(State state) {
    publish("c", "d");
    watch(FROM, "ann", "c", "");
    watch(FROM.plusSeconds(1), "ben", "d", "");
    show(FROM.plusSeconds(2), "ben", "c", "");
    laterOn();
    return evaluate(models("video: completion rate"), state).metrics();
  }

  @Test
  void liveFeaturesKnowTheOutcomesOfTheSpanAndFrozenOnesDoNot() {
    Map<String, Double> metrics = completedMeanwhile(State.BOTH);
    assertMetric(metrics, "live.auc.click", 0);
    assertMetric(metrics, "frozen.auc.click", 0.5);
    assertMetric(metrics, "live.gauc.click", 0);
    assertMetric(metrics, "frozen.gauc.click", 0.5);
  }

  @Test
  void eachMetricIsReadFromTheStateThatSuitsIt() {
    Map<String, Double> metrics = completedMeanwhile(State.BOTH);
    assertMetric(metrics, "auc.click", 0);
    assertMetric(metrics, "gauc.click", 0.5);
  }

  @Test
  void orFromTheStateThatIsAskedFor() {
    assertMetric(completedMeanwhile(State.LIVE), "gauc.click", 0);
    log.clear(); // the same events again: the log holds each once
    assertMetric(completedMeanwhile(State.FROZEN), "auc.click", 0.5);
  }

  @Test
  void frozenSessionsRunOn() {
    publish("c", "d");
    show(BEFORE, "ann", "c", "");
    show(FROM, "ann", "c", "");
    show(FROM.plusSeconds(1), "ann", "d", "");
    click(FROM.plusSeconds(1), "ann", "d");
    laterOn();
    Map<String, Double> metrics = evaluate(models("session: goes on"), State.BOTH).metrics();
    assertMetric(metrics, "live.auc.click", 1);
    assertMetric(metrics, "frozen.auc.click", 1);
  }

  @Test
  void anImpressionWhoseWindowIsOpenIsNoExample() {
    publish("c");
    show(FROM, "ann", "c", "");
    show(FROM.plusSeconds(1), "ben", "c", "");
    Instant aDayLater = FROM.plus(Duration.ofDays(1)).plusMillis(1);
    log.add(new ProfileUpdated(next(), aDayLater, "zoe", UserProfile.UNKNOWN));
    assertThat(evaluate(models(FROM), State.BOTH).impressions()).isEqualTo(1);
  }

  @Test
  void anOutcomeOfALaterImpressionIsNotThatOfAnEarlierOne() {
    publish("c");
    show(FROM.plusSeconds(1), "ann", "c", "20%");
    show(FROM, "ben", "c", "80%");
    click(FROM, "ben", "c");
    watch(TO.minusMillis(1), "cid", "c", "80%");
    watch(TO, "ann", "c", "80%");
    laterOn();
    // Ann did not click within the span, but on what she saw at its end.
    assertMetric(evaluate(models(FROM), State.BOTH).metrics(), "auc.click", 1);
  }

  @Test
  void aMetricThatIsNotDefinedIsLeftOut() {
    publish("c");
    show(FROM, "ann", "c", "40%");
    click(FROM, "ann", "c");
    laterOn();
    Map<String, Double> metrics = evaluate(models(FROM), State.BOTH).metrics();
    assertThat(metrics).containsKeys("logloss.click", "ece.click", "logloss.watch");
    assertThat(metrics)
        .doesNotContainKeys(
            "auc.click",
            "auc.watch",
            "gauc.click",
            "ndcg@10",
            "precision@10",
            "recall@10",
            "recall@10.popular",
            "ndcg@10.merged",
            "feed.p50_ms");
    assertThat(metrics.values()).allMatch(Double::isFinite);
  }

  @Test
  void aSpanWithoutImpressionsDefinesNothing() {
    publish("c");
    laterOn();
    Evaluation.EvaluationResult result = evaluate(models(FROM), State.BOTH);
    assertThat(result.impressions()).isZero();
    assertThat(result.users()).isZero();
    assertThat(result.metrics())
        .containsOnly(
            Map.entry("skew.checked", 0.0),
            Map.entry("skew.different", 0.0),
            Map.entry("skew.not_compared", 0.0));
  }

  @Test
  void refusesModelsThatHaveSeenTheSpan() {
    Models tooNew = models(FROM.plusMillis(1));
    assertThatThrownBy(() -> evaluate(tooNew, State.BOTH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "models 'm1' learned from events until 2026-03-02T00:00:00.001Z, expected none after"
                + " --from 2026-03-02T00:00:00Z: evaluate later events, or train with --until"
                + " 2026-03-02T00:00:00Z");
  }
}
