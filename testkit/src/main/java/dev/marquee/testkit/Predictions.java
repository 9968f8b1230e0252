package dev.marquee.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.features.FeatureBlock.Per;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Rows;
import dev.marquee.engine.models.RankerModel;
import java.util.stream.IntStream;

/// Computes and compares predictions of rankers: for each head, one probability per row.
public final class Predictions {

  private Predictions() {}

  /// Predictions for a request's rows.
  public static float[][] predict(RankerModel model, FeatureRows rows) {
    float[][] predicted = new float[2][rows.size()];
    model.predict(rows, predicted[0], predicted[1]);
    return predicted;
  }

  /// Predictions for rows of different viewers.
  public static float[][] oneByOne(RankerModel model, Rows rows) {
    float[][] predicted = new float[2][rows.size()];
    int[] all = IntStream.range(0, rows.size()).toArray();
    model.predict(rows, all, predicted[0], predicted[1]);
    return predicted;
  }

  public static void assertClose(float[][] actual, float[][] expected) {
    for (int head = 0; head < 2; head++) {
      for (int row = 0; row < expected[head].length; row++) {
        assertThat(actual[head][row])
            .as("head %d, row %d", head, row)
            .isCloseTo(expected[head][row], within(1e-5f))
            .isBetween(0f, 1f);
      }
    }
  }

  /// The rows, with one value of the second row's video replaced.
  public static FeatureRows odd(FeatureRows rows, float value) {
    rows.block(Per.VIDEO).dense()[FeatureRows.extent(Per.VIDEO).width() + 4] = value;
    return rows;
  }
}
