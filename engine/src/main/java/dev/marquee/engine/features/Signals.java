package dev.marquee.engine.features;

import dev.marquee.engine.catalog.VideoTable;
import java.util.Arrays;

/// Learned scores for a viewer and a batch of videos, which feature rows carry.
///
/// Declared here so that one builder makes all rows; models implement it. The same request and
/// videos give the same bits. Safe for use by many threads.
@FunctionalInterface
public interface Signals {

  /// Knows nothing.
  Signals NONE = (request, table, videos, into) -> Arrays.fill(into, Float.NaN);

  /// Scores `videos` for the viewer of a request.
  ///
  /// @param videos ordinals in `table`
  /// @param into takes each of [LearnedScore] for each video, video after video for the first
  ///   score, then for the next; NaN where a model does not know the viewer or the video
  void score(RequestContext request, VideoTable table, int[] videos, float[] into);
}
