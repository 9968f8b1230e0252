package dev.marquee.engine.settings;

/// A value that somebody gave for a setting.
///
/// @param key of the setting
/// @param text of the value
/// @param source where it was given, for people: `marquee.yaml`, `--set`
/// @param line of the source; 0 where it has no lines
public record Given(String key, String text, String source, int line) {

  String place() {
    return line == 0 ? source : source + ": line " + line;
  }
}
