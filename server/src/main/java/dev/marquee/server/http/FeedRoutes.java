package dev.marquee.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.marquee.engine.Marquee;
import dev.marquee.engine.Request;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.ranking.Slot;
import dev.marquee.engine.serving.Feed;
import dev.marquee.engine.serving.Trace;
import java.time.InstantSource;
import java.util.List;

/// Serves feeds.
final class FeedRoutes {

  static final int DEFAULT_LIMIT = 10;

  private final Marquee marquee;
  private final InstantSource clock;
  private final ApiMetrics metrics;

  /// @param feed the feed's id, which events name in their field `feed`
  /// @param trace only if requested
  record Answered(
      String feed,
      List<Item> items,
      List<String> degraded,
      @JsonInclude(JsonInclude.Include.NON_NULL) Trace trace) {}

  /// The groups `about` and `scores` are inlined in JSON.
  record Item(
      String video,
      @JsonUnwrapped About about,
      String reason,
      List<String> sources,
      @JsonUnwrapped Scores scores) {}

  /// The data of a video that clients display.
  record About(String title, String channel, String category, double durationSeconds) {

    static About of(VideoDetails details) {
      return new About(
          details.title(), details.channel(), details.category(), details.durationSeconds());
    }
  }

  record Scores(float pClick, float pWatch, float value, float propensity) {}

  FeedRoutes(Marquee marquee, InstantSource clock, ApiMetrics metrics) {
    this.marquee = marquee;
    this.clock = clock;
    this.metrics = metrics;
  }

  List<Route> routes() {
    return List.of(
        Route.of(
            "GET",
            "/v1/feed",
            this::feed,
            "user",
            "country",
            "device",
            "surface",
            "limit",
            "exclude",
            "explain"));
  }

  private Answer feed(Call call) {
    QueryParameters query = call.query();
    Request request =
        new Request(
            query.id("user"),
            new Request.Place(
                query.optionalId("country"),
                query.optionalId("device"),
                query.optionalId("surface")),
            clock.instant(),
            query.whole("limit", 1, Request.MAX, DEFAULT_LIMIT),
            marquee.settings().funnel().serving().budget(),
            query.ids("exclude"));
    boolean explain = query.flag("explain");
    long start = System.nanoTime();
    Feed feed = marquee.recommender().feed(request);
    metrics.feed(System.nanoTime() - start, !feed.degraded().isEmpty());
    return Answer.ok(answered(feed, explain));
  }

  static Answered answered(Feed feed, boolean explain) {
    return new Answered(
        feed.id(),
        feed.slots().stream().map(slot -> item(feed, slot)).toList(),
        feed.degraded(),
        explain ? feed.trace() : null);
  }

  private static Item item(Feed feed, Slot slot) {
    return new Item(
        feed.video(slot),
        About.of(feed.details(slot)),
        feed.reason(slot),
        slot.sources(),
        new Scores(slot.pClick(), slot.pWatch(), slot.value(), slot.propensity()));
  }
}
