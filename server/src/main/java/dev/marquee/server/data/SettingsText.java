package dev.marquee.server.data;

import dev.marquee.engine.Doc.Effect;
import dev.marquee.engine.settings.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Formats settings as a commented YAML file, which can be used as `marquee.yaml`, and as a page of
/// the documentation.
public final class SettingsText {

  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_-]+");
  private static final Pattern PLAIN_VALUE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._/:-]*");
  private static final Pattern SECRET = Pattern.compile("//[^/@]*@");

  private SettingsText() {}

  /// All settings with values, defaults, units and reasons, as YAML.
  public static String yaml(LoadedSettings loaded) {
    StringBuilder text = new StringBuilder();
    text.append("# All settings of Marquee, version ").append(loaded.version()).append(".\n");
    text.append("# Lines marked with '# *' differ from the default.\n");
    section(tree(), "", loaded, text);
    return text.toString();
  }

  /// The settings as a tree of sections; each leaf is a setting.
  private static Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (Setting setting : ServerSettings.TREE.settings()) {
      Map<String, Object> at = tree;
      List<String> names = List.of(setting.key().split("\\."));
      for (String name : names.subList(0, names.size() - 1)) {
        at = below(at, name);
      }
      at.put(names.getLast(), setting);
    }
    return tree;
  }

  @SuppressWarnings("unchecked") // Built above.
  private static Map<String, Object> below(Map<String, Object> tree, String name) {
    return (Map<String, Object>) tree.computeIfAbsent(name, _ -> new LinkedHashMap<>());
  }

  @SuppressWarnings("unchecked") // Built above.
  private static void section(
      Map<String, Object> tree, String indent, LoadedSettings loaded, StringBuilder to) {
    tree.forEach(
        (name, value) -> {
          to.append(indent.isEmpty() ? "\n" : "");
          if (value instanceof Setting setting) {
            setting(setting, name, indent, loaded, to);
          } else {
            to.append(indent).append(name).append(":\n");
            section((Map<String, Object>) value, indent + "  ", loaded, to);
          }
        });
  }

  private static void setting(
      Setting setting, String name, String indent, LoadedSettings loaded, StringBuilder to) {
    to.append(indent).append("# ").append(setting.reason());
    to.append(setting.unit().isEmpty() ? "" : " [" + setting.unit() + "]").append('\n');
    if (setting.isMap()) {
      Map<String, String> entries = entries(setting, loaded);
      to.append(indent).append(name).append(entries.isEmpty() ? ": {}\n" : ":\n");
      entries.forEach(
          (entry, value) ->
              to.append(indent)
                  .append("  ")
                  .append(quoted(entry, PLAIN_NAME))
                  .append(": ")
                  .append(value)
                  .append("  # * ")
                  .append(loaded.source(setting.key() + "." + entry))
                  .append('\n'));
      return;
    }
    String value = loaded.values().get(setting.key());
    to.append(indent).append(name).append(": ").append(yaml(setting, value)).append("  # ");
    if (value.equals(setting.initial())) {
      to.append(initial(setting).equals(value) ? "default" : "default: " + initial(setting));
    } else {
      to.append("* by ").append(loaded.source(setting.key()));
      to.append(", default: ").append(initial(setting));
    }
    to.append('\n');
  }

  private static Map<String, String> entries(Setting map, LoadedSettings loaded) {
    Map<String, String> entries = new TreeMap<>();
    loaded
        .values()
        .forEach(
            (key, value) -> {
              if (key.startsWith(map.key() + ".")) {
                entries.put(key.substring(map.key().length() + 1), value);
              }
            });
    return entries;
  }

  private static String yaml(Setting setting, String value) {
    return setting.expected().startsWith("a list") ? "[" + value + "]" : quoted(value, PLAIN_VALUE);
  }

  private static String quoted(String value, Pattern plain) {
    return plain.matcher(value).matches()
        ? value
        : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /// The default, independent of the machine.
  static String initial(Setting setting) {
    return setting.isOfTheMachine() ? "the machine's threads" : setting.initial();
  }

  /// A value with the user and password of a URI masked.
  public static String withoutSecrets(String value) {
    return SECRET.matcher(value).replaceAll("//***@");
  }

  /// The text for an effect.
  public static String words(Effect effect) {
    return switch (effect) {
      case NEXT_FEED -> "next feed";
      case NEXT_COMMAND -> "next command";
      case RESTART -> "restart";
      case REFOLD -> "restart, refolds the log";
      case INHERITED ->
          throw new IllegalArgumentException("a setting must not have the effect INHERITED");
    };
  }

  /// The table of all settings in Markdown.
  static String table() {
    StringBuilder page = new StringBuilder();
    page.append(
        "| key | default | unit | takes effect | what it is for |\n|---|---|---|---|---|\n");
    for (Setting setting : ServerSettings.TREE.settings()) {
      page.append("| `")
          .append(setting.key())
          .append(setting.isMap() ? ".NAME` | " : "` | ")
          .append(setting.isMap() ? "none" : initial(setting))
          .append(" | ")
          .append(setting.unit())
          .append(" | ")
          .append(words(setting.effect()))
          .append(" | ")
          .append(setting.reason().replace("|", "\\|"))
          .append(" |\n");
    }
    return page.toString();
  }
}
