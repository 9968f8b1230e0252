package dev.marquee.server.data;

import dev.marquee.engine.Doc.Effect;
import dev.marquee.engine.settings.Setting;
import dev.marquee.engine.settings.SettingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// Settings as loaded, with the source of each value.
///
/// @param values all values as text, by key
/// @param sources where a value was given, by key; a missing key has its default value
/// @param version identifies the engine's settings: equal settings have the same version
public record LoadedSettings(
    ServerSettings settings,
    Map<String, String> values,
    Map<String, String> sources,
    String version) {

  /// The source of a value that was not given.
  public static final String DEFAULT = "default";

  private static final int VERSION_BYTES = 6;

  static LoadedSettings of(ServerSettings settings, Map<String, String> sources) {
    Map<String, String> values = ServerSettings.TREE.values(settings);
    return new LoadedSettings(settings, values, sources, version(values));
  }

  /// All defaults.
  public static LoadedSettings defaults() {
    return of(ServerSettings.defaults(), Map.of());
  }

  private static String version(Map<String, String> values) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new TreeMap<>(values)
          .entrySet().stream()
              .filter(one -> isOfTheEngine(one.getKey()))
              .forEach(one -> digest.update((one + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest(), 0, VERSION_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  /// Whether the setting can affect feeds: the server's address, the split and thread counts
  /// cannot.
  private static boolean isOfTheEngine(String key) {
    return !key.startsWith("http.") && !key.startsWith("split.") && !key.endsWith(".threads");
  }

  /// The source of a value.
  public String source(String key) {
    return sources.getOrDefault(key, DEFAULT);
  }

  /// Checks that a running server can switch to other settings.
  ///
  /// @throws SettingException if a changed setting needs a restart
  LoadedSettings requireTakesEffectLive(LoadedSettings next) {
    Map<String, String> changed = new TreeMap<>(next.values);
    changed.entrySet().removeIf(one -> one.getValue().equals(values.get(one.getKey())));
    values.keySet().stream()
        .filter(key -> !next.values.containsKey(key))
        .forEach(key -> changed.put(key, "not set"));
    changed.forEach(
        (key, value) -> {
          Effect effect = ServerSettings.TREE.find(key).map(Setting::effect).orElseThrow();
          if (effect == Effect.RESTART || effect == Effect.REFOLD) {
            throw new SettingException(
                "setting '%s' is '%s' and was '%s' when the server started: %s"
                    .formatted(
                        key,
                        value,
                        values.getOrDefault(key, "not set"),
                        effect == Effect.RESTART
                            ? "restart the server to use it"
                            : "restart the server to use it: it then folds the whole log again"));
          }
        });
    return next;
  }
}
