package dev.marquee.server.imports;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.events.HistoryImported;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.Reaction;
import dev.marquee.engine.events.SettingsChanged;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.events.VideoEvent;
import dev.marquee.engine.events.Watch;
import dev.marquee.engine.events.binary.BlockWriter;
import dev.marquee.engine.events.binary.EventBlock;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/// Sorts any number of events by time in bounded memory (external merge sort): sorted runs go to
/// temporary files, which are merged.
///
/// Events of the same time are in the order of cause and effect: settings, catalog, profiles,
/// histories, feeds, impressions, clicks, reactions, follows, watches, erasures; then by id. So the
/// same events have one order, however they were divided into files. Not safe for use by many
/// threads.
final class EventSorter implements AutoCloseable {

  /// The order of [#forEach].
  static final Comparator<Event> ORDER =
      Comparator.comparing(Event::at).thenComparingInt(EventSorter::rank).thenComparing(Event::id);

  /// What a run holds, in [#size] units: about 200 MB of events.
  static final int RUN_SIZE = 400_000;

  private static final int BLOCK_EVENTS = 500;
  private static final int BUFFER_BYTES = 1 << 16;

  private final int runSize;
  private final List<Path> runs = new ArrayList<>();
  private final BlockWriter block = BlockWriter.ofBlocks();
  private List<Event> run = new ArrayList<>();
  private int filled;
  private long count;
  private long outOfOrder;
  private Instant latest = Instant.MIN;

  EventSorter() {
    this(RUN_SIZE);
  }

  EventSorter(int runSize) {
    this.runSize = runSize;
  }

  void add(Event event) {
    count++;
    if (event.at().isBefore(latest)) {
      outOfOrder++;
    } else {
      latest = event.at();
    }
    run.add(event);
    filled += size(event);
    if (filled >= runSize) {
      spill();
    }
  }

  long count() {
    return count;
  }

  /// How many events came after one with a later time.
  long outOfOrder() {
    return outOfOrder;
  }

  /// Passes all events in order.
  void forEach(Consumer<Event> sink) {
    run.sort(ORDER);
    List<Cursor> cursors = new ArrayList<>();
    try {
      for (Path file : runs) {
        cursors.add(new Cursor(file));
      }
      var queue = new PriorityQueue<Cursor>(Comparator.comparing(cursor -> cursor.next, ORDER));
      cursors.stream().filter(Cursor::advance).forEach(queue::add);
      var last = run.iterator();
      Event ofLast = last.hasNext() ? last.next() : null;
      while (ofLast != null || !queue.isEmpty()) {
        if (queue.isEmpty() || (ofLast != null && ORDER.compare(ofLast, queue.peek().next) <= 0)) {
          sink.accept(ofLast);
          ofLast = last.hasNext() ? last.next() : null;
        } else {
          Cursor first = queue.remove();
          sink.accept(first.next);
          if (first.advance()) {
            queue.add(first);
          }
        }
      }
    } finally {
      cursors.forEach(Cursor::close);
    }
  }

  private static int rank(Event event) {
    return switch (event) {
      case SettingsChanged _ -> 0;
      case VideoEvent _ -> 1;
      case ProfileUpdated _ -> 2;
      case HistoryImported _ -> 3;
      case FeedServed _ -> 4;
      case Impression _ -> 5;
      case Click _ -> 6;
      case Reaction _ -> 7;
      case Watch _ -> 9;
      case UserErased _ -> 10;
      // Follows, and any event whose place does not matter.
      default -> 8;
    };
  }

  /// The memory of an event, in units of a click or a watch.
  private static int size(Event event) {
    return switch (event) {
      case FeedServed served -> 1 + served.slots().size();
      case HistoryImported history -> 1 + history.shown().size() / 4;
      case VideoEvent _ -> 4;
      default -> 1;
    };
  }

  private void spill() {
    run.sort(ORDER);
    try {
      Path file = Files.createTempFile("marquee-sort-", "");
      runs.add(file);
      try (var out =
          new DataOutputStream(
              new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES))) {
        for (int from = 0; from < run.size(); from += BLOCK_EVENTS) {
          EventBlock.write(run.subList(from, Math.min(from + BLOCK_EVENTS, run.size())), block);
          out.writeInt(block.size());
          out.write(block.bytes(), 0, block.size());
        }
      }
    } catch (IOException e) {
      throw unsortable(e);
    }
    run = new ArrayList<>();
    filled = 0;
  }

  private static UncheckedIOException unsortable(IOException e) {
    return new UncheckedIOException(
        "cannot sort the events in '%s' (%s): free space there, or name another directory with"
                .formatted(System.getProperty("java.io.tmpdir"), e.getMessage())
            + " JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIR",
        e);
  }

  /// Deletes the temporary files.
  @Override
  public void close() {
    for (Path file : runs) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw unsortable(e);
      }
    }
    runs.clear();
  }

  /// A run that is read.
  private static final class Cursor {

    private final DataInputStream in;
    private EventBlock read;
    private Event next;

    Cursor(Path file) {
      try {
        in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
      } catch (IOException e) {
        throw unsortable(e);
      }
    }

    /// Reads the next event; false at the end.
    boolean advance() {
      try {
        if (read == null || !read.hasNext()) {
          if (in.available() == 0) {
            return false;
          }
          byte[] bytes = new byte[in.readInt()];
          in.readFully(bytes);
          read = new EventBlock(bytes, bytes.length, 1);
        }
        next = read.read();
        return true;
      } catch (IOException e) {
        throw unsortable(e);
      }
    }

    void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw unsortable(e);
      }
    }
  }
}
