package dev.marquee.engine.features;

import dev.marquee.engine.catalog.VideoTable;
import java.util.Arrays;

/// Learned scores of a viewer and a batch of videos, for feature rows.
///
/// Models implement it; it is declared here so that one builder makes all rows. The same request
/// and videos give the same bits. Safe for use by many threads.
@FunctionalInterface
public interface Signals {

  /// All scores are unknown.
  Signals NONE = (request, table, videos, into) -> Arrays.fill(into, Float.NaN);

  /// Scores `videos` for the viewer of a request.
  ///
  /// @param videos ordinals in `table`
  /// @param into receives the scores: all videos for the first [LearnedScore], then for the next;
  ///   NaN where a model does not know the viewer or the video
  void score(RequestContext request, VideoTable table, int[] videos, float[] into);
}
