package dev.marquee.engine.reranking;

import dev.marquee.engine.ranking.Slot;
import dev.marquee.engine.retrieval.Query;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// The filters applied to every feed, even though sources already check eligibility.
public final class Filters {

  private Filters() {}

  /// Drops videos that are removed, not yet published, or not allowed in this country or at this
  /// age.
  public static final Filter AVAILABLE =
      filter(
          "available",
          query ->
              ranked -> query.eligibility().isShowable(query.snapshot().videos(), ranked.video()));

  /// Drops watched videos.
  public static final Filter NOT_WATCHED =
      filter(
          "not watched",
          query -> ranked -> !query.user().hasWatched(query.snapshot().videos(), ranked.video()));

  /// Drops videos that the viewer refused or the request excludes.
  public static final Filter NOT_BLOCKED =
      filter(
          "not blocked",
          query ->
              ranked ->
                  !query.user().isNotInterestedIn(ranked.video())
                      && !query.eligibility().excluded().contains(ranked.video()));

  /// All of them.
  public static List<Filter> defaults() {
    return List.of(AVAILABLE, NOT_WATCHED, NOT_BLOCKED);
  }

  private static Filter filter(String name, Function<Query, Predicate<Slot>> forQuery) {
    return new Filter() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Predicate<Slot> forQuery(Query query) {
        return forQuery.apply(query);
      }
    };
  }
}
