package dev.marquee.engine.settings;

import dev.marquee.engine.Doc.Effect;
import java.lang.reflect.Type;

/// One value that can be set.
///
/// @param key names of the components on the way from the root, in kebab-case, with dots between
/// @param type of the component
/// @param reason what it does and why one would change it
/// @param unit empty where the type says it
/// @param effect when a change takes effect
/// @param initial the default, as text
public record Setting(
    String key, Type type, String reason, String unit, Effect effect, String initial) {

  /// Whether the value is a map: each of its entries has a key behind this one's.
  public boolean isMap() {
    return SettingText.isMap(type);
  }

  /// What a value looks like, in words.
  public String expected() {
    return SettingText.expected(type);
  }

  /// Whether the default is a property of the machine.
  public boolean isOfTheMachine() {
    return key.endsWith(".threads");
  }
}
