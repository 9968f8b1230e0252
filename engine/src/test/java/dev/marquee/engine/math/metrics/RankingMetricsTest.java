package dev.marquee.engine.math.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import it.unimi.dsi.fastutil.ints.IntSet;
import org.junit.jupiter.api.Test;

class RankingMetricsTest {

  private static final int[] RANKED = {10, 11, 12, 13};

  /// Hits at the places 2 and 4; one is never shown.
  private static final IntSet RELEVANT = IntSet.of(11, 13, 99);

  @Test
  void recallCountsAllThatIsRelevant() {
    assertThat(RankingMetrics.recallAt(4, RANKED, RELEVANT)).hasValue(2 / 3.0);
    assertThat(RankingMetrics.recallAt(2, RANKED, RELEVANT)).hasValue(1 / 3.0);
    assertThat(RankingMetrics.recallAt(1, new int[] {99}, RELEVANT)).hasValue(1 / 3.0);
  }

  @Test
  void precisionCountsMissingPlacesAsMisses() {
    assertThat(RankingMetrics.precisionAt(4, RANKED, RELEVANT)).hasValue(0.5);
    assertThat(RankingMetrics.precisionAt(10, RANKED, RELEVANT)).hasValue(0.2);
  }

  @Test
  void hitRateAsksForOne() {
    assertThat(RankingMetrics.hitRateAt(1, RANKED, RELEVANT)).hasValue(0);
    assertThat(RankingMetrics.hitRateAt(4, RANKED, RELEVANT)).hasValue(1);
  }

  @Test
  void ndcgComparesWithTheBestListOfThisLength() {
    double third = 1 / (Math.log(3) / Math.log(2));
    double fifth = 1 / (Math.log(5) / Math.log(2));
    assertThat(RankingMetrics.ndcgAt(4, RANKED, RELEVANT).getAsDouble())
        .isEqualTo((third + fifth) / (1 + third + 0.5), within(1e-12));
    assertThat(RankingMetrics.ndcgAt(2, RANKED, RELEVANT).getAsDouble())
        .isEqualTo(third / (1 + third), within(1e-12));
    assertThat(RankingMetrics.ndcgAt(2, new int[] {99, 11}, RELEVANT)).hasValue(1);
  }

  @Test
  void averagePrecisionIsOverWhatTheListCouldShow() {
    assertThat(RankingMetrics.averagePrecisionAt(4, RANKED, RELEVANT).getAsDouble())
        .isEqualTo((1 / 2.0 + 2 / 4.0) / 3, within(1e-12));
    assertThat(RankingMetrics.averagePrecisionAt(2, RANKED, RELEVANT).getAsDouble())
        .isEqualTo(1 / 2.0 / 2, within(1e-12));
  }

  @Test
  void nothingIsDefinedWhereNothingIsRelevant() {
    assertThat(RankingMetrics.recallAt(4, RANKED, IntSet.of())).isEmpty();
    assertThat(RankingMetrics.precisionAt(4, RANKED, IntSet.of())).isEmpty();
    assertThat(RankingMetrics.hitRateAt(4, RANKED, IntSet.of())).isEmpty();
    assertThat(RankingMetrics.ndcgAt(4, RANKED, IntSet.of())).isEmpty();
    assertThat(RankingMetrics.averagePrecisionAt(4, RANKED, IntSet.of())).isEmpty();
  }

  @Test
  void refusesAListOfNoPlaces() {
    assertThatThrownBy(() -> RankingMetrics.recallAt(0, RANKED, RELEVANT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was 0");
  }
}
