package dev.marquee.server.cli;

import dev.marquee.server.data.LoadedSettings;
import dev.marquee.server.data.SettingsSources;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options of every command that reads settings.
final class SettingsOptions {

  @Option(
      names = "--set",
      scope = ScopeType.INHERIT,
      paramLabel = "KEY=VALUE",
      description =
          "sets a value, overriding all files; can be repeated ('marquee settings' prints all"
              + " keys)")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--settings",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "the settings file (default: marquee.yaml in the data directory)")
  private Path file;

  private final Set<String> noted = new TreeSet<>();

  /// The sources of a data directory's settings.
  SettingsSources sources(Path data) {
    return new SettingsSources(data, Optional.ofNullable(file), System.getenv(), set);
  }

  /// The current settings of a data directory.
  LoadedSettings load(Path data) {
    return sources(data).load(this::note);
  }

  private void note(String line) {
    if (noted.add(line)) {
      System.err.println(line);
    }
  }
}
