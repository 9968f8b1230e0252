package dev.marquee.server.http;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.ConflictingEventException;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.json.EventJson;
import dev.marquee.engine.serving.LiveState;
import dev.marquee.engine.state.UserState;
import dev.marquee.server.http.Intake.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Viewers: profiles, state, and erasure.
final class UserRoutes {

  private static final int LAST_WATCHED = 20;

  private final LiveState state;
  private final KnownUsers known;
  private final Intake intake;
  private final IdLocks locks = new IdLocks();

  /// A user in an answer.
  record User(
      String user,
      UserProfile profile,
      Counts counts,
      List<String> following,
      List<Watched> lastWatched) {}

  /// @param watches positive watches
  record Counts(int impressions, int watches) {}

  /// @param at when this became known; empty if untimed, as in an imported history
  /// @param share watched fraction of the video, at most 1
  record Watched(String video, String title, String at, float share) {}

  /// @param users some, not all
  record Users(List<Listed> users) {}

  record Listed(String user, String country, int impressions, int watches) {}

  UserRoutes(LiveState state, EventLog log, Intake intake) {
    this.state = state;
    this.known = new KnownUsers(log, state);
    this.intake = intake;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/v1/users", this::list, "limit"),
        Route.of("PUT", "/v1/users/{id}", this::put),
        Route.of("GET", "/v1/users/{id}", this::get),
        Route.of("DELETE", "/v1/users/{id}", this::delete));
  }

  private Answer list(Call call) {
    List<Listed> users =
        known.first(call.query().whole("limit", 1, 100, 20)).stream()
            .map(
                user ->
                    new Listed(
                        user.user(), user.profile().country(), user.impressions(), watches(user)))
            .toList();
    return Answer.ok(new Users(users));
  }

  private Answer get(Call call) {
    UserState user = state.user(call.id());
    if (!KnownUsers.isKnown(user)) {
      throw Refusal.of(404, "id", call.id(), "a user of whom something is known");
    }
    return Answer.ok(
        new User(
            call.id(),
            user.profile(),
            new Counts(user.impressions(), watches(user)),
            List.copyOf(user.followed()),
            lastWatched(user)));
  }

  /// Positive watches of all time; of an imported history those that the state still holds.
  private static int watches(UserState user) {
    return Math.max(user.positives(), user.historySize());
  }

  private List<Watched> lastWatched(UserState user) {
    VideoTable videos = state.snapshot().videos();
    List<Watched> watched = new ArrayList<>();
    for (int back = 0; back < Math.min(LAST_WATCHED, user.historySize()); back++) {
      int video = user.historyVideo(back);
      if (video < videos.size()) { // else newer than the snapshot
        long at = user.historyAt(back);
        watched.add(
            new Watched(
                videos.id(video),
                videos.details(video).title(),
                at == 0 ? "" : Instant.ofEpochMilli(at).toString(),
                user.historyShare(back)));
      }
    }
    return watched;
  }

  private Answer put(Call call) {
    UserProfile profile = EventJson.readProfile(call.body());
    return locks.holding(
        call.id(),
        () -> {
          UserState before = state.user(call.id());
          if (KnownUsers.isKnown(before) && before.profile().equals(profile)) {
            return Answer.ok(new Receipt(0, 1));
          }
          Instant now = intake.now();
          String id = VideoRoutes.eventId(call, "put-user");
          try {
            int repeated = intake.take(new ProfileUpdated(id, now, call.id(), profile)).repeated();
            return Answer.ok(new Receipt(1 - repeated, repeated));
          } catch (ConflictingEventException e) {
            throw Refusal.of(e).at("Idempotency-Key");
          }
        });
  }

  /// Erases even an unknown user, so that an erasure interrupted by a crash can be repeated.
  private Answer delete(Call call) {
    String pseudonym = "erased-" + UUID.randomUUID();
    String id = "erase:" + UUID.randomUUID();
    locks.holding(
        call.id(),
        () -> {
          state.erase(new UserErased(id, intake.now(), call.id()), call.id(), pseudonym);
          return true;
        });
    return Answer.ok(new Receipt(1, 0));
  }
}
