package dev.marquee.server.cli;

import dev.marquee.engine.reproduction.ModelParameter;
import java.util.ArrayList;
import java.util.List;

/// Settings as lines of a command's help, each with its value and {the values that tuning tries}.
final class SettingLines {

  private SettingLines() {}

  static List<String> of(List<ModelParameter> settings, int width) {
    List<String> lines = new ArrayList<>();
    for (ModelParameter setting : settings) {
      String line =
          "    %-22s %s".formatted(setting.key() + "=" + setting.initial(), setting.meaning());
      String grid = setting.grid().isEmpty() ? "" : " {" + String.join(", ", setting.grid()) + "}";
      if (line.length() + grid.length() <= width) {
        lines.add(line + grid);
      } else {
        lines.add(line);
        lines.add(" ".repeat(26) + grid);
      }
    }
    return lines;
  }
}
