package dev.marquee.engine.reranking;

import dev.marquee.engine.ranking.Slot;
import dev.marquee.engine.retrieval.Query;
import java.util.function.Predicate;

/// Keeps videos out of a feed. Looks up once for a query, then tests many.
public interface Filter {

  /// What it is called in traces.
  String name();

  /// What may stay.
  Predicate<Slot> forQuery(Query query);
}
