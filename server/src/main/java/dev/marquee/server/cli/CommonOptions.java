package dev.marquee.server.cli;

import dev.marquee.engine.Marquee;
import dev.marquee.engine.MarqueeSettings;
import dev.marquee.engine.Offline;
import dev.marquee.engine.Progress;
import dev.marquee.engine.models.ModelStore;
import dev.marquee.server.data.ColumnsFile;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// What every command understands, before the name of its subcommand and after it.
final class CommonOptions {

  @Option(
      names = "--data",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      defaultValue = "data",
      description = "the data directory (default: ${DEFAULT-VALUE})")
  Path data;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "print one JSON object as the last line")
  boolean json;

  /// The settings of the data directory.
  MarqueeSettings settings() {
    return MarqueeSettings.defaults().with(ColumnsFile.read(data));
  }

  ModelStore modelStore() {
    return new ModelStore(data.resolve("models"), settings().fold().columns());
  }

  /// Opens the data directory beside a server or without one.
  Offline offline(Progress progress) {
    return Marquee.openOffline(data, settings(), progress);
  }
}
