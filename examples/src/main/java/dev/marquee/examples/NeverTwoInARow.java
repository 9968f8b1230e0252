package dev.marquee.examples;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.ranking.Ranked;
import dev.marquee.engine.reranking.Reranker;
import dev.marquee.engine.retrieval.Query;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;

/// A re-ranker of your own: no two neighbours of one channel, where that can be helped.
///
///     Marquee.in(data).reranker(new NeverTwoInARow()).open()
public final class NeverTwoInARow implements Reranker {

  @Override
  public String name() {
    return "never two in a row";
  }

  @Override
  public List<Ranked> rerank(Query query, List<Ranked> ranked, int limit) {
    VideoTable videos = query.snapshot().videos();
    List<Ranked> left = new LinkedList<>(ranked);
    List<Ranked> feed = new ArrayList<>();
    String before = "";
    while (feed.size() < limit && !left.isEmpty()) {
      Ranked next = left.getFirst();
      for (Ranked one : left) {
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
