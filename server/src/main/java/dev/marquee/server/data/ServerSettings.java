package dev.marquee.server.data;

import dev.marquee.engine.Doc;
import dev.marquee.engine.Doc.Effect;
import dev.marquee.engine.MarqueeSettings;
import dev.marquee.engine.settings.SettingTree;

/// All settings of an installation: the root of `marquee.yaml`.
public record ServerSettings(
    @Doc(value = "the engine", key = "") MarqueeSettings marquee,
    @Doc(value = "where the server listens", effect = Effect.RESTART) HttpSettings http,
    @Doc(value = "how data are divided by time", effect = Effect.NEXT_COMMAND)
        SplitSettings split) {

  /// Keys, reasons and defaults of all settings.
  public static final SettingTree<ServerSettings> TREE = SettingTree.of(defaults());

  public static ServerSettings defaults() {
    return new ServerSettings(
        MarqueeSettings.defaults(), HttpSettings.defaults(), SplitSettings.defaults());
  }
}
