package dev.marquee.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SeedFiguresTest {

  private final SeedFigures figures = new SeedFigures(new double[] {1, 2, 3, 4});

  @Test
  void theIntervalIsStudents() {
    assertThat(figures.mean()).isEqualTo(2.5);
    // t of 3 degrees of freedom, times the deviation of 1.29099, over √4.
    assertThat(figures.halfInterval()).isCloseTo(3.182 * 1.29099 / 2, within(1e-4));
  }

  @Test
  void aPairedDifferenceKnowsNothingOfWhatSeedsHaveInCommon() {
    SeedFigures difference = new SeedFigures(new double[] {11, 12, 13, 14}).minus(figures);
    assertThat(difference.mean()).isEqualTo(10);
    assertThat(difference.halfInterval()).isZero();
  }

  @Test
  void areWrittenWithTheirInterval() {
    assertThat(figures.written("%.2f")).isEqualTo("2.50 ± 2.05");
    assertThat(figures.signed("%.1f")).isEqualTo("+2.5 ± 2.1");
  }

  @Test
  void oneSeedHasNoInterval() {
    assertThatThrownBy(() -> new SeedFigures(new double[] {1}))
        .hasMessage("seeds must be from 2 to 11, were 1");
  }
}
