package dev.marquee.server.cli;

import dev.marquee.engine.settings.Setting;
import dev.marquee.server.data.LoadedSettings;
import dev.marquee.server.data.ServerSettings;
import dev.marquee.server.data.SettingsText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `marquee settings`: prints all settings, as a reference and as a template for `marquee.yaml`.
@Command(
    name = "settings",
    mixinStandardHelpOptions = true,
    description = {
      "Print every setting with its value, default, unit and reason, as YAML.",
      "The output can be used as marquee.yaml in the data directory."
    })
final class SettingsCommand implements Callable<Integer> {

  @Mixin private DataOptions common;

  @Override
  public Integer call() {
    LoadedSettings loaded = common.loaded();
    System.out.print(SettingsText.yaml(loaded));
    Map<String, Object> all = new LinkedHashMap<>();
    loaded.values().forEach((key, value) -> all.put(key, fact(loaded, key, value)));
    new Report(System.out)
        .fact("version", loaded.version())
        .fact("settings", all)
        .metric("settings", all.size())
        .json(common.json);
    return 0;
  }

  private static Map<String, String> fact(LoadedSettings loaded, String key, String value) {
    Setting setting = ServerSettings.TREE.find(key).orElseThrow();
    Map<String, String> fact = new LinkedHashMap<>();
    fact.put("value", value);
    fact.put("default", setting.initial());
    fact.put("unit", setting.unit());
    fact.put("reason", setting.reason());
    fact.put("source", loaded.source(key));
    return fact;
  }
}
