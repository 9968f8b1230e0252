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

/// Settings as they were read, and where each value comes from.
///
/// @param values all of them as text, by key
/// @param sources where a value was given, by key; those that are missing are as by default
/// @param version says which settings of the engine these are: equal ones have the same
public record LoadedSettings(
    ServerSettings settings,
    Map<String, String> values,
    Map<String, String> sources,
    String version) {

  /// Where a value without a source comes from.
  public static final String DEFAULT = "default";

  private static final int VERSION_BYTES = 6;

  static LoadedSettings of(ServerSettings settings, Map<String, String> sources) {
    Map<String, String> values = ServerSettings.TREE.values(settings);
    return new LoadedSettings(settings, values, sources, version(values));
  }

  /// Nothing is set.
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

  /// Where the server listens and which span a command reads changes no feed.
  private static boolean isOfTheEngine(String key) {
    return !key.startsWith("http.") && !key.startsWith("split.") && !key.endsWith(".threads");
  }

  /// Where a value comes from.
  public String source(String key) {
    return sources.getOrDefault(key, DEFAULT);
  }

  /// Checks that a running server can continue with other settings.
  ///
  /// @throws SettingException where one of them takes effect with a restart only
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
                            : "restart and refold: the server refolds the whole log when it"
                                + " starts with it"));
          }
        });
    return next;
  }
}
