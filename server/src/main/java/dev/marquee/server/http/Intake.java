package dev.marquee.server.http;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog.Appended;
import dev.marquee.engine.events.InvalidEventException;
import dev.marquee.engine.events.Limits;
import dev.marquee.engine.events.VectorLength;
import dev.marquee.engine.serving.LiveState;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Accepts events. All events of the API pass through here; when a method returns, they are durable
/// and folded.
final class Intake {

  private final LiveState state;
  private final InstantSource clock;
  private final ApiMetrics metrics;

  /// The length of the videos' vectors; 0 while there are none.
  private volatile int vectorLength;

  /// The result of storing a request's events.
  ///
  /// @param accepted number of events stored now
  /// @param repeated number of events that changed nothing: stored before with the same content, or
  ///   without effect
  record Receipt(int accepted, int repeated) {}

  Intake(LiveState state, InstantSource clock, ApiMetrics metrics) {
    this.state = state;
    this.clock = clock;
    this.metrics = metrics;
    this.vectorLength = state.snapshot().videos().vectorLength();
  }

  Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  /// Stores all of the events or none.
  Receipt take(List<Event> events) {
    requireNotAhead(events);
    if (events.isEmpty()) {
      return new Receipt(0, 0);
    }
    Appended appended = storeChecked(events, "events");
    return receipt(events.size(), appended.repeated());
  }

  /// Stores one event and returns its place in the log.
  Appended take(Event event) {
    Appended appended = storeChecked(List.of(event), "");
    receipt(1, appended.repeated());
    return appended;
  }

  private Receipt receipt(int events, int repeated) {
    metrics.stored(events - repeated, repeated);
    return new Receipt(events - repeated, repeated);
  }

  private void requireNotAhead(List<Event> events) {
    Instant latest = now().plus(Limits.AHEAD);
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).at().isAfter(latest)) {
        throw new InvalidEventException(
            "events[" + i + "].at",
            events.get(i).at(),
            "a time not more than 5 minutes after this server's, " + now());
      }
    }
  }

  private Appended storeChecked(List<Event> events, String list) {
    if (lengthWith(events, list) == vectorLength) {
      return store(events);
    }
    // The first vector sets the length of all vectors, so only one thread at a time may set it.
    synchronized (this) {
      int length = lengthWith(events, list);
      Appended appended = store(events);
      vectorLength = length;
      return appended;
    }
  }

  /// The length of vectors after adding those of the events.
  private int lengthWith(List<Event> events, String list) {
    int before = vectorLength;
    var vectors = new VectorLength(() -> before);
    for (int i = 0; i < events.size(); i++) {
      try {
        var _ = vectors.checked(events.get(i));
      } catch (InvalidEventException e) {
        throw list.isEmpty() ? e : e.withPath(list + "[" + i + "]");
      }
    }
    return vectors.length() == 0 ? before : vectors.length();
  }

  private Appended store(List<Event> events) {
    try {
      return state.ingest(events);
    } catch (IllegalStateException | UncheckedIOException e) {
      throw Refusal.saying(503, "server", "not ready", "a server that is ready", e.getMessage());
    }
  }
}
