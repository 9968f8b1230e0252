package dev.marquee.engine.reranking;

import dev.marquee.engine.ranking.Slot;
import dev.marquee.engine.retrieval.Query;
import java.util.List;

/// Reorders a ranked list as a whole. Never adds a video, and returns fewer than `limit` only if
/// `ranked` has fewer.
public interface Reranker {

  /// The re-ranker's name in traces.
  String name();

  /// Returns at most `limit` of `ranked`, in feed order.
  List<Slot> rerank(Query query, List<Slot> ranked, int limit);
}
