package dev.marquee.engine.serving;

import dev.marquee.engine.Doc;
import dev.marquee.engine.Request;
import dev.marquee.engine.events.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Runs feeds for the latest viewers before a funnel serves, to touch newly loaded data and compile
/// the code. Without it the first requests are so slow that a smaller ranker answers.
///
/// These feeds have no side effects: nothing is logged, and the pace estimates of the live rankers
/// are not changed.
public record WarmUp(
    @Doc(value = "number of latest viewers that feeds are made for, in turns", unit = "users")
        int viewers,
    @Doc("time limit; a feed that has started is finished") Duration max) {

  /// The warm-up ends after this many rounds that are not at least 10 % faster than the fastest
  /// one.
  private static final int SETTLED = 3;

  public static WarmUp defaults() {
    return new WarmUp(16, Duration.ofSeconds(2));
  }

  /// The result of a warm-up.
  ///
  /// @param feeds number of feeds made, each by one ranker
  /// @param firstMillis duration of the first feed
  /// @param lastMillis mean duration of a feed in the fastest round
  public record Warmth(int feeds, double firstMillis, double lastMillis, Duration took) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d feeds in %.1f s, the first in %.0f ms, the last in %.1f ms",
          feeds,
          took.toMillis() / 1e3,
          firstMillis,
          lastMillis);
    }
  }

  /// Warms up a funnel.
  ///
  /// @param recommender the recommender that will use the funnel
  /// @param at the time of the requests
  public Warmth of(Funnel funnel, Recommender recommender, Instant at) {
    return of(funnel, recommender, at, feed -> {});
  }

  /// Warms up a funnel and the code that renders its feeds.
  ///
  /// @param answering receives each feed as if it had been requested
  public Warmth of(Funnel funnel, Recommender recommender, Instant at, Consumer<Feed> answering) {
    List<Funnel> each = each(funnel);
    List<Request> requests = new ArrayList<>();
    recommender
        .state()
        .latestViewers(viewers)
        .forEach((user, context) -> requests.add(request(user, context, at)));
    if (requests.isEmpty()) {
      requests.add(request("", Context.UNKNOWN, at));
    }
    long start = System.nanoTime();
    double first = 0;
    double quickest = Double.POSITIVE_INFINITY;
    int feeds = 0;
    int settled = 0;
    while (settled < SETTLED && !isOver(start)) {
      long began = System.nanoTime();
      int before = feeds;
      for (int i = 0; i < requests.size() && (feeds == before || !isOver(start)); i++) {
        for (Funnel one : each) {
          answering.accept(recommender.dryRun(one, requests.get(i)));
          first = feeds++ == 0 ? (System.nanoTime() - began) / 1e6 : first;
        }
      }
      double millis = (System.nanoTime() - began) / 1e6 / (feeds - before);
      settled = millis < 0.9 * quickest ? 0 : settled + 1;
      quickest = Math.min(quickest, millis);
    }
    return new Warmth(feeds, first, quickest, Duration.ofNanos(System.nanoTime() - start));
  }

  private boolean isOver(long start) {
    return System.nanoTime() - start > max.toNanos();
  }

  /// One funnel for each ranker, with this ranker alone.
  private static List<Funnel> each(Funnel funnel) {
    return funnel.ranking().rankers().isEmpty()
        ? List.of(funnel)
        : funnel.ranking().rankers().stream()
            .map(one -> funnel.withRankers(List.of(PacedRanker.of(one.name(), one.ranker()))))
            .toList();
  }

  private Request request(String user, Context context, Instant at) {
    return Request.of(user, at)
        .from(context.country(), context.device(), context.surface())
        .within(max);
  }
}
