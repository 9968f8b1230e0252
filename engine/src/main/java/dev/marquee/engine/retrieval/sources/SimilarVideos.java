package dev.marquee.engine.retrieval.sources;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.als.AlsModel;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Scored;

/// Videos similar to a video, by matrix factorisation.
public final class SimilarVideos {

  private final AlsModel model;

  /// The video of each item of the model; -1 if the table lacks it.
  private final int[] videoOf;

  /// @param videos a table that contains every video of the model
  public SimilarVideos(AlsModel model, VideoTable videos) {
    this.model = model;
    this.videoOf = model.items().videos(videos);
  }

  /// Whether training saw the video.
  public boolean knows(VideoTable videos, int video) {
    return model.items().item(videos, video) >= 0;
  }

  /// Videos whose vectors have the highest cosine with this one's; none if training did not see it.
  public Scored to(Query query, int video, int k) {
    int item = model.items().item(query.snapshot().videos(), video);
    if (item < 0) {
      return Scored.NONE;
    }
    int d = model.dimension();
    float[] wanted = new float[d];
    float[] other = new float[d];
    model.vector(item, wanted, 0);
    float[] scores = new float[videoOf.length];
    float norm = (float) Math.sqrt(Vectors.squaredNorm(wanted, 0, d)) + 1e-9f;
    for (int i = 0; i < scores.length; i++) {
      model.vector(i, other, 0);
      float otherNorm = (float) Math.sqrt(Vectors.squaredNorm(other, 0, d)) + 1e-9f;
      scores[i] = Vectors.dot(wanted, other) / (norm * otherNorm);
    }
    return new BestItems(query, videoOf, k, video).addAll(scores).scored();
  }
}
