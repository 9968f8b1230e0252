package dev.marquee.engine.training.examples;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.features.TowerFeatures;
import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.training.twotower.TwoTowerData;
import dev.marquee.engine.training.twotower.TwoTowerTrainer;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.Long2IntLinkedOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The training data of the retrieval models: viewers × videos with a positive watch.
///
/// @param videoIds of the items, in the order of the columns
/// @param matrix viewers × items, 1 for each pair with a positive watch
/// @param towers the same data in time order, with features of videos and requests
/// @param names of the towers' columns
public record WatchHistories(
    List<String> videoIds, CsrMatrix matrix, TwoTowerData towers, TwoTowerTrainer.Names names) {

  /// Empty without positive watches.
  static Optional<WatchHistories> of(Map<String, Positives.Watched> positives, VideoTable videos) {
    if (positives.isEmpty()) {
      return Optional.empty();
    }
    int[] itemOf = new int[videos.size()];
    positives.values().forEach(one -> one.videos().forEach(video -> itemOf[video] = 1));
    List<String> videoIds = new ArrayList<>();
    Tokens ofVideos = new Tokens();
    for (int video = 0; video < itemOf.length; video++) {
      if (itemOf[video] > 0) {
        ofVideos.add(videoIds.size(), TowerFeatures.ofVideo(videos, video));
        itemOf[video] = videoIds.size();
        videoIds.add(videos.id(video));
      }
    }
    IntArrayList starts = new IntArrayList();
    IntArrayList items = new IntArrayList();
    Tokens ofMoments = new Tokens();
    for (Positives.Watched watched : positives.values()) {
      starts.add(items.size());
      var seen = new IntOpenHashSet();
      for (int i = 0; i < watched.videos().size(); i++) {
        int item = itemOf[watched.videos().getInt(i)];
        if (seen.add(item)) {
          ofMoments.add(items.size(), watched.moments().get(i));
          items.add(item);
        }
      }
    }
    starts.add(items.size());
    int[] none = {};
    TwoTowerData towers =
        new TwoTowerData(
            starts.toIntArray(),
            items.toIntArray(),
            true,
            ofVideos.matrix(videoIds.size()),
            CsrMatrix.of(videoIds.size(), 0, none, none),
            ofMoments.matrix(items.size()),
            TwoTowerData.Content.NONE);
    return Optional.of(
        new WatchHistories(
            videoIds,
            towers.matrix(),
            towers,
            new TwoTowerTrainer.Names(videoIds, ofVideos.all(), ofMoments.all())));
  }

  /// A copy with watches only, without features.
  public WatchHistories withoutFeatures() {
    TwoTowerData plain =
        TwoTowerData.of(towers.starts(), towers.items(), true, towers.catalog(), false);
    var nameless = new TwoTowerTrainer.Names(videoIds, new long[0], new long[0]);
    return new WatchHistories(videoIds, matrix, plain, nameless);
  }

  /// Assigns a column to each feature hash on first use.
  private static final class Tokens {

    private final Long2IntLinkedOpenHashMap columns = new Long2IntLinkedOpenHashMap();
    private final IntArrayList row = new IntArrayList();
    private final IntArrayList column = new IntArrayList();

    void add(int one, long[] tokens) {
      for (long token : tokens) {
        int known = columns.size();
        row.add(one);
        column.add(columns.computeIfAbsent(token, it -> known));
      }
    }

    CsrMatrix matrix(int rows) {
      return CsrMatrix.of(rows, columns.size(), row.toIntArray(), column.toIntArray());
    }

    long[] all() {
      return columns.keySet().toLongArray();
    }
  }
}
