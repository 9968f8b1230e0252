package dev.marquee.server.http;

import dev.marquee.engine.Marquee;
import dev.marquee.engine.Request;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.retrieval.CandidateSource;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Scored;
import dev.marquee.engine.retrieval.sources.ChartSource;
import dev.marquee.engine.retrieval.sources.Sources;
import dev.marquee.engine.serving.LiveState;
import dev.marquee.engine.state.UserState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/// Lists other than feeds: similar videos and trending videos. They are not logged, and no events
/// refer to them.
final class ListRoutes {

  private static final CandidateSource POPULAR = ChartSource.popular();
  private static final CandidateSource TRENDING = ChartSource.trending();

  private final Marquee marquee;
  private final InstantSource clock;

  /// @param degraded reasons why the list is degraded; empty if it is not
  record Listing(List<Item> items, List<String> degraded) {}

  /// @param source the source that found the video
  /// @param score on the source's own scale
  record Item(
      String video,
      String title,
      String channel,
      String category,
      double durationSeconds,
      String source,
      float score) {}

  ListRoutes(Marquee marquee, InstantSource clock) {
    this.marquee = marquee;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/v1/videos/{id}/similar", this::similar, "country", "limit", "user"),
        Route.of("GET", "/v1/trending", this::trending, "country", "limit", "user"));
  }

  private Answer similar(Call call) {
    int limit = limit(call);
    Query query = query(call);
    VideoTable videos = query.snapshot().videos();
    int video = videos.find(call.id());
    if (video < 0 || !videos.isPublished(video)) {
      throw Refusal.of(404, "id", call.id(), "a video that is published");
    }
    var collected = new Collected(videos, limit);
    var serving = marquee.serving();
    if (serving.isPresent()) {
      collected.add(Sources.ALS.name(), serving.get().similar().to(query, video, limit), _ -> true);
    }
    List<String> degraded = new ArrayList<>();
    if (collected.items.isEmpty()) {
      String category = videos.details(video).category();
      String reason;
      if (serving.isEmpty()) {
        reason = "no models yet: run 'marquee train'";
      } else if (serving.get().similar().knows(videos, video)) {
        reason = "no video similar to '" + call.id() + "' may be shown here";
      } else {
        reason = "video '" + call.id() + "' is new to the models";
      }
      degraded.add(
          "%s, popular videos of %s instead"
              .formatted(
                  reason, category.isEmpty() ? "any category" : "category '" + category + "'"));
      int wanted = videos.category(video);
      collected.add(
          Sources.POPULAR.name(),
          POPULAR.find(query, videos.size()),
          other -> other != video && (wanted < 0 || videos.category(other) == wanted));
    }
    return Answer.ok(new Listing(collected.items(), degraded));
  }

  private Answer trending(Call call) {
    int limit = limit(call);
    Query query = query(call);
    var collected = new Collected(query.snapshot().videos(), limit);
    Scored watched = TRENDING.find(query, limit);
    for (int i = 0; i < watched.size(); i++) {
      if (watched.scores()[i] > 0) {
        collected.add(Sources.TRENDING.name(), watched.videos()[i], watched.scores()[i]);
      }
    }
    List<String> degraded = new ArrayList<>();
    int trending = collected.items().size();
    if (trending < limit) {
      collected.add(Sources.POPULAR.name(), POPULAR.find(query, limit + trending), _ -> true);
    }
    if (collected.items().size() > trending) {
      degraded.add(
          "only %d videos were watched recently%s: filled up with popular ones"
              .formatted(
                  trending,
                  query.context().country().isEmpty()
                      ? ""
                      : " in '" + query.context().country() + "'"));
    }
    return Answer.ok(new Listing(collected.items(), degraded));
  }

  private static int limit(Call call) {
    return call.query().whole("limit", 1, Request.MAX, FeedRoutes.DEFAULT_LIMIT);
  }

  /// Videos that the user watched or refused, and videos that may not be shown in the country, are
  /// left out. An unknown country is that of the user's profile, as in a feed.
  private Query query(Call call) {
    String user = call.query().optionalId("user");
    String country = call.query().optionalId("country");
    LiveState state = marquee.state();
    Request request = Request.of(user, clock.instant()).from(country, "", "").excluding(Set.of());
    return Query.of(
        request,
        state.snapshot(),
        user.isEmpty() ? UserState.unknown("") : state.user(user),
        state.charts());
  }

  /// Collects a list, each video once.
  private static final class Collected {

    private final VideoTable videos;
    private final int limit;
    private final Map<Integer, Item> items = new LinkedHashMap<>();

    Collected(VideoTable videos, int limit) {
      this.videos = videos;
      this.limit = limit;
    }

    List<Item> items() {
      return List.copyOf(items.values());
    }

    void add(String source, Scored found, IntPredicate wanted) {
      for (int i = 0; i < found.size(); i++) {
        if (wanted.test(found.videos()[i])) {
          add(source, found.videos()[i], found.scores()[i]);
        }
      }
    }

    void add(String source, int video, float score) {
      if (items.size() < limit && !items.containsKey(video)) {
        VideoDetails details = videos.details(video);
        items.put(
            video,
            new Item(
                videos.id(video),
                details.title(),
                details.channel(),
                details.category(),
                details.durationSeconds(),
                source,
                score));
      }
    }
  }
}
