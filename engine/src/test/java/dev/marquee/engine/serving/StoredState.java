package dev.marquee.engine.serving;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.UserEvent;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.engine.storage.RocksDirectory.Family;
import dev.marquee.engine.storage.RocksStateStore;
import dev.marquee.testkit.TinyPlatform;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// The state that a data directory holds, byte by byte and as requests would see it.
final class StoredState {

  private StoredState() {}

  /// What is stored of users, videos and counters equals a fold of the log from its start, and so
  /// does what is loaded from it: what no save writes would be missing from both stores.
  ///
  /// @param scratch a directory that is not there yet
  static void assertIsFoldOfLog(RocksDirectory directory, Path scratch) {
    assertIsFoldOfLog(directory, FoldSettings.defaults(), scratch);
  }

  static void assertIsFoldOfLog(RocksDirectory directory, FoldSettings settings, Path scratch) {
    Fold fold = new Fold(settings);
    Set<String> users = new TreeSet<>();
    directory
        .log()
        .replay(
            (offset, event) -> {
              fold.apply(offset, event);
              if (event instanceof UserEvent ofUser) {
                users.add(ofUser.user());
              }
              return true;
            });
    try (var folded = RocksDirectory.open(scratch)) {
      new RocksStateStore(folded).save(fold);
      for (Family family : Family.values()) {
        assertThat(entries(directory, family)).as(family.name()).isEqualTo(entries(folded, family));
      }
    }
    Fold loaded = new RocksStateStore(directory).load(settings).orElseThrow();
    for (String user : users) {
      assertThat(rows(loaded, user)).as("rows of %s", user).containsExactly(rows(fold, user));
    }
  }

  /// Digests of what a user's requests would be answered from, for all videos.
  private static long[] rows(Fold fold, String user) {
    int[] videos = IntStream.range(0, fold.videos().size()).toArray();
    FeatureRows rows =
        FeatureRows.build(
            fold.now(), fold.users().read(user), Context.UNKNOWN, TinyPlatform.NOON, videos);
    return IntStream.range(0, videos.length).mapToLong(rows::digest).toArray();
  }

  private static Map<String, String> entries(RocksDirectory directory, Family family) {
    Map<String, String> entries = new TreeMap<>();
    directory.scan(
        family,
        (key, value) -> entries.put(new String(key, ISO_8859_1), HexFormat.of().formatHex(value)));
    return entries;
  }
}
