package dev.marquee.engine.serving;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.events.RocksDirectory;
import dev.marquee.engine.events.RocksDirectory.Family;
import dev.marquee.engine.features.Fold;
import dev.marquee.engine.features.FoldSettings;
import dev.marquee.engine.features.RocksStateStore;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// The state that a data directory holds, byte by byte.
final class StoredState {

  private StoredState() {}

  /// What is stored of users, videos and counters equals a fold of the log from its start.
  ///
  /// @param scratch a directory that is not there yet
  static void assertIsFoldOfLog(RocksDirectory directory, Path scratch) {
    assertIsFoldOfLog(directory, FoldSettings.defaults(), scratch);
  }

  static void assertIsFoldOfLog(RocksDirectory directory, FoldSettings settings, Path scratch) {
    Fold fold = new Fold(settings);
    directory
        .log()
        .read(
            0,
            0,
            (offset, event) -> {
              fold.apply(offset, event);
              return true;
            });
    try (var folded = RocksDirectory.open(scratch)) {
      new RocksStateStore(folded).save(fold);
      for (Family family : Family.values()) {
        assertThat(entries(directory, family)).as(family.name()).isEqualTo(entries(folded, family));
      }
    }
  }

  private static Map<String, String> entries(RocksDirectory directory, Family family) {
    Map<String, String> entries = new TreeMap<>();
    directory.scan(
        family,
        (key, value) -> entries.put(new String(key, ISO_8859_1), HexFormat.of().formatHex(value)));
    return entries;
  }
}
