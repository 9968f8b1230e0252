package dev.marquee.engine.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.testkit.Seed;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AliasTablesTest {

  @Test
  void aColumnComesAsOftenAsItsShareOfTheRow(@Seed long seed) {
    var random = new SplittableRandom(seed);
    int rows = 8;
    int columns = 20;
    int entries = 90;
    var row = new int[entries];
    var column = new int[entries];
    var weight = new float[entries];
    for (int i = 0; i < entries; i++) {
      row[i] = random.nextInt(1, rows);
      column[i] = random.nextInt(columns);
      weight[i] = (float) Math.pow(random.nextDouble(0.01, 2), 3);
    }
    CsrMatrix matrix = CsrMatrix.of(rows, columns, row, column, weight);
    double[] scales = random.doubles(columns, 0.1, 3).toArray();
    var alias = new AliasTables(matrix, scales);
    double[] totals = AliasTables.totals(matrix, scales);
    int draws = 200_000;
    for (int r = 1; r < rows; r++) {
      var expected = new double[columns];
      double total = 0;
      for (int i = matrix.start(r); i < matrix.end(r); i++) {
        int c = matrix.columnIndices()[i];
        expected[c] = matrix.weights()[i] * scales[c];
        total += expected[c];
      }
      assertThat(totals[r]).isCloseTo(total, within(1e-9));
      var drawn = new int[columns];
      for (int i = 0; i < draws; i++) {
        drawn[draw(alias, r, random.nextLong())]++;
      }
      for (int c = 0; c < columns; c++) {
        // Six standard deviations: one false alarm in a million runs.
        assertThat(drawn[c] / (double) draws)
            .as("row %d column %d, seed %d", r, c, seed)
            .isCloseTo(expected[c] / total, within(6 * Math.sqrt(0.25 / draws)));
      }
    }
  }

  private static int draw(AliasTables rows, int row, long bits) {
    int[] place = new int[1];
    long[] left = {bits};
    rows.places(new int[] {row}, left, 1, place);
    int[] column = new int[1];
    rows.columns(place, left, 1, column);
    return column[0];
  }

  @Test
  void evenlySpreadDrawsGiveEachColumnItsShareToTheLast() {
    float[] weights = {1, 2, 4, 8, 1};
    int[] columns = {1, 3, 5, 7, 8};
    var alias =
        new AliasTables(
            CsrMatrix.of(1, 9, new int[5], columns, weights),
            new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1});
    var drawn = new int[9];
    int draws = 1_600;
    for (int i = 0; i < draws; i++) {
      drawn[draw(alias, 0, i * Long.divideUnsigned(-1, draws))]++;
    }
    for (int i = 0; i < columns.length; i++) {
      assertThat(drawn[columns[i]]).isCloseTo((int) (100 * weights[i]), within(4));
    }
  }
}
