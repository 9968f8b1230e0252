package dev.marquee.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.evaluation.PromotionGate.Verdict;
import dev.marquee.engine.math.metrics.Calibration.Bin;
import dev.marquee.engine.models.Manifest;
import dev.marquee.engine.models.Quality;
import dev.marquee.engine.models.Quality.Comparison;
import dev.marquee.engine.models.Quality.Slice;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromotionGateTest {

  private static final PromotionGate GATE = new PromotionGate(0.02, 0.01, 0.25, 1_000, 0.05);
  private static final Optional<String> M1 = Optional.of("m1");

  /// As production is.
  private static final Map<String, Double> SAME =
      Map.of("logloss.click", 0.5, "auc.click", 0.8, "logloss.watch", 0.4, "auc.watch", 0.7);

  private static Quality quality(int rows, int notFinite, double ece, Comparison with) {
    List<Bin> curve = List.of(new Bin(0.2 + ece, 0.2, rows));
    Slice all =
        new Slice(
            Quality.ALL,
            rows,
            Map.of("ece.click", ece, "ece.watch", 0.0),
            Map.of("click", curve, "watch", curve));
    return new Quality(
        new Quality.Sample(Instant.EPOCH, Instant.EPOCH, rows, 10, notFinite),
        List.of(all),
        List.of(),
        List.of(),
        Optional.ofNullable(with));
  }

  private static Verdict judge(Quality quality) {
    return GATE.judge(Optional.of(quality), Map.of(), M1);
  }

  private static Verdict beside(String key, double value) {
    Map<String, Double> candidate = new HashMap<>(SAME);
    candidate.put(key, value);
    return judge(quality(5_000, 0, 0, new Comparison("m1", 5_000, "", candidate, SAME)));
  }

  @Test
  void asGoodAsProductionIsGoodEnough() {
    assertThat(beside("auc.click", 0.8).isPassed()).isTrue();
    assertThat(beside("auc.click", 0.7901).isPassed()).isTrue();
    assertThat(beside("logloss.watch", 0.4079).isPassed()).isTrue();
  }

  @Test
  void aGreaterLogLossIsRefusedWithItsValueAndTheBound() {
    assertThat(beside("logloss.click", 0.52).failures())
        .containsExactly(
            "log loss of clicks is 0.5200, expected at most 0.5100 (0.5000 of 'm1' and 2.0 %)");
    assertThat(beside("logloss.watch", 0.41).failures())
        .singleElement()
        .asString()
        .startsWith("log loss of completed watches is 0.4100, expected at most 0.4080");
  }

  @Test
  void aLowerAucIsRefusedAndOneThatIsNotDefinedIsNot() {
    assertThat(beside("auc.watch", 0.68).failures())
        .containsExactly(
            "AUC of completed watches is 0.6800, expected at least 0.6900 (0.7000 of 'm1' less"
                + " 0.01)");
    Map<String, Double> noAuc = Map.of("logloss.click", 0.5);
    assertThat(judge(quality(5_000, 0, 0, new Comparison("m1", 5_000, "", noAuc, SAME))).isPassed())
        .isTrue();
  }

  @Test
  void predictionsMayBeOffByAShareOfHowOftenItHappensAndByChance() {
    // A quarter of 0.2, and sqrt(2/pi * 0.25 * 0.75 / 5000) = 0.0049.
    assertThat(judge(quality(5_000, 0, 0.054, null)).failures()).isEmpty();
    assertThat(judge(quality(5_000, 0, 0.056, null)).failures())
        .singleElement()
        .asString()
        .startsWith("expected calibration error of clicks is 0.0560, expected at most 0.05");
  }

  @Test
  void theFirstVersionPassesUnlessItsPredictionsAreNone() {
    assertThat(
            GATE.judge(Optional.of(quality(5_000, 0, 0.5, null)), Map.of(), Optional.empty())
                .isPassed())
        .isTrue();
    assertThat(GATE.judge(Optional.empty(), Map.of(), Optional.empty()).isPassed()).isTrue();
    assertThat(
            GATE.judge(Optional.of(quality(50, 3, 0, null)), Map.of(), Optional.empty()).failures())
        .containsExactly("3 predictions are no probabilities, expected none");
  }

  @Test
  void aVersionWithoutAReportReplacesNone() {
    assertThat(GATE.judge(Optional.empty(), Map.of(), M1).failures())
        .singleElement()
        .asString()
        .contains("no quality report");
  }

  @Test
  void whatCannotBeComparedIsSaid() {
    assertThat(judge(quality(999, 0, 0.5, null)))
        .isEqualTo(
            new Verdict(
                List.of(), List.of("not judged: 999 rows held back, expected at least 1,000")));
    Comparison none = new Comparison("m1", 0, "too few", Map.of(), Map.of());
    assertThat(judge(quality(5_000, 0, 0, none)).notes()).containsExactly("too few");
    Comparison other = new Comparison("m0", 5_000, "", Map.of("auc.click", 0.1), SAME);
    Verdict verdict = judge(quality(5_000, 0, 0, other));
    assertThat(verdict.isPassed()).isTrue();
    assertThat(verdict.notes())
        .containsExactly(
            "not compared with 'm1', which is in production: the report compares with 'm0'");
  }

  @Test
  void refusesTolerancesBelowZero() {
    assertThatThrownBy(() -> new PromotionGate(-0.1, 0, 0, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-0.1");
  }

  @Test
  void clicksThatTheOrderOfTheLogLosesAreRefusedEvenOfAFirstVersion() {
    Map<String, Double> lost = Map.of(Manifest.LOST_CLICKS, 0.25);
    assertThat(GATE.judge(Optional.empty(), lost, Optional.empty()).failures())
        .containsExactly(
            "25.0 % of the clicks come before their impression in the log and are lost to the"
                + " labels, expected at most 5.0 %: import all files with one command, which sorts"
                + " their events by time, into a new data directory");
    Map<String, Double> few = Map.of(Manifest.LOST_CLICKS, 0.05);
    assertThat(GATE.judge(Optional.empty(), few, Optional.empty()).isPassed()).isTrue();
  }
}
