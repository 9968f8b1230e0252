package dev.marquee.simulator;

import dev.marquee.engine.events.Event;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/// Events that are decided but have not happened yet: a viewer watches on while others act.
///
/// It holds one per viewer watching at a time, whatever the length of the run.
final class Pending {

  private final PriorityQueue<Entry> queue = new PriorityQueue<>();
  private long decided;

  /// An id for the next event.
  String nextId() {
    return "e" + decided;
  }

  void add(Event event) {
    queue.add(new Entry(event.at().toEpochMilli(), decided++, event));
  }

  /// Hands over what happens until `at`, in time order; at one time in the order decided.
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
