package dev.marquee.engine.serving;

import dev.marquee.engine.Request;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.ranking.Slot;
import dev.marquee.engine.retrieval.Query;
import java.util.List;
import java.util.function.Function;

/// Answers requests: reads the state, runs the funnel, and logs the served feed.
///
/// Safe for use by many threads. The feed is returned without waiting for the log: a crash within
/// the next milliseconds can lose the record of a served feed, but never an acknowledged event.
public final class Recommender {

  private static final System.Logger LOGGER = System.getLogger(Recommender.class.getName());

  private final LiveState state;
  private final Function<Request, String> feedIds;
  private volatile Funnel funnel;
  private volatile String settings = "";

  /// @param feedIds returns a new, unique feed id for a request
  public Recommender(LiveState state, Funnel funnel, Function<Request, String> feedIds) {
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

  /// Sets the version of the settings that is logged with each feed, from the next one on.
  ///
  /// @param version as in the log; empty if all settings are defaults
  public void nameSettings(String version) {
    settings = version;
  }

  /// Returns a feed for the request. Unknown users get what is popular in their country.
  public Feed feed(Request request) {
    var feed = new Feed(feedIds.apply(request), funnel.run(query(request)));
    if (isLogged(feed)) {
      var _ = state.append(List.of(served(feed))).whenComplete(Recommender::logged);
    }
    return feed;
  }

  /// Like [#feed], with a funnel that need not be in use, and without logging.
  Feed dryRun(Funnel by, Request request) {
    var feed = new Feed("rehearsed", by.run(query(request)));
    if (isLogged(feed)) {
      var _ = served(feed);
    }
    return feed;
  }

  LiveState state() {
    return state;
  }

  private Query query(Request request) {
    return Query.of(request, state.snapshot(), state.user(request.user()), state.charts());
  }

  private static boolean isLogged(Feed feed) {
    return !feed.slate().query().request().user().isEmpty() && !feed.slots().isEmpty();
  }

  private static void logged(EventLog.Appended appended, Throwable failure) {
    if (failure != null) {
      LOGGER.log(System.Logger.Level.WARNING, "a served feed could not be logged", failure);
    }
  }

  private FeedServed served(Feed feed) {
    Slate slate = feed.slate();
    Query query = slate.query();
    return new FeedServed(
        feed.id(),
        query.request().at(),
        query.request().user(),
        query.context(),
        arms(slate.trace().by().arm()),
        slate.trace().by().models(),
        settings,
        query.snapshot().number(),
        query.user().position(),
        slate.degraded(),
        slate.slots().stream().map(slot -> served(feed, slot)).toList());
  }

  private static FeedServed.ServedSlot served(Feed feed, Slot slot) {
    return new FeedServed.ServedSlot(
        feed.video(slot),
        slot.sources(),
        slot.pClick(),
        slot.pWatch(),
        slot.value(),
        slot.propensity(),
        slot.digest());
  }

  private static List<String> arms(String arm) {
    return arm.isEmpty() ? List.of() : List.of(arm);
  }
}
