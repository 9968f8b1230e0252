package dev.marquee.server.http;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.ConflictingEventException;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.VideoRemoved;
import dev.marquee.engine.events.VideoUpdated;
import dev.marquee.engine.events.json.EventJson;
import dev.marquee.engine.serving.LiveState;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.server.http.Intake.Receipt;
import dev.marquee.server.http.RecentVideos.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/// Reads and writes the catalog, one video at a time. Repeating a write changes nothing, so a
/// request may be sent again.
final class VideoRoutes {

  private static final int SNAPSHOT_TRIES = 1_000;
  private static final long SNAPSHOT_PAUSE_NANOS = 5_000_000;

  private final LiveState state;
  private final Intake intake;
  private final RecentVideos videos;
  private final IdLocks locks = new IdLocks();

  /// A video in an answer.
  record Video(String video, boolean published, VideoDetails details, Counters counters) {}

  /// The video's counters over all time.
  ///
  /// @param watches number of positive watches
  record Counters(int impressions, int watches) {}

  /// A page of the catalog, empty after the last one.
  record Catalog(List<Listed> videos) {}

  /// A video of such a page.
  record Listed(String video, boolean published, VideoDetails details) {}

  VideoRoutes(LiveState state, Intake intake) {
    this.state = state;
    this.intake = intake;
    this.videos = new RecentVideos(state);
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/v1/videos", this::list, "after", "limit"),
        Route.of("PUT", "/v1/videos/{id}", this::put),
        Route.of("GET", "/v1/videos/{id}", this::get),
        Route.of("DELETE", "/v1/videos/{id}", this::delete));
  }

  /// Lists the catalog, removed videos too, in an order that never changes.
  private Answer list(Call call) {
    String after = call.query().optionalId("after");
    int limit = call.query().whole("limit", 1, 1_000, 100);
    VideoTable table = (after.isEmpty() ? snapshotOfNow() : state.snapshot()).videos();
    int last = table.find(after);
    if (!after.isEmpty() && last < 0) {
      throw Refusal.of(400, "after", after, "the last video of the page before");
    }
    List<Listed> page = new ArrayList<>();
    for (int video = last + 1; video < table.size() && page.size() < limit; video++) {
      String id = table.id(video);
      videos.find(id).ifPresent(it -> page.add(new Listed(id, it.published(), it.details())));
    }
    return Answer.ok(new Catalog(page));
  }

  /// The first snapshot with all that was stored before this call, so that a client that writes and
  /// then lists finds what it wrote.
  private Snapshot snapshotOfNow() {
    long stored = state.applied();
    for (int tries = 0; tries < SNAPSHOT_TRIES; tries++) {
      Snapshot snapshot = state.snapshot();
      if (snapshot.number() >= stored) {
        return snapshot;
      }
      LockSupport.parkNanos(SNAPSHOT_PAUSE_NANOS);
    }
    throw Refusal.saying(
        503, "server", "not ready", "a server that is ready", "the catalog is behind the log");
  }

  private Answer get(Call call) {
    Entry entry = known(call.id());
    Snapshot snapshot = state.snapshot();
    int ordinal = snapshot.videos().find(call.id());
    Counters counters =
        ordinal < 0
            ? new Counters(0, 0)
            : new Counters(snapshot.impressions(ordinal), snapshot.positives(ordinal));
    return Answer.ok(new Video(call.id(), entry.published(), entry.details(), counters));
  }

  private Answer put(Call call) {
    byte[] body = call.body();
    return locks.holding(
        call.id(),
        () -> {
          Instant now = intake.now();
          Optional<Entry> before = videos.find(call.id());
          VideoDetails details =
              EventJson.readVideo(body, before.map(it -> it.details().publishedAt()).orElse(now));
          Entry after = new Entry(true, details);
          if (before.equals(Optional.of(after))) {
            return Answer.ok(new Receipt(0, 1));
          }
          String id = eventId(call, "put-video");
          boolean isThere = before.map(Entry::published).orElse(false);
          return store(
              call,
              isThere
                  ? new VideoUpdated(id, now, call.id(), details)
                  : new VideoPublished(id, now, call.id(), details),
              after);
        });
  }

  private Answer delete(Call call) {
    return locks.holding(
        call.id(),
        () -> {
          Entry before = known(call.id());
          if (!before.published()) {
            return Answer.ok(new Receipt(0, 1));
          }
          Instant now = intake.now();
          String id = eventId(call, "delete-video");
          return store(
              call, new VideoRemoved(id, now, call.id()), new Entry(false, before.details()));
        });
  }

  private Entry known(String video) {
    return videos
        .find(video)
        .orElseThrow(() -> Refusal.of(404, "id", video, "a video that was published"));
  }

  private Answer store(Call call, Event event, Entry after) {
    try {
      var appended = intake.take(event);
      videos.wrote(call.id(), state.applied(), after);
      return Answer.ok(new Receipt(1 - appended.repeated(), appended.repeated()));
    } catch (ConflictingEventException e) {
      throw Refusal.of(e).at("Idempotency-Key");
    }
  }

  /// The sender's idempotency key, or a new unique id. An event is created only if something
  /// changes.
  static String eventId(Call call, String what) {
    Optional<String> key = call.header("Idempotency-Key");
    if (key.isEmpty()) {
      return what + ":" + UUID.randomUUID();
    }
    if (key.get().isBlank()) {
      throw Refusal.of(400, "Idempotency-Key", key.get(), "a key, or no such header");
    }
    return QueryParameters.checkedId("Idempotency-Key", key.get());
  }
}
