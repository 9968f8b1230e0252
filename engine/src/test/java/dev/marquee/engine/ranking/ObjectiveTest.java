package dev.marquee.engine.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ObjectiveTest {

  @Test
  void byDefaultIsTheProductToTheBit() {
    assertThat(Objective.defaults().value(0.3f, 0.7f)).isEqualTo(0.3f * 0.7f);
  }

  @Test
  void weightsAreExponents() {
    assertThat(new Objective(2, 0.5f).value(0.3f, 0.49f)).isCloseTo(0.063f, within(1e-6f));
  }

  @Test
  void aWeightOfZeroLeavesAPredictionOut() {
    assertThat(new Objective(1, 0).value(0.3f, 0)).as("clickbait wins").isEqualTo(0.3f);
    assertThat(new Objective(0, 1).value(0, 0.7f)).isEqualTo(0.7f);
  }

  @Test
  void growsWithEitherPrediction() {
    Objective objective = new Objective(0.7f, 1.3f);
    assertThat(objective.value(0.4f, 0.5f))
        .isGreaterThan(objective.value(0.3f, 0.5f))
        .isGreaterThan(objective.value(0.4f, 0.4f));
  }

  @Test
  void refusesWeightsThatOrderNothing() {
    assertThatThrownBy(() -> new Objective(0, 0))
        .hasMessage(
            "objective weights must be finite, at least 0 and not both 0, were 0.0 and 0.0");
    assertThatThrownBy(() -> new Objective(-1, 2)).hasMessageContaining("-1.0 and 2.0");
    assertThatThrownBy(() -> new Objective(Float.NaN, 1)).hasMessageContaining("NaN");
  }

  @Test
  void refusesAWeightThatMakesAllValuesZero() {
    assertThatThrownBy(() -> new Objective(1, Float.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
