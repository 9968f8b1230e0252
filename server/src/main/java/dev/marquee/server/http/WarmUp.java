package dev.marquee.server.http;

import dev.marquee.engine.Marquee;
import dev.marquee.engine.Request;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.serving.LiveState;
import dev.marquee.engine.state.UserState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Runs the funnel before anybody waits for it: the first feeds of a fresh JVM take half a second,
/// those of a warm one a few milliseconds.
///
/// Nothing of it is answered or logged.
final class WarmUp {

  private static final int FEEDS = 400;
  private static final Duration MAX = Duration.ofSeconds(2);

  private WarmUp() {}

  static void of(Marquee marquee, InstantSource clock) {
    long deadline = System.nanoTime() + MAX.toNanos();
    LiveState state = marquee.state();
    List<UserState> users = new ArrayList<>(new KnownUsers(marquee.log(), state).first(20));
    users.add(UserState.unknown(""));
    for (int i = 0; i < FEEDS && System.nanoTime() < deadline; i++) {
      UserState user = users.get(i % users.size());
      Request request = Request.of(user.user(), clock.instant());
      Query query = Query.of(request, state.snapshot(), user, state.charts());
      Json.bytes(marquee.recommender().funnel().run(query).trace());
    }
  }
}
