package dev.marquee.engine.models.graph;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.math.SparseSums;
import dev.marquee.engine.models.Items;
import dev.marquee.engine.state.UserState;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The limit of the scores of random walks from the viewer's last positive watches: one step of
/// link propagation, by the table of each item's best neighbours.
///
/// Scores are not sampled: one viewer and video take one lookup per history row. A video in none of
/// these rows scores 0. Safe for use by many threads.
public final class WalkScores {

  /// From this many videos on, adding up all rows of the history before the lookups is faster.
  private static final int SUM_FIRST_FROM_VIDEOS = 32;

  private final ItemNeighbours neighbours;
  private final ConcurrentLinkedQueue<SparseSums> idle = new ConcurrentLinkedQueue<>();

  /// @param neighbours the table of link propagation
  public WalkScores(ItemNeighbours neighbours) {
    this.neighbours = neighbours;
  }

  /// Writes a score for each of `videos`, starting at `into[offset]`; NaN if the table knows no
  /// item of the viewer's history, or not the video.
  public void score(UserState user, VideoTable table, int[] videos, float[] into, int offset) {
    Items items = neighbours.items();
    int[] history = items.history(user, table);
    if (history.length == 0) {
      Arrays.fill(into, offset, offset + videos.length, Float.NaN);
    } else if (videos.length < SUM_FIRST_FROM_VIDEOS) {
      for (int i = 0; i < videos.length; i++) {
        int item = items.item(table, videos[i]);
        into[offset + i] =
            item < 0 ? Float.NaN : neighbours.score(history, UserState.RECENCY, item);
      }
    } else {
      SparseSums kept = idle.poll();
      SparseSums sums = kept == null ? new SparseSums(8_192) : kept;
      neighbours.add(history, UserState.RECENCY, sums);
      for (int i = 0; i < videos.length; i++) {
        int item = items.item(table, videos[i]);
        into[offset + i] = item < 0 ? Float.NaN : sums.of(item);
      }
      sums.clear();
      idle.add(sums);
    }
  }
}
