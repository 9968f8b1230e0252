package dev.marquee.engine.reranking;

import dev.marquee.engine.ranking.Slot;
import dev.marquee.engine.retrieval.Query;
import java.util.List;

/// Reorders a list as a list. Never invents a video and never makes the list shorter than it could
/// be.
public interface Reranker {

  /// What it is called in traces.
  String name();

  /// The feed's order: at most `limit` of `ranked`.
  List<Slot> rerank(Query query, List<Slot> ranked, int limit);
}
