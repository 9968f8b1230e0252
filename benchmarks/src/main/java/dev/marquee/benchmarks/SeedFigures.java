package dev.marquee.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/// One metric, measured once per seed: its mean and confidence interval.
record SeedFigures(double[] values) {

  /// Two-sided 95 % quantiles of Student's t for 1 to 10 degrees of freedom.
  private static final double[] STUDENT = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228
  };

  /// With fewer seeds there is no interval.
  static final int FEWEST = 2;

  static final int MAX = STUDENT.length + 1;

  SeedFigures {
    if (values.length < FEWEST || values.length > MAX) {
      throw new IllegalArgumentException(
          "seeds must be from %d to %d, were %d".formatted(FEWEST, MAX, values.length));
    }
  }

  double mean() {
    return Arrays.stream(values).average().orElseThrow();
  }

  /// Half the width of the mean's 95 % interval.
  double halfInterval() {
    double mean = mean();
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    int freedom = values.length - 1;
    return STUDENT[freedom - 1] * Math.sqrt(squares / freedom / values.length);
  }

  /// The paired differences to `other`, which had the same viewers.
  SeedFigures minus(SeedFigures other) {
    double[] differences = values.clone();
    Arrays.setAll(differences, seed -> values[seed] - other.values[seed]);
    return new SeedFigures(differences);
  }

  /// Mean and interval, such as `3.92 ± 0.76`.
  ///
  /// @param number how both are written, such as `%.2f`
  String written(String number) {
    return String.format(Locale.ROOT, number + " ± %s", mean(), plain(number));
  }

  /// The same with a sign: for differences.
  String signed(String number) {
    return String.format(Locale.ROOT, number.replace("%", "%+") + " ± %s", mean(), plain(number));
  }

  private String plain(String number) {
    return String.format(Locale.ROOT, number, halfInterval());
  }
}
