package dev.marquee.server.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// What every command understands, before the name of its subcommand and after it.
class CommonOptions {

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
}
