package dev.marquee.engine.retrieval;

import dev.marquee.engine.Request;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.engine.state.UserState;

/// A request with everything it stands on: the same for every stage of the funnel.
///
/// @param snapshot videos and counters, the same from the first stage to the last
/// @param user the viewer's state, a copy that no later event reaches
/// @param charts popularity lists, possibly slightly older than the snapshot
/// @param eligibility which videos may be answered at all
public record Query(
    Request request,
    Context context,
    Snapshot snapshot,
    UserState user,
    Charts charts,
    Eligibility eligibility) {

  /// A query whose country is the request's or else the profile's.
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
