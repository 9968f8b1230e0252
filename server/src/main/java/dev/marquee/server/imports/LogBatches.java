package dev.marquee.server.imports;

import dev.marquee.engine.Progress;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/// Appends many events in batches. A few batches are in flight at a time, so that the log syncs one
/// while the next is prepared.
final class LogBatches {

  private static final int BATCH_EVENTS = 4_000;
  private static final int BATCHES_AHEAD = 4;

  private final Function<List<Event>, CompletableFuture<EventLog.Appended>> append;
  private final Progress progress;
  private final long total;
  private final Deque<Sent> sent = new ArrayDeque<>();
  private List<Event> batch = new ArrayList<>(BATCH_EVENTS);
  private long durable;
  private long repeated;

  private record Sent(int events, CompletableFuture<EventLog.Appended> done) {}

  /// @param total how many events will come
  LogBatches(EventLog log, Progress progress, long total) {
    this(log::append, progress, total);
  }

  /// @param append takes a batch, in the order of calls
  /// @param total how many events will come; 0 if that is unknown
  LogBatches(
      Function<List<Event>, CompletableFuture<EventLog.Appended>> append,
      Progress progress,
      long total) {
    this.append = append;
    this.progress = progress;
    this.total = total;
  }

  void add(Event event) {
    batch.add(event);
    if (batch.size() == BATCH_EVENTS) {
      send();
    }
  }

  /// Waits until all events are durable.
  void finish() {
    if (!batch.isEmpty()) {
      send();
    }
    while (!sent.isEmpty()) {
      await();
    }
  }

  private void send() {
    if (sent.size() == BATCHES_AHEAD) {
      await();
    }
    sent.add(new Sent(batch.size(), append.apply(batch)));
    batch = new ArrayList<>(BATCH_EVENTS);
  }

  private void await() {
    Sent first = sent.remove();
    try {
      repeated += first.done.join().repeated();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    durable += first.events;
    progress.step("append events", durable, total);
  }

  /// What was appended; valid after [#finish] has returned.
  ImportSummary.Events events() {
    return new ImportSummary.Events(durable - repeated, repeated);
  }
}
