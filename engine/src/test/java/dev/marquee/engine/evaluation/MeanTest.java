package dev.marquee.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MeanTest {

  @Test
  void leavesOutWhereItIsNotDefined() {
    Mean mean = new Mean();
    mean.add(OptionalDouble.of(1));
    mean.add(OptionalDouble.empty());
    mean.add(OptionalDouble.of(0));
    assertThat(mean.value()).hasValue(0.5);
  }

  @Test
  void ofNobodyIsNotDefined() {
    Mean mean = new Mean();
    assertThat(mean.value()).isEmpty();
    mean.add(OptionalDouble.empty());
    assertThat(mean.value()).isEmpty();
  }
}
