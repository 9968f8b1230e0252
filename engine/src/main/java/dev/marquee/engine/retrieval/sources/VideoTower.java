package dev.marquee.engine.retrieval.sources;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.index.VectorIndex;
import dev.marquee.engine.index.VectorIndexKind;
import dev.marquee.engine.index.ivf.IvfIndex;
import dev.marquee.engine.models.twotower.SavedIndex;
import dev.marquee.engine.models.twotower.VideoVectors;
import dev.marquee.engine.retrieval.Eligibility;
import dev.marquee.engine.retrieval.Scored;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;

/// The two-tower vectors of a table's videos, in an index that is updated as the table grows.
///
/// Safe for use by many threads.
final class VideoTower {

  private final VideoVectors vectors;
  private final VectorIndexKind kind;
  private final VideoIndex index;

  /// Opens the saved index and updates it from the table. Builds a new index if none was saved or
  /// if the saved one is of another kind.
  VideoTower(
      VideoVectors vectors, Optional<SavedIndex> saved, VideoTable videos, VectorIndexKind kind) {
    this.vectors = vectors;
    this.kind = kind;
    VectorIndex first =
        saved.isPresent() && kind.equals(IvfIndex.KIND)
            ? saved.get().open(vectors, videos)
            : SavedIndex.build(vectors, videos, kind);
    this.index = new VideoIndex(first, videos, new Towers());
  }

  private final class Towers implements VideoIndex.Source {

    @Override
    public boolean vector(VideoTable videos, int video, float[] into) {
      vectors.vector(videos, video, into, 0);
      return true;
    }

    @Override
    public VectorIndex build(VideoTable videos) {
      return SavedIndex.build(vectors, videos, kind);
    }
  }

  /// Indexes the new and changed videos of a table.
  ///
  /// @throws UncheckedIOException as [#best] does
  void follow(VideoTable videos) {
    index.follow(videos);
  }

  /// The best eligible videos for a viewer.
  ///
  /// @param viewer the vector that [dev.marquee.engine.models.twotower.TwoTowerScores#viewer]
  ///   returns
  /// @throws UncheckedIOException if the index's file is damaged; a new index is then being built
  Scored best(float[] viewer, VideoTable videos, Eligibility eligibility, int k) {
    float[] query = Arrays.copyOf(viewer, viewer.length + 1);
    query[viewer.length] = 1;
    return index.best(query, videos, eligibility, k);
  }
}
