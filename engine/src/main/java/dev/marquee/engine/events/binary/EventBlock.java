package dev.marquee.engine.events.binary;

import dev.marquee.engine.bytes.BigEndian;
import dev.marquee.engine.events.CorruptLogException;
import dev.marquee.engine.events.Event;
import java.util.List;

/// Reads a block of consecutive events of the log, one by one.
///
/// A block is a version byte, the number of events (four bytes), the events as [EventCodec] writes
/// them, and the CRC-32C of everything before (four bytes). Blocks are independent: a reader may
/// start at any, and reading creates one [String] for each user, video and feed of a block.
public final class EventBlock {

  /// The current version.
  static final int VERSION = 1;

  private static final int COUNT_POSITION = 1;
  private static final int HEAD_BYTES = 5;
  private static final int CHECKSUM_BYTES = 4;

  private final BlockReader in;
  private final FieldReader values;
  private final int count;
  private long next;
  private final long end;

  /// Opens a block.
  ///
  /// @param bytes may be longer than the block
  /// @param size the length of the block
  /// @param first offset of its first event
  /// @throws CorruptLogException where it is damaged
  public EventBlock(byte[] bytes, int size, long first) {
    this.next = first;
    if (size < HEAD_BYTES + CHECKSUM_BYTES) {
      throw corrupt(0, new IllegalArgumentException("only " + size + " bytes"));
    }
    this.in = new BlockReader(bytes, size - CHECKSUM_BYTES);
    this.values = new FieldReader(in);
    int version = in.oneByte();
    if (version != VERSION) {
      throw corrupt(
          0, new IllegalArgumentException("block version " + version + ", expected " + VERSION));
    }
    this.count = in.int32();
    if (count < 1 || count > in.left()) {
      throw corrupt(
          COUNT_POSITION, new IllegalArgumentException(count + " events in " + size + " bytes"));
    }
    if (in.checksum() != BigEndian.int32(bytes, size - CHECKSUM_BYTES)) {
      throw corrupt(size - CHECKSUM_BYTES, new IllegalArgumentException("checksum differs"));
    }
    this.end = first + count - 1;
  }

  /// Replaces the contents of `out` by a block of `events`.
  public static void write(List<Event> events, BlockWriter out) {
    begin(out);
    for (Event event : events) {
      EventCodec.write(event, out);
    }
    finish(events.size(), out);
  }

  /// Starts a block; events follow by [EventCodec#write].
  public static void begin(BlockWriter out) {
    out.clear();
    out.oneByte(VERSION);
    out.int32(0);
  }

  /// Ends a block of `count` events.
  public static void finish(int count, BlockWriter out) {
    out.int32At(COUNT_POSITION, count);
    out.checksum();
  }

  public int count() {
    return count;
  }

  /// Offset of the block's last event.
  public long end() {
    return end;
  }

  /// Offset of the event that [#read] gives next.
  public long next() {
    return next;
  }

  public boolean hasNext() {
    return next <= end;
  }

  /// The next event.
  ///
  /// @throws CorruptLogException where it is damaged
  public Event read() {
    try {
      Event event = values.event();
      if (next == end && in.left() > 0) {
        throw new IllegalArgumentException(in.left() + " bytes too many");
      }
      next++;
      return event;
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
      throw corrupt(in.position(), e);
    }
  }

  private CorruptLogException corrupt(int position, RuntimeException cause) {
    return new CorruptLogException(
        "offset " + next + ", byte " + position + " of its block (" + cause.getMessage() + ")",
        cause);
  }
}
