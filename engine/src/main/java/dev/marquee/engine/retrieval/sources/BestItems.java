package dev.marquee.engine.retrieval.sources;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.math.SparseSums;
import dev.marquee.engine.math.TopK;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Scored;

/// Collects the best eligible videos from a model's item scores.
final class BestItems {

  private final Query query;
  private final int[] videoOf;
  private final int except;
  private final TopK top;

  /// @param videoOf the video of each item, -1 if there is none
  /// @param k maximum number of videos
  /// @param except another video to leave out, or -1
  BestItems(Query query, int[] videoOf, int k, int except) {
    this.query = query;
    this.videoOf = videoOf;
    this.except = except;
    this.top = new TopK(k);
  }

  BestItems addAll(float[] scores) {
    for (int item = 0; item < scores.length; item++) {
      add(item, scores[item]);
    }
    return this;
  }

  BestItems addAll(SparseSums scores) {
    for (int i = 0; i < scores.size(); i++) {
      add(scores.key(i), scores.sum(i));
    }
    return this;
  }

  /// Checks eligibility only if the score is high enough to be kept.
  private void add(int item, float score) {
    if (top.wants(score)) {
      int video = videoOf[item];
      VideoTable videos = query.snapshot().videos();
      if (video >= 0 && video != except && query.eligibility().test(videos, video)) {
        top.add(video, score);
      }
    }
  }

  Scored scored() {
    return Scored.drain(top);
  }
}
