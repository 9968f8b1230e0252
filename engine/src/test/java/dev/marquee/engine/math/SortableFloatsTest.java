package dev.marquee.engine.math;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SortableFloatsTest {

  @Test
  void intsCompareAsTheirFloatsDo() {
    float[] ascending = {
      Float.NEGATIVE_INFINITY, -2, -1, -Float.MIN_VALUE, 0, Float.MIN_VALUE, 1, 2, Float.MAX_VALUE
    };
    for (int i = 1; i < ascending.length; i++) {
      assertThat(SortableFloats.bits(ascending[i]))
          .isGreaterThan(SortableFloats.bits(ascending[i - 1]));
      assertThat(SortableFloats.value(SortableFloats.bits(ascending[i]))).isEqualTo(ascending[i]);
    }
    assertThat(SortableFloats.bits(-0f)).isEqualTo(SortableFloats.bits(0f));
  }
}
