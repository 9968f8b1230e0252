package dev.marquee.engine.reranking;

import dev.marquee.engine.ranking.Slot;
import dev.marquee.engine.retrieval.Query;
import java.util.function.Predicate;

/// Keeps videos out of a feed. Prepares once per query, then tests many videos.
public interface Filter {

  /// The filter's name in traces.
  String name();

  /// Returns a test that is true for videos that may stay.
  Predicate<Slot> forQuery(Query query);
}
