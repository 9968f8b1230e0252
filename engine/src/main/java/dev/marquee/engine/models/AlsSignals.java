package dev.marquee.engine.models;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.features.Signals;
import dev.marquee.engine.features.UserState;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Matrix factorisation as a learned score: the viewer's vector, folded in from the history of this
/// moment, times the video's.
///
/// Safe for use by many threads.
public final class AlsSignals implements Signals {

  private final AlsModel model;

  /// Two more than the item of each ordinal; 0 where nobody asked yet. Threads that race look an
  /// ordinal up twice and find the same.
  private volatile int[] items = new int[1024];

  public AlsSignals(AlsModel model) {
    this.model = model;
  }

  public AlsModel model() {
    return model;
  }

  /// The model's item of a video, or -1.
  ///
  /// @param table any of the tables that one log folds into: a video's ordinal is the same in all
  public int item(VideoTable table, int video) {
    int[] known = items;
    if (video >= known.length) {
      known = Arrays.copyOf(known, Math.max(2 * known.length, table.size()));
      items = known;
    }
    if (known[video] == 0) {
      known[video] = 2 + model.ordinal(table.id(video));
    }
    return known[video] - 2;
  }

  /// The viewer's vector, empty where the model knows none of the history.
  public float[] viewer(UserState user, VideoTable table) {
    // Each once, however often it was watched, as in training.
    int[] items =
        IntStream.range(0, user.historySize())
            .map(back -> item(table, user.historyVideo(back)))
            .filter(item -> item >= 0)
            .distinct()
            .toArray();
    if (items.length == 0) {
      return new float[0];
    }
    float[] weights = new float[items.length];
    Arrays.fill(weights, 1);
    return model.foldIn(items, weights);
  }

  @Override
  public void score(UserState user, VideoTable table, int[] videos, float[] into) {
    float[] viewer = viewer(user, table);
    for (int i = 0; i < videos.length; i++) {
      int item = viewer.length == 0 ? -1 : item(table, videos[i]);
      into[i] = item < 0 ? Float.NaN : model.score(viewer, item);
    }
  }
}
