package dev.marquee.engine.settings;

/// A value given for a setting.
///
/// @param key of the setting
/// @param text of the value
/// @param source where it was given, for messages: `marquee.yaml`, `--set`
/// @param line of the source, from 1; 0 if the source has no lines
public record Given(String key, String text, String source, int line) {

  String place() {
    return line == 0 ? source : source + ": line " + line;
  }
}
