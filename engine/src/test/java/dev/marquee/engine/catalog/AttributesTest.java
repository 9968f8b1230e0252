package dev.marquee.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AttributesTest {

  private static int hash(String name, String value) {
    return Attributes.hashes(Map.of(name, value))[0];
  }

  @Test
  void smallNumbersAndWordsCountExactly() {
    assertThat(hash("age", "7")).isNotEqualTo(hash("age", "8"));
    assertThat(hash("tag", "cats")).isNotEqualTo(hash("tag", "dogs"));
    assertThat(hash("tag", "7")).isNotEqualTo(hash("age", "7"));
  }

  @Test
  void numbersFrom10OnCountByTheirPowerOfTwo() {
    assertThat(hash("fans", "64")).isEqualTo(hash("fans", "127"));
    assertThat(hash("fans", "127.9")).isEqualTo(hash("fans", "64"));
    assertThat(hash("fans", "127")).isNotEqualTo(hash("fans", "128"));
    assertThat(hash("fans", "-64")).isEqualTo(hash("fans", "-100"));
    assertThat(hash("fans", "-64")).isNotEqualTo(hash("fans", "64"));
  }

  @Test
  void whatOnlyLooksLikeANumberIsAWord() {
    assertThat(hash("version", "64.0.1")).isNotEqualTo(hash("version", "64.0.2"));
    assertThat(hash("range", "64-80")).isNotEqualTo(hash("range", "64-81"));
    assertThat(hash("sign", "-")).isNotEqualTo(hash("sign", "."));
    assertThat(hash("long", "1".repeat(19))).isNotEqualTo(hash("long", "1".repeat(18) + "2"));
    assertThat(hash("none", "")).isNotEqualTo(hash("none", "0"));
  }

  @Test
  void theOrderIsThatOfTheNamesHoweverTheMapIsOrdered() {
    Map<String, String> sorted = new TreeMap<>();
    for (int i = 0; i < 30; i++) {
      sorted.put("column " + i, "" + i % 7);
    }
    Map<String, String> backwards =
        new LinkedHashMap<>(((TreeMap<String, String>) sorted).descendingMap());
    int[] hashes = Attributes.hashes(sorted);
    assertThat(hashes).hasSize(30);
    assertThat(Arrays.stream(hashes).distinct().count()).isEqualTo(30);
    assertThat(Attributes.hashes(backwards)).isEqualTo(hashes);
    assertThat(Attributes.hashes(Map.copyOf(sorted))).isEqualTo(hashes);
  }
}
