package dev.marquee.engine.training.examples;

import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.features.TowerFeatures;
import dev.marquee.engine.state.UserState;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Every positive watch of a replay, by viewer and in the order in which it became known, with what
/// was known of the moment: what retrieval learns from.
///
/// A state keeps the last 50; this keeps the last [#MAX], so that a viewer who watched all day
/// counts for much, but not for everything.
final class Positives {

  static final int MAX = 1_000;

  private final Map<String, Watched> byUser = new TreeMap<>();
  private final Map<String, Context> seenIn = new HashMap<>();

  /// One viewer's positives.
  ///
  /// @param videos ordinals
  /// @param moments the features of each one's moment
  record Watched(IntArrayList videos, List<long[]> moments) {}

  /// Notes where a viewer is: a watch belongs to the latest impression's country and device.
  void seen(Impression impression) {
    seenIn.put(impression.user(), impression.context());
  }

  void add(UserState user, int video, long atMillis) {
    Watched watched =
        byUser.computeIfAbsent(
            user.user(), id -> new Watched(new IntArrayList(), new ArrayList<>()));
    Context context = seenIn.getOrDefault(user.user(), Context.UNKNOWN);
    watched.videos.add(video);
    watched.moments.add(TowerFeatures.ofRequest(user, context, Instant.ofEpochMilli(atMillis)));
    if (watched.videos.size() >= 2 * MAX) {
      watched.videos.removeElements(0, MAX);
      watched.moments.subList(0, MAX).clear();
    }
  }

  void forget(String user) {
    byUser.remove(user);
    seenIn.remove(user);
  }

  /// By viewer, in the order of their ids, so that a run is reproducible.
  Map<String, Watched> byUser() {
    return byUser;
  }
}
