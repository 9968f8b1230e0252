package dev.marquee.engine.features;

import dev.marquee.engine.catalog.VideoTable;
import java.util.Arrays;

/// A learned score for a viewer and a batch of videos, which feature rows carry: how well a video
/// goes with what the viewer watched.
///
/// Declared here so that one builder makes all rows; models implement it. The same state and videos
/// give the same bits. Safe for use by many threads.
@FunctionalInterface
public interface Signals {

  /// Knows nothing.
  Signals NONE = (user, table, videos, into) -> Arrays.fill(into, Float.NaN);

  /// Scores `videos` for the viewer; NaN where the model knows the viewer or the video not.
  ///
  /// @param videos ordinals in `table`
  /// @param into takes one score a video
  void score(UserState user, VideoTable table, int[] videos, float[] into);
}
