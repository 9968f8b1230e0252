package dev.marquee.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.reproduction.Setting;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RankerSettingsTest {

  static final List<Setting> SETTINGS = RankerSettings.ALL;

  private static final String DEFAULTS = WideAndDeepSettings.defaults().toString();

  @Test
  void whatIsNotGivenIsAsItIsInCode() {
    assertThat(RankerSettings.with(Map.of())).hasToString(DEFAULTS);
  }

  @ParameterizedTest
  @FieldSource("SETTINGS")
  void eachSettingIsReadFromItsKeyAlone(Setting setting) {
    String key = setting.key();
    String other =
        switch (setting.initial()) {
          case "true" -> "false";
          case "adam" -> "adagrad";
          default -> setting.initial().contains(".") ? "0.25" : "2";
        };
    assertThat(RankerSettings.with(Map.of(key, setting.initial()))).hasToString(DEFAULTS);
    String[] before = DEFAULTS.split("[\\[,] ?");
    String[] after = RankerSettings.with(Map.of(key, other)).toString().split("[\\[,] ?");
    assertThat(after).hasSameSizeAs(before);
    int differ = 0;
    for (int i = 0; i < after.length; i++) {
      differ += after[i].equals(before[i]) ? 0 : 1;
    }
    assertThat(differ).as("%s=%s", key, other).isEqualTo(1);
  }

  @ParameterizedTest
  @FieldSource("SETTINGS")
  void aValueThatCannotBeIsRefusedWithItsKey(Setting setting) {
    for (String value : new String[] {"?", "", "-3", "1e99"}) {
      boolean isSeed = setting.key().equals("ranker.seed") && value.equals("-3");
      if (!isSeed) {
        assertThatThrownBy(() -> RankerSettings.with(Map.of(setting.key(), value)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("setting '" + setting.key() + "' is '")
            .hasMessageContaining(value.equals("1e99") ? "1" : value)
            .hasMessageContaining(", expected ");
      }
    }
  }

  @Test
  void theHelpListsEverySettingWithItsDefault() {
    String help = Ran.marquee("train", "--help").done().out();
    assertThat(SETTINGS)
        .allSatisfy(each -> assertThat(help).contains(each.key() + "=" + each.initial()));
  }
}
