package dev.marquee.testkit;

import dev.marquee.engine.events.ConflictingEventException;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// A log that stores events by id in the order of appending, for tests of code that appends.
public final class MemoryLog implements EventLog {

  private final Map<String, Event> events = new LinkedHashMap<>();

  public List<Event> events() {
    return List.copyOf(events.values());
  }

  public <T extends Event> List<T> of(Class<T> type) {
    return events.values().stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Override
  public CompletableFuture<Appended> append(List<Event> batch) {
    Map<String, Event> added = new LinkedHashMap<>();
    int repeated = 0;
    for (Event event : batch) {
      Event before = events.getOrDefault(event.id(), added.get(event.id()));
      if (before != null && !before.equals(event)) {
        return CompletableFuture.failedFuture(new ConflictingEventException(event.id()));
      }
      repeated += before == null ? 0 : 1;
      added.put(event.id(), event);
    }
    added.forEach(events::putIfAbsent);
    return CompletableFuture.completedFuture(Appended.in(0, events.size(), repeated));
  }

  @Override
  public int partitions() {
    return 1;
  }

  @Override
  public int partitionOf(String key) {
    return 0;
  }

  @Override
  public long end(int partition) {
    return events.size();
  }

  @Override
  public long read(int partition, long after, Reader reader) {
    List<Event> all = new ArrayList<>(events.values());
    long offset = after;
    while (offset < all.size()) {
      Event event = all.get((int) offset++);
      if (!reader.read(offset, event)) {
        break;
      }
    }
    return offset;
  }

  @Override
  public boolean awaitAfter(int partition, long after, Duration timeout) {
    return events.size() > after;
  }

  @Override
  public void erase(String user, String pseudonym, long upTo) {
    throw new UnsupportedOperationException("an import erases nobody");
  }

  @Override
  public void close() {}
}
