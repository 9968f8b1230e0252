package dev.marquee.engine.retrieval;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.index.IvfIndex;
import dev.marquee.engine.models.SavedIndex;
import dev.marquee.engine.models.TwoTowerModel;
import dev.marquee.engine.models.VideoVectors;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;

/// What a two-tower model makes of the videos of a table, in an index that follows the table.
///
/// For any number of threads.
final class VideoTower {

  private final VideoVectors vectors;
  private final VideoIndex index;

  /// Opens the saved index and takes in what the table has otherwise, or builds one where none was
  /// saved.
  VideoTower(TwoTowerModel model, Optional<SavedIndex> saved, VideoTable videos) {
    this.vectors = new VideoVectors(model, videos);
    IvfIndex first =
        saved
            .map(index -> index.open(vectors, videos))
            .orElseGet(() -> SavedIndex.build(vectors, videos));
    this.index = new VideoIndex(first, videos, new Towers());
  }

  private final class Towers implements VideoIndex.Source {

    @Override
    public boolean vector(VideoTable videos, int video, float[] into) {
      vectors.prepare(videos, video);
      vectors.vector(videos, video, into, 0);
      return true;
    }

    @Override
    public IvfIndex build(VideoTable videos) {
      return SavedIndex.build(vectors, videos);
    }
  }

  /// Takes in what is new in a table.
  ///
  /// @throws UncheckedIOException as [#best] does
  void follow(VideoTable videos) {
    index.follow(videos);
  }

  /// Copies the row of a video, which a history is made of.
  ///
  /// @return whether the video is known: a viewer's state may be younger than the table
  boolean row(VideoTable videos, int video, float[] into, int offset) {
    return vectors.row(videos, video, into, offset);
  }

  /// The best of the eligible for a viewer.
  ///
  /// @param viewer as [TwoTowerModel#query] gives it
  /// @throws UncheckedIOException where the index's file is damaged; another one is being built
  Scored best(float[] viewer, VideoTable videos, Eligibility eligibility, int k) {
    float[] query = Arrays.copyOf(viewer, viewer.length + 1);
    query[viewer.length] = 1;
    return index.best(query, videos, eligibility, k);
  }
}
