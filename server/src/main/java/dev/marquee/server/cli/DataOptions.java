package dev.marquee.server.cli;

import dev.marquee.engine.Marquee;
import dev.marquee.engine.MarqueeSettings;
import dev.marquee.engine.Offline;
import dev.marquee.engine.Progress;
import dev.marquee.engine.models.ModelStore;
import dev.marquee.server.data.LoadedSettings;
import dev.marquee.server.data.SettingsSources;
import picocli.CommandLine.Mixin;

/// What every command over a data directory understands, and that directory with its settings.
final class DataOptions extends CommonOptions {

  @Mixin private SettingsOptions given;

  SettingsSources sources() {
    return given.sources(data);
  }

  /// All settings as they are now.
  LoadedSettings loaded() {
    return given.load(data);
  }

  /// The settings of the engine as they are now.
  MarqueeSettings settings() {
    return loaded().settings().marquee();
  }

  ModelStore modelStore() {
    return new ModelStore(data.resolve("models"), settings().fold().columns());
  }

  /// Opens the data directory beside a server or without one.
  Offline offline(Progress progress) {
    return Marquee.openOffline(data, settings(), progress);
  }
}
