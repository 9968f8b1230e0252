package dev.marquee.engine.reranking;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.ranking.Ranked;
import dev.marquee.engine.retrieval.Query;
import java.util.ArrayList;
import java.util.List;

/// Lets at most `most` of any `window` neighbours share a category.
///
/// Each slot takes the best video that the cap allows; where it allows none, the best one all the
/// same: a monotonous feed is better than a short one. Videos without a category are not capped.
public record CategoryCap(int most, int window) implements Reranker {

  public CategoryCap {
    if (most < 1 || window < most) {
      throw new IllegalArgumentException(
          "expected 1 <= most <= window, was most %d of window %d".formatted(most, window));
    }
  }

  @Override
  public String name() {
    return "category cap";
  }

  @Override
  public List<Ranked> rerank(Query query, List<Ranked> ranked, int limit) {
    VideoTable videos = query.snapshot().videos();
    List<Ranked> left = new ArrayList<>(ranked);
    List<Ranked> slate = new ArrayList<>(limit);
    while (slate.size() < limit && !left.isEmpty()) {
      int next = 0;
      for (int i = 0; i < left.size(); i++) {
        if (isAllowed(videos, slate, left.get(i))) {
          next = i;
          break;
        }
      }
      slate.add(left.remove(next));
    }
    return slate;
  }

  private boolean isAllowed(VideoTable videos, List<Ranked> slate, Ranked candidate) {
    int category = videos.category(candidate.video());
    int same = 0;
    for (int i = Math.max(0, slate.size() - window + 1); i < slate.size(); i++) {
      same += videos.category(slate.get(i).video()) == category ? 1 : 0;
    }
    return category < 0 || same < most;
  }
}
