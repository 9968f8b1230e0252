package dev.marquee.engine.retrieval;

import dev.marquee.engine.Request;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.engine.state.UserState;

/// A request with the data it is answered from, the same for every stage of the funnel.
///
/// @param snapshot videos and counters
/// @param user a copy of the viewer's state, which later events do not change
/// @param charts popularity lists, possibly slightly older than the snapshot
/// @param eligibility which videos may be in the feed
public record Query(
    Request request,
    Context context,
    Snapshot snapshot,
    UserState user,
    Charts charts,
    Eligibility eligibility) {

  /// A query whose country is that of the request, or else of the profile.
  public static Query of(Request request, Snapshot snapshot, UserState user, Charts charts) {
    String country =
        request.place().country().isEmpty() ? user.profile().country() : request.place().country();
    return new Query(
        request,
        new Context(country, request.place().device(), request.place().surface()),
        snapshot,
        user,
        charts,
        Eligibility.of(request, country, snapshot.videos(), user));
  }

  public long atMillis() {
    return request.at().toEpochMilli();
  }
}
