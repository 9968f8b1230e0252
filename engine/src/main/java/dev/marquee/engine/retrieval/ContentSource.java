package dev.marquee.engine.retrieval;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.features.UserState;
import dev.marquee.engine.index.IvfIndex;
import dev.marquee.engine.index.IvfSettings;
import dev.marquee.engine.index.Metric;
import dev.marquee.engine.index.VectorSource;
import dev.marquee.engine.math.Vectors;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.Optional;

/// Videos that are like what the viewer watched, by the vectors of the platform's own encoder.
///
/// Nothing is learned: a video is found as soon as a snapshot has it with its vector, watched or
/// not. The viewer's vector is the mean of the directions of the latest positive watches, where the
/// latest weighs 1 and each one before it `recency` times the one after; scores are cosines.
public final class ContentSource implements CandidateSource {

  private final int dimension;
  private final float recency;
  private final VideoIndex index;

  private ContentSource(int dimension, float recency, VideoTable videos) {
    this.dimension = dimension;
    this.recency = recency;
    Own own = new Own();
    this.index = new VideoIndex(own.build(videos), videos, own);
  }

  /// Makes the index of the videos that have a vector; younger ones join it as queries bring them.
  /// Empty where no video has one.
  ///
  /// @param recency what a watch weighs beside the one after it, above 0 and at most 1
  public static Optional<ContentSource> over(VideoTable videos, float recency) {
    if (!(recency > 0 && recency <= 1)) {
      throw new IllegalArgumentException("recency must be above 0 and at most 1, was " + recency);
    }
    int dimension = videos.vectorLength();
    return dimension == 0
        ? Optional.empty()
        : Optional.of(new ContentSource(dimension, recency, videos));
  }

  @Override
  public String name() {
    return "content";
  }

  @Override
  public Scored find(Query query, int k) {
    VideoTable videos = query.snapshot().videos();
    index.follow(videos);
    float[] wanted = wanted(query.user(), videos);
    return Vectors.squaredNorm(wanted, 0, dimension) == 0
        ? Scored.NONE
        : index.best(wanted, videos, query.eligibility(), k);
  }

  /// The sum of the watched videos' directions, zero where none has one.
  private float[] wanted(UserState user, VideoTable videos) {
    float[] sum = new float[dimension];
    float[] one = new float[dimension];
    float weight = 1;
    var seen = new IntOpenHashSet();
    for (int back = 0; back < user.historySize(); back++) {
      int video = user.historyVideo(back);
      // Watched again, it counts once, as the latest time.
      if (seen.add(video) && vector(videos, video, one)) {
        add(weight, one, sum);
        weight *= recency;
      }
    }
    return sum;
  }

  /// Adds the direction of a vector, which may be too long or short to be squared as floats.
  private static void add(float weight, float[] vector, float[] to) {
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    if (square > 0) {
      double length = Math.sqrt(square);
      for (int k = 0; k < to.length; k++) {
        to[k] += weight * (float) (vector[k] / length);
      }
    }
  }

  /// A viewer's state may be younger than the table.
  private boolean vector(VideoTable videos, int video, float[] into) {
    if (video >= videos.size()) {
      return false;
    }
    ContentVector vector = videos.details(video).vector();
    if (vector.length() != dimension) {
      return false;
    }
    vector.copyTo(into, 0);
    return true;
  }

  /// The vectors as videos have them.
  private final class Own implements VideoIndex.Source {

    @Override
    public boolean vector(VideoTable videos, int video, float[] into) {
      return ContentSource.this.vector(videos, video, into);
    }

    @Override
    public IvfIndex build(VideoTable videos) {
      var having = new IntArrayList();
      for (int video = 0; video < videos.size(); video++) {
        if (videos.isPublished(video) && videos.details(video).vector().length() == dimension) {
          having.add(video);
        }
      }
      int[] ids = having.toIntArray();
      return IvfIndex.buildWhole(
          VectorSource.of(
              ids,
              (number, into, offset) -> videos.details(ids[number]).vector().copyTo(into, offset)),
          IvfSettings.of(dimension).withMetric(Metric.COSINE));
    }
  }
}
