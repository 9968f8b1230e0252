package dev.marquee.server.http;

import dev.marquee.engine.settings.Setting;
import dev.marquee.server.data.LiveSettings;
import dev.marquee.server.data.LoadedSettings;
import dev.marquee.server.data.ServerSettings;
import dev.marquee.server.data.SettingsText;
import java.util.List;

/// Shows the settings in use.
final class SettingsRoutes {

  private final LiveSettings live;

  /// @param version identifies the settings: equal settings have the same version
  /// @param refused why the current settings file is not in use; empty if it is
  record Used(String version, String refused, List<Value> settings) {}

  /// @param initial the default
  /// @param source where the value was given, or `default`
  /// @param effect when a change takes effect
  record Value(
      String key,
      String value,
      String initial,
      String unit,
      String reason,
      String source,
      String effect) {}

  SettingsRoutes(LiveSettings live) {
    this.live = live;
  }

  List<Route> routes() {
    return List.of(Route.of("GET", "/v1/settings", this::settings));
  }

  private Answer settings(Call call) {
    LoadedSettings now = live.current();
    List<Value> values =
        now.values().entrySet().stream()
            .map(one -> value(now, one.getKey(), one.getValue()))
            .toList();
    return Answer.ok(new Used(now.version(), live.refused(), values));
  }

  private static Value value(LoadedSettings now, String key, String value) {
    Setting setting = ServerSettings.TREE.find(key).orElseThrow();
    return new Value(
        key,
        SettingsText.withoutSecrets(value),
        setting.initial(),
        setting.unit(),
        setting.reason(),
        now.source(key),
        SettingsText.words(setting.effect()));
  }
}
