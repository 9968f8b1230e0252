package dev.marquee.engine.math.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CalibrationTest {

  @Test
  void logLossIsTheMeanSurprise() {
    double expected = -(Math.log(0.25) + Math.log(0.5)) / 2;
    assertThat(Calibration.logLoss(new float[] {0.25f, 0.5f}, new boolean[] {true, false}))
        .hasValueCloseTo(expected, within(1e-12));
  }

  @Test
  void oneSureMistakeDoesNotCostEverything() {
    assertThat(Calibration.logLoss(new float[] {0}, new boolean[] {true}))
        .hasValueCloseTo(-Math.log(1e-15), within(1e-9));
    assertThat(Calibration.logLoss(new float[] {1}, new boolean[] {false}))
        .hasValueCloseTo(-Math.log(1e-15), within(1e-9));
  }

  @Test
  void aConstantThatIsTheMeanIsCalibratedInAnyOrder() {
    var probabilities = new float[100];
    var labels = new boolean[100];
    for (int i = 0; i < 100; i++) {
      probabilities[i] = 0.25f;
      labels[i] = i < 25;
    }
    assertThat(Calibration.expectedError(probabilities, labels))
        .hasValueCloseTo(0.0, within(1e-12));
  }

  @Test
  void errorsOfDifferentBinsDoNotCancel() {
    var probabilities = new float[40];
    var labels = new boolean[40];
    for (int i = 0; i < 40; i++) {
      probabilities[i] = i < 20 ? 0.25f : 0.75f;
      labels[i] = i % 2 == 0;
    }
    assertThat(Calibration.expectedError(probabilities, labels))
        .hasValueCloseTo(0.25, within(1e-12));
  }

  @Test
  void ofNothingIsNotDefined() {
    assertThat(Calibration.logLoss(new float[0], new boolean[0])).isEmpty();
    assertThat(Calibration.expectedError(new float[0], new boolean[0])).isEmpty();
  }

  @Test
  void refusesWhatIsNoProbability() {
    for (float wrong : new float[] {-0.1f, 1.1f, Float.NaN}) {
      assertThatThrownBy(() -> Calibration.logLoss(new float[] {wrong}, new boolean[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("prediction 0 is " + wrong);
    }
  }
}
