package dev.marquee.engine.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FusionTest {

  @Test
  void aFindCountsByHowFarItStandsAboveTheLast() {
    // Deviation of 5, 3, 1 around 3: √(8/3).
    float deviation = (float) Math.sqrt(8 / 3.0);
    assertThat(Fusion.parts(new float[] {5, 3, 1}, 3))
        .containsExactly(
            new float[] {4 / deviation + .1f, 2 / deviation + .1f * 2 / 3, .1f / 3}, within(1e-6f));
  }

  @Test
  void theUnitOfASourceDoesNotMatter() {
    float[] parts = Fusion.parts(new float[] {0.5f, 0.3f, 0.1f}, 3);
    assertThat(Fusion.parts(new float[] {1500, 1300, 1100}, 3))
        .containsExactly(parts, within(1e-4f));
  }

  @Test
  void whereAllScoresAreAlikeThePlaceIsWhatIsLeft() {
    assertThat(Fusion.parts(new float[] {7, 7, 7, 7}, 4))
        .containsExactly(new float[] {.1f, .075f, .05f, .025f}, within(1e-6f));
    assertThat(Fusion.parts(new float[] {0, 0}, 2))
        .containsExactly(new float[] {.1f, .05f}, within(1e-6f));
    assertThat(Fusion.parts(new float[] {-3}, 1)).containsExactly(.1f);
    assertThat(Fusion.parts(new float[0], 0)).isEmpty();
  }

  @Test
  void aSourceThatNobodyWeighedCountsForNothing() {
    Fusion fusion = new Fusion(Map.of("als", 0.75), 2);
    assertThat(fusion.weight("als")).isEqualTo(0.75f);
    assertThat(fusion.weight("walk")).isZero();
  }

  @Test
  void refusesAWeightThatIsNone() {
    assertThatThrownBy(() -> new Fusion(Map.of("als", -0.5), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the weight of 'als' is -0.5, expected 0 or above");
    assertThatThrownBy(() -> new Fusion(Map.of("als", Double.NaN), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
