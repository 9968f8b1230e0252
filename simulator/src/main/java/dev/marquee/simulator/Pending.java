package dev.marquee.simulator;

import dev.marquee.engine.events.Event;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/// Events that are decided but have not happened yet, because a viewer is still watching while
/// others act.
///
/// Its size is bounded by the viewers who are watching, not by the length of the run.
final class Pending {

  private final PriorityQueue<Entry> queue = new PriorityQueue<>();
  private long decided;

  /// The id of the next event.
  String nextId() {
    return "e" + decided;
  }

  void add(Event event) {
    queue.add(new Entry(event.at().toEpochMilli(), decided++, event));
  }

  /// Passes on the events until `at` in time order; events of the same time in the order they were
  /// decided.
  void happenUntil(Instant at, Consumer<Event> events) {
    long atMillis = at.toEpochMilli();
    while (!queue.isEmpty() && queue.peek().atMillis() <= atMillis) {
      events.accept(queue.poll().event());
    }
  }

  private record Entry(long atMillis, long sequence, Event event) implements Comparable<Entry> {

    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(atMillis, other.atMillis);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }
}
