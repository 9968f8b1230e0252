package dev.marquee.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.settings.Given;
import dev.marquee.engine.settings.Setting;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings;
import dev.marquee.server.data.ServerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TrainSettingsTest {

  static final List<Setting> SETTINGS =
      ServerSettings.TREE.settings().stream()
          .filter(setting -> setting.key().startsWith("ranker.") && !setting.isOfTheMachine())
          .toList();

  private static WideAndDeepSettings with(Map<String, String> set) {
    List<Given> given = new ArrayList<>();
    set.forEach((key, value) -> given.add(new Given(key, value, "--set", 0)));
    return ServerSettings.TREE.with(given).marquee().training().ranker();
  }

  private static final String DEFAULTS = WideAndDeepSettings.defaults().toString();

  @Test
  void whatIsNotGivenIsAsItIsInCode() {
    assertThat(with(Map.of())).hasToString(DEFAULTS);
  }

  @ParameterizedTest
  @FieldSource("SETTINGS")
  void eachSettingIsReadFromItsKeyAlone(Setting setting) {
    String key = setting.key();
    String other =
        switch (setting.initial()) {
          case "true" -> "false";
          case "adam" -> "adagrad";
          default -> setting.type() == double.class ? "0.25" : "2";
        };
    assertThat(with(Map.of(key, setting.initial()))).hasToString(DEFAULTS);
    String[] before = DEFAULTS.split("[\\[,] ?");
    String[] after = with(Map.of(key, other)).toString().split("[\\[,] ?");
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
        assertThatThrownBy(() -> with(Map.of(setting.key(), value)))
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
