package dev.marquee.engine.retrieval.sources;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.content.ContentProfile;
import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.index.IndexSettings;
import dev.marquee.engine.index.Metric;
import dev.marquee.engine.index.VectorIndex;
import dev.marquee.engine.index.VectorIndexKind;
import dev.marquee.engine.index.VectorSource;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.retrieval.CandidateSource;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Scored;
import dev.marquee.engine.state.UserState;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Optional;
import java.util.stream.IntStream;

/// Videos similar to the viewer's watches, by the vectors of the platform's own encoder.
///
/// Nothing is learned: a video is found, watched or not, as soon as a snapshot contains its vector.
/// The viewer's vector is the weighted mean of the normalised vectors of the latest positive
/// watches: the latest has weight 1, each earlier one `recency` times the weight of the next.
/// Scores are cosines.
public final class ContentSource implements CandidateSource {

  private final int dimension;
  private final float recency;
  private final VectorIndexKind kind;
  private final VideoIndex index;

  private ContentSource(int dimension, float recency, VideoTable videos, VectorIndexKind kind) {
    this.dimension = dimension;
    this.recency = recency;
    this.kind = kind;
    Own own = new Own();
    this.index = new VideoIndex(own.build(videos), videos, own);
  }

  /// Builds an index of the videos that have a vector; queries with newer snapshots add newer
  /// videos. Empty if no video has a vector.
  ///
  /// @param recency weight of a watch relative to the one after it, above 0 and at most 1
  public static Optional<ContentSource> over(
      VideoTable videos, float recency, VectorIndexKind kind) {
    if (!(recency > 0 && recency <= 1)) {
      throw new IllegalArgumentException("recency must be above 0 and at most 1, was " + recency);
    }
    int dimension = videos.vectorLength();
    return dimension == 0
        ? Optional.empty()
        : Optional.of(new ContentSource(dimension, recency, videos, kind));
  }

  @Override
  public Scored find(Query query, int k) {
    VideoTable videos = query.snapshot().videos();
    index.follow(videos);
    UserState user = query.user();
    int[] watched = IntStream.range(0, user.historySize()).map(user::historyVideo).toArray();
    float[] wanted = ContentProfile.sum(watched, videos, dimension, recency);
    return Vectors.squaredNorm(wanted, 0, dimension) == 0
        ? Scored.NONE
        : index.best(wanted, videos, query.eligibility(), k);
  }

  /// The vectors that the platform published with its videos.
  private final class Own implements VideoIndex.Source {

    @Override
    public boolean vector(VideoTable videos, int video, float[] into) {
      ContentVector vector = videos.details(video).vector();
      if (vector.length() != dimension) {
        return false;
      }
      vector.copyTo(into, 0);
      return true;
    }

    @Override
    public VectorIndex build(VideoTable videos) {
      var having = new IntArrayList();
      for (int video = 0; video < videos.size(); video++) {
        if (videos.isPublished(video) && videos.details(video).vector().length() == dimension) {
          having.add(video);
        }
      }
      int[] ids = having.toIntArray();
      return kind.build(
          VectorSource.of(
              ids,
              (number, into, offset) -> videos.details(ids[number]).vector().copyTo(into, offset)),
          IndexSettings.of(dimension).withMetric(Metric.COSINE));
    }
  }
}
