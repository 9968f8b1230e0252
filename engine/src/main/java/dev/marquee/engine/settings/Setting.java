package dev.marquee.engine.settings;

import dev.marquee.engine.Doc.Effect;
import java.lang.reflect.Type;

/// One setting.
///
/// @param key the names of the components from the root, in kebab-case, joined by dots
/// @param type of the component
/// @param reason what it does and why to change it
/// @param unit empty if the type says it
/// @param effect when a change takes effect
/// @param initial the default, as text
public record Setting(
    String key, Type type, String reason, String unit, Effect effect, String initial) {

  /// Whether the value is a map; each of its entries has a key below this one.
  public boolean isMap() {
    return SettingText.isMap(type);
  }

  /// Describes valid values, for error messages.
  public String expected() {
    return SettingText.expected(type);
  }

  /// Whether the default depends on the machine.
  public boolean isOfTheMachine() {
    return key.endsWith(".threads");
  }
}
