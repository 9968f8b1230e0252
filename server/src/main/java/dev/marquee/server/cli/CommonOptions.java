package dev.marquee.server.cli;

import dev.marquee.engine.models.ModelStore;
import dev.marquee.engine.state.FoldSettings;
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

  Path store() {
    return data.resolve("store");
  }

  Path models() {
    return data.resolve("models");
  }

  /// How the log's events become state.
  FoldSettings fold() {
    return FoldSettings.defaults().with(ColumnsFile.read(data));
  }

  ModelStore modelStore() {
    return new ModelStore(models(), fold().columns());
  }
}
