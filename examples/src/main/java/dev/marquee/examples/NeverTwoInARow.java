package dev.marquee.examples;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.ranking.Slot;
import dev.marquee.engine.reranking.Reranker;
import dev.marquee.engine.retrieval.Query;
import java.util.ArrayList;
import java.util.List;

/// An example of a custom re-ranker: avoids adjacent videos of one channel where possible.
///
///     Marquee.in(data).reranker(new NeverTwoInARow()).open()
public final class NeverTwoInARow implements Reranker {

  @Override
  public String name() {
    return "never two in a row";
  }

  @Override
  public List<Slot> rerank(Query query, List<Slot> ranked, int limit) {
    VideoTable videos = query.snapshot().videos();
    List<Slot> left = new ArrayList<>(ranked);
    List<Slot> feed = new ArrayList<>();
    String before = "";
    while (feed.size() < limit && !left.isEmpty()) {
      Slot next = left.getFirst();
      for (Slot one : left) {
        String channel = videos.details(one.video()).channel();
        if (channel.isEmpty() || !channel.equals(before)) {
          next = one;
          break;
        }
      }
      left.remove(next);
      feed.add(next);
      before = videos.details(next.video()).channel();
    }
    return feed;
  }
}
