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
/// it became known, with the features of its moment.
///
/// A state keeps the last 50; of this the last [#MAX] before a time are used for training, so that
/// a viewer who watched all day counts for much, but not for everything.
final class Positives {

  static final int MAX = 1_000;

  private final Map<String, Watched> byUser = new TreeMap<>();
  private final Map<String, Context> seenIn = new HashMap<>();

  /// One viewer's positives.
  ///
  /// @param videos ordinals
  /// @param moments the features of each one's moment
  /// @param knownAt when the event came that made it one, epoch milliseconds
  record Watched(IntArrayList videos, List<long[]> moments, LongArrayList knownAt) {

    Watched() {
      this(new IntArrayList(), new ArrayList<>(), new LongArrayList());
    }

    private void add(int video, long[] moment, long at) {
      // The moments of an hour are alike: one array for all of them.
      boolean isAsLast = !moments.isEmpty() && Arrays.equals(moments.getLast(), moment);
      videos.add(video);
      moments.add(isAsLast ? moments.getLast() : moment);
      knownAt.add(at);
    }

    /// The last [#MAX] that were known before a time.
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

  /// Notes where a viewer is: a watch belongs to the latest impression's country and device.
  void seen(Impression impression) {
    seenIn.put(impression.user(), impression.context());
  }

  /// Takes a positive watch.
  ///
  /// @param atMillis when it was watched; an imported history's are older than the event that
  ///   brings them
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

  /// By viewer, in the order of their ids, so that a run is reproducible; viewers without any are
  /// left out.
  ///
  /// @param time what became known from then on is left out; epoch milliseconds
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
