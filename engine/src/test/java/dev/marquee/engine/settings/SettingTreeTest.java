package dev.marquee.engine.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.marquee.engine.Doc;
import dev.marquee.engine.Doc.Effect;
import dev.marquee.engine.MarqueeSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingTreeTest {

  enum Colour {
    DARK_RED,
    BLUE
  }

  sealed interface Way {}

  record Steps(int count) implements Way {}

  record Paint(
      @Doc(value = "how much of it", unit = "l") double volume,
      @Doc("which") Colour colour,
      @Doc("how it is applied") Way way) {

    Paint {
      if (volume < 0) {
        throw new IllegalArgumentException("volume must be at least 0, was " + volume);
      }
    }
  }

  record House(
      @Doc("how many rooms") int rooms,
      @Doc("whether there is a garden") boolean garden,
      @Doc("until the paint is dry") Duration dryingTime,
      @Doc("of the doors") List<Integer> doors,
      @Doc("when it was sold") Optional<Instant> sold,
      @Doc(value = "who lives there", effect = Effect.NEXT_FEED) Map<String, Colour> people,
      @Doc(value = "shares of the owners", key = "owners.share") Map<String, Integer> shares,
      @Doc(value = "of the walls", effect = Effect.REFOLD) Paint paint) {}

  private static final House HOUSE =
      new House(
          3,
          false,
          Duration.ofMinutes(90),
          List.of(2, 1),
          Optional.empty(),
          Map.of(),
          Map.of("ann", 100),
          new Paint(2.5, Colour.BLUE, new Steps(2)));

  private static final SettingTree<House> TREE = SettingTree.of(HOUSE);

  private static Given given(String key, String text) {
    return new Given(key, text, "house.yaml", 7);
  }

  private static House with(String key, String text) {
    return TREE.with(List.of(given(key, text)));
  }

  @Test
  void aKeyIsTheWayToItsComponentInKebabCase() {
    assertThat(TREE.settings())
        .extracting(Setting::key)
        .containsExactly(
            "rooms",
            "garden",
            "drying-time",
            "doors",
            "sold",
            "people",
            "owners.share.ann",
            "paint.volume",
            "paint.colour",
            "paint.way");
  }

  @Test
  void valuesAreTextThatIsReadBackEqual() {
    assertThat(TREE.values(HOUSE))
        .containsEntry("drying-time", "90 min")
        .containsEntry("doors", "2, 1")
        .containsEntry("sold", "none")
        .containsEntry("owners.share.ann", "100")
        .containsEntry("paint.volume", "2.5")
        .containsEntry("paint.colour", "blue")
        .containsEntry("paint.way", "steps 2")
        .doesNotContainKey("people");
    List<Given> all =
        TREE.values(HOUSE).entrySet().stream()
            .map(one -> given(one.getKey(), one.getValue()))
            .toList();
    assertThat(TREE.with(all)).isEqualTo(HOUSE);
    assertThat(TREE.with(List.of())).isEqualTo(HOUSE);
  }

  @Test
  void everyTypeIsRead() {
    assertThat(with("rooms", "1_000").rooms()).isEqualTo(1_000);
    assertThat(with("garden", "TRUE").garden()).isTrue();
    assertThat(with("drying-time", "30 s").dryingTime()).isEqualTo(Duration.ofSeconds(30));
    assertThat(with("drying-time", "24h").dryingTime()).isEqualTo(Duration.ofHours(24));
    assertThat(with("drying-time", "1.5 min").dryingTime()).isEqualTo(Duration.ofSeconds(90));
    assertThat(with("drying-time", "2 d").dryingTime()).isEqualTo(Duration.ofDays(2));
    assertThat(with("drying-time", "PT30M").dryingTime()).isEqualTo(Duration.ofMinutes(30));
    assertThat(with("doors", "4,5").doors()).containsExactly(4, 5);
    assertThat(with("sold", "2022-05-01T00:00+08:00").sold())
        .contains(Instant.parse("2022-04-30T16:00:00Z"));
    assertThat(with("sold", "none").sold()).isEmpty();
    assertThat(with("people.bob x", "dark-red").people()).containsEntry("bob x", Colour.DARK_RED);
    assertThat(with("owners.share.ann", "50").shares()).containsEntry("ann", 50);
    assertThat(with("paint.way", "steps 9").paint().way()).isEqualTo(new Steps(9));
  }

  @Test
  void theLaterOfTwoCounts() {
    assertThat(TREE.with(List.of(given("rooms", "1"), given("rooms", "2"))).rooms()).isEqualTo(2);
  }

  @Test
  void durationsAreWrittenInTheirLargestUnit() {
    assertThat(SettingText.of(Duration.ofMillis(200))).isEqualTo("200 ms");
    assertThat(SettingText.of(Duration.ofSeconds(30))).isEqualTo("30 s");
    assertThat(SettingText.of(Duration.ofMinutes(30))).isEqualTo("30 min");
    assertThat(SettingText.of(Duration.ofHours(24))).isEqualTo("24 h");
    assertThat(SettingText.of(Duration.ZERO)).isEqualTo("0 s");
    assertThat(SettingText.of(Duration.ofNanos(1))).isEqualTo("PT0.000000001S");
    assertThat(SettingText.of(0.0001)).isEqualTo("0.0001");
    assertThat(SettingText.of(30.0)).isEqualTo("30");
  }

  @Test
  void anUnknownKeyIsRefusedWithTheNearestKnownOne() {
    refuses(
        "paint.colur",
        "red",
        "house.yaml: line 7: there is no setting 'paint.colur' (given 'red') (did you mean"
            + " 'paint.colour'?): 'marquee settings' prints all");
    refuses(
        "owners.share.eve",
        "1",
        "house.yaml: line 7: there is no setting 'owners.share.eve' (given '1') (did you mean"
            + " 'owners.share.ann'?): 'marquee settings' prints all");
    refuses(
        "kitchen",
        "1",
        "house.yaml: line 7: there is no setting 'kitchen' (given '1'): 'marquee settings' prints"
            + " all");
  }

  @Test
  void aSectionIsNoValue() {
    refuses(
        "paint",
        "blue",
        "house.yaml: line 7: 'paint' is 'blue', expected settings below it, such as"
            + " 'paint.volume'");
    refuses(
        "people",
        "ann",
        "house.yaml: line 7: 'people' is 'ann', expected settings below it, such as 'people.NAME'");
  }

  @Test
  void aWrongValueIsRefusedWithWhatWasExpected() {
    refuses("rooms", "many", "setting 'rooms' is 'many', expected a whole number");
    refuses("rooms", "1.5", "setting 'rooms' is '1.5', expected a whole number");
    refuses("garden", "yes", "setting 'garden' is 'yes', expected true or false");
    refuses(
        "drying-time",
        "30",
        "setting 'drying-time' is '30', expected a duration such as '200 ms', '30 s', '24 h' or"
            + " 'PT30M'");
    refuses(
        "doors",
        "1,,2",
        "setting 'doors' is '1,,2', expected a list such as '128, 64', each a whole number");
    refuses(
        "sold",
        "May",
        "setting 'sold' is 'May', expected a time with a zone, such as '2022-05-01T00:00+08:00', or"
            + " 'none'");
    refuses(
        "paint.colour", "bleu", "setting 'paint.colour' is 'bleu', expected one of dark-red, blue");
    refuses(
        "paint.colour", "dark-rad", "expected one of dark-red, blue (did you mean 'dark-red'?)");
    refuses("paint.way", "jump", "setting 'paint.way' is 'jump', expected 'steps N'");
    refuses(
        "people.ann", "green", "setting 'people.ann' is 'green', expected one of dark-red, blue");
  }

  @Test
  void aRecordsOwnComplaintNamesTheKey() {
    refuses(
        "paint.volume",
        "-1",
        "house.yaml: line 7: setting 'paint.volume' is '-1': volume must be at least 0, was -1.0");
  }

  @Test
  void aSourceWithoutLinesIsNamedAlone() {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> TREE.with(List.of(new Given("rooms", "x", "--set", 0))))
        .withMessage("--set: setting 'rooms' is 'x', expected a whole number");
  }

  @Test
  void aRecordsEffectHoldsForItsComponents() {
    assertThat(TREE.find("paint.colour").orElseThrow().effect()).isEqualTo(Effect.REFOLD);
    assertThat(TREE.find("people.ann").orElseThrow().effect()).isEqualTo(Effect.NEXT_FEED);
    assertThat(TREE.find("rooms").orElseThrow().effect()).isEqualTo(Effect.RESTART);
  }

  record Undocumented(int rooms) {}

  @Test
  void aComponentWithoutDocIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> SettingTree.of(new Undocumented(1)))
        .withMessage("'rooms' of Undocumented has no @Doc: say what it is for");
  }

  /// Each setting of the engine: what is given comes back from the parts' own records.
  @Test
  void everySettingOfTheEngineCanBeSetAndIsReadBack() {
    var tree = SettingTree.of(MarqueeSettings.defaults());
    for (Setting setting : tree.settings()) {
      String key = setting.isMap() ? setting.key() + ".some" : setting.key();
      String other = other(setting);
      MarqueeSettings changed = tree.with(List.of(given(key, other)));
      assertThat(tree.values(changed)).as(key).containsEntry(key, other);
      assertThat(changed).as(key).isNotEqualTo(MarqueeSettings.defaults());
    }
  }

  @Test
  void everySettingOfTheEngineSaysWhatItIsForAndWhenItTakesEffect() {
    assertThat(SettingTree.of(MarqueeSettings.defaults()).settings())
        .hasSizeGreaterThan(60)
        .allSatisfy(
            setting -> assertThat(setting.reason()).as(setting.key()).hasSizeGreaterThan(10))
        .allSatisfy(setting -> assertThat(setting.effect()).isNotEqualTo(Effect.INHERITED));
  }

  /// Another value than the default that the records allow.
  private static String other(Setting setting) {
    String now = setting.initial();
    if (setting.isMap()) {
      return "number";
    } else if (setting.type() == boolean.class) {
      return now.equals("true") ? "false" : "true";
    } else if (setting.type() == Duration.class) {
      return now.equals("7 s") ? "8 s" : "7 s";
    } else if (setting.type() instanceof Class<?> type && type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(SettingText::of)
          .filter(constant -> !constant.equals(now))
          .findFirst()
          .orElseThrow();
    } else if (setting.type() == String.class) {
      return now + "2";
    } else if (setting.type() == double.class || setting.type() == float.class) {
      return now.equals("0.75") ? "0.5" : "0.75";
    } else if (setting.type() instanceof Class<?> type && type.isSealed()) {
      return "blocks 32";
    } else if (setting.type() instanceof Class<?>) {
      return Long.toString(Long.parseLong(now) + 1);
    }
    return "64, 32";
  }

  private static void refuses(String key, String text, String message) {
    assertThatExceptionOfType(SettingException.class)
        .as(key)
        .isThrownBy(() -> with(key, text))
        .withMessageContaining(message);
  }
}
