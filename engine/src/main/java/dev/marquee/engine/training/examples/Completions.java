package dev.marquee.engine.training.examples;

import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// When each viewer first completed each video.
public final class Completions {

  private final Map<String, Int2LongOpenHashMap> firstByUser = new HashMap<>();

  /// Adds a completion.
  ///
  /// @param atMillis when it became known; 0 if from an imported history
  public void add(String user, int video, long atMillis) {
    firstByUser
        .computeIfAbsent(user, id -> new Int2LongOpenHashMap())
        .mergeLong(video, atMillis, Math::min);
  }

  /// The videos first completed at or after a time, by viewer; viewers without any are left out.
  public Map<String, IntSet> from(Instant time) {
    long from = time.toEpochMilli();
    Map<String, IntSet> later = new HashMap<>();
    firstByUser.forEach(
        (user, first) -> {
          IntSet videos = new IntOpenHashSet();
          first
              .int2LongEntrySet()
              .forEach(
                  entry -> {
                    if (entry.getLongValue() >= from) {
                      videos.add(entry.getIntKey());
                    }
                  });
          if (!videos.isEmpty()) {
            later.put(user, videos);
          }
        });
    return later;
  }
}
