package dev.marquee.server.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options of every command, accepted before and after the subcommand's name.
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
