package dev.marquee.engine.state;

import static dev.marquee.engine.events.Watch.Completion.ABANDONED;
import static dev.marquee.engine.events.Watch.Completion.COMPLETED;
import static dev.marquee.engine.events.Watch.Completion.UNSTATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LabelRulesTest {

  private final LabelRules rules = LabelRules.defaults();

  @Test
  void aPositiveIsWatchedForMoreThan30Seconds() {
    assertThat(rules.positive(30, 600, UNSTATED)).isFalse();
    assertThat(rules.positive(30.1, 600, UNSTATED)).isTrue();
    assertThat(rules.positive(30.1, 0, UNSTATED)).isTrue();
    assertThat(rules.positive(30, 0, UNSTATED)).isFalse();
  }

  @Test
  void aVideoUnderAMinuteNeedsMoreThanHalfOfItself() {
    assertThat(rules.positive(5, 10, UNSTATED)).isFalse();
    assertThat(rules.positive(5.1, 10, UNSTATED)).isTrue();
    assertThat(rules.positive(29.9, 59.9, UNSTATED)).isFalse();
    assertThat(rules.positive(29.9, 60, UNSTATED)).isFalse();
    assertThat(rules.positive(30, 59.9, UNSTATED)).isTrue();
    assertThat(rules.positive(30, 60, UNSTATED)).isFalse();
  }

  @Test
  void whatThePlatformCallsCompletedIsAPositive() {
    assertThat(rules.positive(1, 600, COMPLETED)).isTrue();
    assertThat(rules.positive(0, 0, COMPLETED)).isTrue();
    assertThat(rules.positive(31, 600, ABANDONED)).isTrue();
  }

  @Test
  void completionStartsAt90Percent() {
    assertThat(rules.completed(90, 100, UNSTATED)).isTrue();
    assertThat(rules.completed(89.9, 100, UNSTATED)).isFalse();
    assertThat(rules.completed(250, 100, UNSTATED)).isTrue();
  }

  @Test
  void nothingOfUnknownLengthIsCompletedUnlessThePlatformSaysSo() {
    assertThat(rules.completed(10_000, 0, UNSTATED)).isFalse();
    assertThat(rules.completed(0, 0, COMPLETED)).isTrue();
  }

  @Test
  void thePlatformsWordOverridesTheWatchedShare() {
    assertThat(rules.completed(1, 100, COMPLETED)).isTrue();
    assertThat(rules.completed(100, 100, ABANDONED)).isFalse();
  }

  @Test
  void theRulesAreSettings() {
    var strict = new LabelRules(5, 20, 0.9, 1);
    assertThat(strict.positive(6, 30, UNSTATED)).isTrue();
    assertThat(strict.positive(8, 10, UNSTATED)).isFalse();
    assertThat(strict.completed(99, 100, UNSTATED)).isFalse();
  }

  @Test
  void refusesACompletionThatNobodyCanReach() {
    for (double share : new double[] {0, -0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new LabelRules(30, 60, 0.5, share))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("completedShare must lie in (0, 1], was " + share);
    }
  }
}
