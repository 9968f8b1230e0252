package dev.marquee.server.cli;

import dev.marquee.engine.Marquee;
import dev.marquee.engine.MarqueeSettings;
import dev.marquee.engine.Offline;
import dev.marquee.engine.Progress;
import dev.marquee.engine.models.ModelStore;
import dev.marquee.server.data.LoadedSettings;
import dev.marquee.server.data.SettingsSources;
import picocli.CommandLine.Mixin;

/// The options of every command that works on a data directory; opens the directory with its
/// settings.
final class DataOptions extends CommonOptions {

  @Mixin private SettingsOptions given;

  SettingsSources sources() {
    return given.sources(data);
  }

  /// All current settings.
  LoadedSettings loaded() {
    return given.load(data);
  }

  /// The current settings of the engine.
  MarqueeSettings settings() {
    return loaded().settings().marquee();
  }

  ModelStore modelStore() {
    return new ModelStore(data.resolve("models"), settings().fold().columns());
  }

  /// Opens the data directory, whether or not a server uses it.
  Offline offline(Progress progress) {
    return Marquee.openOffline(data, settings(), progress);
  }
}
