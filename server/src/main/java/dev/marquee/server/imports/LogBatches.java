package dev.marquee.server.imports;

import dev.marquee.engine.Progress;
import dev.marquee.engine.events.ConflictingEventException;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.server.data.ImportException;
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

  private Event last;
  private long lastLine;
  private String stored = "nothing was stored";

  /// @param stored what a failure after it says of this and all batches before
  private record Sent(int events, String stored, CompletableFuture<EventLog.Appended> done) {}

  /// @param total number of events to append
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
    add(event, 0);
  }

  /// Adds the event of a line; 0 where the order is not that of the lines.
  ///
  /// @throws ImportException where the input is at fault, as where an id stands for another event;
  ///   it says what was stored
  /// @throws IllegalStateException where the log fails; it says what was stored
  void add(Event event, long line) {
    batch.add(event);
    last = event;
    lastLine = line;
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
    sent.add(new Sent(batch.size(), upToHere(), append.apply(batch)));
    batch = new ArrayList<>(BATCH_EVENTS);
  }

  private String upToHere() {
    return lastLine > 0
        ? "those up to line %,d".formatted(lastLine)
        : "those up to '%s' of %s".formatted(last.id(), last.at());
  }

  private void await() {
    Sent first = sent.remove();
    try {
      repeated += first.done.join().repeated();
    } catch (CompletionException e) {
      throw failed(e.getCause() == null ? e : e.getCause());
    }
    durable += first.events;
    String of = total == 0 ? "%,d".formatted(durable) : "%,d of %,d".formatted(durable, total);
    stored = of + " events are stored, " + first.stored;
    progress.step("append events", durable, total);
  }

  /// The failure of a batch, with what became of the others: those that were sent after it may be
  /// stored.
  private RuntimeException failed(Throwable cause) {
    long after = 0;
    for (Sent other : sent) {
      try {
        other.done.join();
        after += other.events;
      } catch (CompletionException e) {
        cause.addSuppressed(e);
      }
    }
    String message =
        "%s; %s%s: mend the cause and import the same again, what is stored is recognised"
            .formatted(
                cause.getMessage(),
                stored,
                after == 0 ? "" : ", and %,d after the failed batch".formatted(after));
    return cause instanceof ConflictingEventException || cause instanceof ImportException
        ? new ImportException(message, cause)
        : new IllegalStateException(message, cause);
  }

  /// What was appended; valid after [#finish] has returned.
  ImportSummary.Events events() {
    return new ImportSummary.Events(durable - repeated, repeated);
  }
}
