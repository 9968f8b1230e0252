package dev.marquee.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.catalog.Columns.Kind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AttributesTest {

  private static int hash(String name, String value) {
    return Attributes.ofUser(Map.of(name, value), Columns.NONE)[0];
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
    int[] hashes = Attributes.ofUser(sorted, Columns.NONE);
    assertThat(hashes).hasSize(30);
    assertThat(Arrays.stream(hashes).distinct().count()).isEqualTo(30);
    assertThat(Attributes.ofUser(backwards, Columns.NONE)).isEqualTo(hashes);
    assertThat(Attributes.ofUser(Map.copyOf(sorted), Columns.NONE)).isEqualTo(hashes);
  }

  private static int[] hashes(Map<String, String> attributes, Map<String, Kind> declared) {
    return Attributes.ofVideo(attributes, new Columns(Map.of(), declared));
  }

  private static int[] declared(Kind kind, String value) {
    return hashes(Map.of("column", value), Map.of("column", kind));
  }

  private static int[] tiles(double number) {
    return declared(Kind.NUMBER, Double.toString(number));
  }

  private static long shared(double one, double other) {
    int[] tiles = tiles(other);
    return Arrays.stream(tiles(one))
        .filter(hash -> Arrays.stream(tiles).anyMatch(t -> t == hash))
        .count();
  }

  @Test
  void aDeclaredCategoryCountsExactlyAsItIsWritten() {
    List<String> values = List.of("949", "950", "1000", "1023", "10.0", "10", "-124", " 10", "");
    assertThat(values.stream().map(value -> declared(Kind.CATEGORY, value)[0]).distinct())
        .hasSameSizeAs(values);
    assertThat(declared(Kind.CATEGORY, "949")).hasSize(1);
  }

  @Test
  void whatIsIgnoredIsNotThereAndWhatIsMissingIsNotEither() {
    assertThat(declared(Kind.IGNORED, "949")).isEmpty();
    assertThat(hashes(Map.of(), Map.of("column", Kind.NUMBER))).isEmpty();
    Map<String, String> two = Map.of("a", "12", "b", "12");
    assertThat(hashes(two, Map.of("a", Kind.IGNORED)))
        .isEqualTo(hashes(Map.of("b", "12"), Map.of()));
  }

  @Test
  void theFartherTwoNumbersAreApartTheFewerTilesTheyShare() {
    long seed = 20261128;
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 2_000; i++) {
      double number = Math.scalb(1 + random.nextDouble(), random.nextInt(-40, 40));
      double near = number * (1 + random.nextDouble() * random.nextInt(1, 20));
      double far = near * (1 + random.nextDouble() * random.nextInt(1, 20));
      assertThat(shared(number, far))
          .as("%s, %s and %s, seed %d", number, near, far, seed)
          .isLessThanOrEqualTo(shared(number, near));
      assertThat(shared(-number, -near)).isEqualTo(shared(number, near));
    }
  }

  @Test
  void numbersThatAreNearShareATileOnWhicheverSideOfAnEdgeTheyAre() {
    long seed = 7;
    var random = new SplittableRandom(seed);
    int tiles = 0;
    for (int i = 0; i < 2_000; i++) {
      double number = Math.scalb(1 + random.nextDouble(), random.nextInt(-40, 40));
      long same = shared(number, 1.02 * number);
      assertThat(same).as("%s and 2 %% more, seed %d", number, seed).isPositive();
      tiles += (int) same;
    }
    assertThat(tiles / 2_000.0).as("of %d, seed %d", tiles(1).length, seed).isGreaterThan(2);
    assertThat(shared(127, 128)).isPositive();
    assertThat(shared(10, 10)).isEqualTo(tiles(10).length);
  }

  @Test
  void numbersThatAreFarApartShareNone() {
    assertThat(shared(3, 300)).isZero();
    assertThat(shared(1e-9, 1e9)).isZero();
    assertThat(shared(Double.MIN_VALUE, Double.MAX_VALUE)).isZero();
  }

  @Test
  void theSignPartsAndZeroIsApart() {
    assertThat(shared(-5, 5)).isZero();
    for (double number : new double[] {1e-300, 1e-9, 0.5, 1, -1e-9}) {
      assertThat(shared(0, number)).as("0 and %s", number).isZero();
    }
    assertThat(tiles(-0.0)).isEqualTo(tiles(0));
  }

  @Test
  void aNumberCountsByItsValueHoweverItIsWritten() {
    for (String same :
        List.of("1280", "1280.0", " 1280 ", "1.28e3", "+1280", "12.8E+2", "01280.")) {
      assertThat(declared(Kind.NUMBER, same)).as(same).isEqualTo(tiles(1280));
    }
    assertThat(declared(Kind.NUMBER, ".5")).isEqualTo(tiles(0.5));
  }

  @Test
  void whatIsNoNumberIsACategoryOfItsOwn() {
    List<String> none =
        List.of(
            "",
            "NaN",
            "Infinity",
            "-Infinity",
            "1e999",
            "unknown",
            "0x10",
            "1f",
            "1,5",
            "1.2.3",
            ".",
            "e5",
            "12 kg");
    for (String value : none) {
      assertThat(declared(Kind.NUMBER, value)).as(value).isEqualTo(declared(Kind.CATEGORY, value));
    }
  }

  @Test
  void tilesOfTwoColumnsAreTwo() {
    Map<String, Kind> numbers = Map.of("a", Kind.NUMBER, "b", Kind.NUMBER);
    int[] hashes = hashes(Map.of("a", "640", "b", "640"), numbers);
    assertThat(Arrays.stream(hashes).distinct()).hasSize(2 * tiles(640).length);
  }

  @Test
  void ofAVideoAllThatIsDeclaredCountsAndOfTheRestTheFirst40() {
    Map<String, String> attributes = new TreeMap<>();
    Map<String, Kind> numbers = new TreeMap<>();
    for (int i = 0; i < 50; i++) {
      attributes.put("a" + i, "" + i);
      attributes.put("z" + i, "" + i);
      numbers.put("z" + i, Kind.NUMBER);
    }
    int tiles = 50 * tiles(1).length;
    assertThat(hashes(attributes, numbers)).hasSize(tiles + Attributes.UNDECLARED);
    assertThat(Attributes.ofUser(attributes, new Columns(numbers, Map.of()))).hasSize(tiles + 50);
  }

  @Test
  void whatIsOfUsersIsNotOfVideos() {
    var columns = new Columns(Map.of("year", Kind.CATEGORY), Map.of("year", Kind.IGNORED));
    assertThat(Attributes.ofUser(Map.of("year", "1994"), columns)).hasSize(1);
    assertThat(Attributes.ofVideo(Map.of("year", "1994"), columns)).isEmpty();
  }
}
