package dev.marquee.engine.training.examples;

import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.features.TowerFeatures;
import dev.marquee.engine.state.UserState;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The training data of retrieval: every positive watch of a log, by viewer, in the order in which
/// it became known, with its request features.
///
/// User states keep only the last 50. Here the last [#MAX] before a time are used for training,
/// which limits the influence of very active viewers.
final class Positives {

  static final int MAX = 1_000;

  private final Map<String, Watched> byUser = new TreeMap<>();
  private final Map<String, Context> seenIn = new HashMap<>();

  /// One viewer's positives.
  ///
  /// @param videos ordinals
  /// @param moments the request features of each watch
  /// @param knownAt time of the event that made it a positive, epoch milliseconds
  record Watched(IntArrayList videos, List<long[]> moments, LongArrayList knownAt) {

    Watched() {
      this(new IntArrayList(), new ArrayList<>(), new LongArrayList());
    }

    private void add(int video, long[] moment, long at) {
      // Watches within an hour mostly have equal request features: they share one array.
      boolean isAsLast = !moments.isEmpty() && Arrays.equals(moments.getLast(), moment);
      videos.add(video);
      moments.add(isAsLast ? moments.getLast() : moment);
      knownAt.add(at);
    }

    /// The last [#MAX] known before a time.
    Watched before(long time) {
      var earlier = new Watched();
      for (int i = 0; i < videos.size(); i++) {
        if (knownAt.getLong(i) < time) {
          earlier.add(videos.getInt(i), moments.get(i), knownAt.getLong(i));
        }
      }
      int surplus = Math.max(0, earlier.videos.size() - MAX);
      earlier.videos.removeElements(0, surplus);
      earlier.moments.subList(0, surplus).clear();
      earlier.knownAt.removeElements(0, surplus);
      return earlier;
    }
  }

  /// Records a viewer's context: a watch gets the country and device of the latest impression.
  void seen(Impression impression) {
    seenIn.put(impression.user(), impression.context());
  }

  /// Adds a positive watch.
  ///
  /// @param atMillis when it was watched; in an imported history, earlier than the importing event
  /// @param knownAt time of the event that made it a positive
  void add(UserState user, int video, long atMillis, Instant knownAt) {
    Context context = seenIn.getOrDefault(user.user(), Context.UNKNOWN);
    long[] moment = TowerFeatures.ofRequest(user, context, Instant.ofEpochMilli(atMillis));
    byUser
        .computeIfAbsent(user.user(), id -> new Watched())
        .add(video, moment, knownAt.toEpochMilli());
  }

  void forget(String user) {
    byUser.remove(user);
    seenIn.remove(user);
  }

  /// Positives by viewer, sorted by viewer id so that a run is reproducible; viewers without any
  /// are left out.
  ///
  /// @param time positives known only from this time on are left out; epoch milliseconds
  Map<String, Watched> before(long time) {
    Map<String, Watched> before = new TreeMap<>();
    byUser.forEach(
        (user, all) -> {
          Watched earlier = all.before(time);
          if (!earlier.videos().isEmpty()) {
            before.put(user, earlier);
          }
        });
    return before;
  }
}
