package dev.marquee.engine.features;

import dev.marquee.engine.catalog.VideoTable;
import java.util.Arrays;

/// Learned scores for a viewer and a batch of videos, which feature rows carry: how well a video
/// goes with what the viewer watched.
///
/// Declared here so that one builder makes all rows; models implement it. The same moment and
/// videos give the same bits. Safe for use by many threads.
@FunctionalInterface
public interface Signals {

  /// Knows nothing.
  Signals NONE = (moment, table, videos, into) -> Arrays.fill(into, Float.NaN);

  /// Scores `videos` for the viewer of a moment.
  ///
  /// @param videos ordinals in `table`
  /// @param into takes each of [LearnedScore] for each video, video after video for the first
  ///   score, then for the next; NaN where a model knows the viewer or the video not
  void score(RequestContext moment, VideoTable table, int[] videos, float[] into);
}
