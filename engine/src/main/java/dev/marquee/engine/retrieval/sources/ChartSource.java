package dev.marquee.engine.retrieval.sources;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.retrieval.CandidateSource;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Scored;
import java.util.Arrays;
import java.util.function.Function;

/// The best eligible videos of a list that is the same for all viewers.
///
/// @param chart returns the list
public record ChartSource(Function<Query, Scored> chart) implements CandidateSource {

  /// Most positive watches over all time: the fallback that is always available.
  public static ChartSource popular() {
    return new ChartSource(query -> query.charts().popular());
  }

  /// Most positive watches in the last 30 days.
  public static ChartSource popular30d() {
    return new ChartSource(query -> query.charts().popular30d());
  }

  /// Most positive watches in the viewer's country, recent ones weighted more.
  public static ChartSource trending() {
    return new ChartSource(query -> query.charts().trending(query.context().country()));
  }

  /// Latest uploads.
  public static ChartSource fresh() {
    return new ChartSource(query -> query.charts().fresh());
  }

  @Override
  public Scored find(Query query, int k) {
    Scored all = chart.apply(query);
    VideoTable videos = query.snapshot().videos();
    int[] found = new int[Math.min(k, all.size())];
    float[] scores = new float[found.length];
    int count = 0;
    for (int i = 0; i < all.size() && count < found.length; i++) {
      int video = all.videos()[i];
      if (query.eligibility().test(videos, video)) {
        found[count] = video;
        scores[count++] = all.scores()[i];
      }
    }
    return count == found.length
        ? new Scored(found, scores)
        : new Scored(Arrays.copyOf(found, count), Arrays.copyOf(scores, count));
  }
}
