package dev.marquee.server.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// What every command understands.
final class CommonOptions {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "the data directory (default: ${DEFAULT-VALUE})")
  Path data;

  @Option(names = "--json", description = "print one JSON object as the last line")
  boolean json;

  Path store() {
    return data.resolve("store");
  }

  Path models() {
    return data.resolve("models");
  }
}
