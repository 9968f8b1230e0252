package dev.marquee.engine.serving;

import dev.marquee.engine.Request;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.ranking.Ranked;
import dev.marquee.engine.ranking.Ranking;
import dev.marquee.engine.retrieval.Candidate;
import dev.marquee.engine.retrieval.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Answers requests: picks the state, runs the funnel, and logs what was served.
///
/// Safe for use by many threads. The feed is answered without waiting for the log: a crash within
/// the next milliseconds loses the record of a feed, never an acknowledged event.
public final class Recommender {

  private static final System.Logger LOGGER = System.getLogger(Recommender.class.getName());

  private final LiveState state;
  private final Supplier<String> feedIds;
  private volatile Funnel funnel;

  /// @param feedIds gives an id that was never given before
  public Recommender(LiveState state, Funnel funnel, Supplier<String> feedIds) {
    this.state = state;
    this.funnel = funnel;
    this.feedIds = feedIds;
  }

  /// The funnel in use.
  public Funnel funnel() {
    return funnel;
  }

  /// Serves with another funnel from the next request on.
  public void use(Funnel next) {
    funnel = next;
  }

  /// A feed for the request. Unknown users get what is popular where they are.
  public Feed feed(Request request) {
    Query query = query(request);
    Funnel.Slate slate = funnel.run(query);
    String id = feedIds.get();
    if (isLogged(query, slate)) {
      var _ = state.append(List.of(served(id, query, slate))).whenComplete(Recommender::logged);
    }
    return new Feed(id, items(query, slate), slate.degraded(), slate.trace());
  }

  /// Does what [#feed] does, by a funnel that may not serve yet, and tells nobody.
  void dryRun(Funnel by, Request request) {
    Query query = query(request);
    Funnel.Slate slate = by.run(query);
    if (isLogged(query, slate)) {
      var _ = served("rehearsed", query, slate);
    }
    var _ = items(query, slate);
  }

  LiveState state() {
    return state;
  }

  private Query query(Request request) {
    return Query.of(request, state.snapshot(), state.user(request.user()), state.charts());
  }

  private static boolean isLogged(Query query, Funnel.Slate slate) {
    return !query.request().user().isEmpty() && !slate.slots().isEmpty();
  }

  private static void logged(EventLog.Appended appended, Throwable failure) {
    if (failure != null) {
      LOGGER.log(System.Logger.Level.WARNING, "a served feed could not be logged", failure);
    }
  }

  private static FeedServed served(String id, Query query, Funnel.Slate slate) {
    Ranking ranking = slate.ranking();
    VideoTable videos = query.snapshot().videos();
    List<FeedServed.Slot> slots = new ArrayList<>(slate.slots().size());
    for (Ranked slot : slate.slots()) {
      slots.add(
          new FeedServed.Slot(
              videos.id(slot.video()),
              slot.candidate().sources(),
              slot.pClick(),
              slot.pWatch(),
              slot.value(),
              1,
              ranking.digest(slot)));
    }
    return new FeedServed(
        id,
        query.request().at(),
        query.request().user(),
        query.context(),
        slate.trace().arm(),
        ranking.models(),
        query.snapshot().number(),
        query.user().position(),
        slate.degraded(),
        slots);
  }

  private static List<Feed.Item> items(Query query, Funnel.Slate slate) {
    VideoTable videos = query.snapshot().videos();
    List<Feed.Item> items = new ArrayList<>(slate.slots().size());
    for (Ranked slot : slate.slots()) {
      Candidate candidate = slot.candidate();
      items.add(
          new Feed.Item(
              videos.id(slot.video()),
              candidate.reason(query.context().country()),
              candidate.sources(),
              slot.pClick(),
              slot.pWatch(),
              slot.value(),
              1));
    }
    return items;
  }
}
