package dev.marquee.engine.storage;

import dev.marquee.engine.bytes.BigEndian;
import dev.marquee.engine.events.binary.BlockWriter;
import org.apache.datasketches.hash.MurmurHash3;

/// 128 bits of an event's id, under which the log remembers that it came.
///
/// Of 10^10 ids two share 64 bits; 128 bits are not shared before 10^18.
public record EventKey(long high, long low) {

  private static final long SEED = 0;

  /// The key of an event id.
  ///
  /// @param scratch a writer, whose bytes are replaced by the id's
  public static EventKey of(String id, BlockWriter scratch) {
    scratch.clear();
    scratch.text(id);
    long[] hash = MurmurHash3.hash(scratch.bytes(), 0, scratch.size(), SEED);
    return new EventKey(hash[0], hash[1]);
  }

  byte[] toBytes() {
    byte[] bytes = new byte[2 * Long.BYTES];
    BigEndian.put(bytes, 0, high);
    BigEndian.put(bytes, Long.BYTES, low);
    return bytes;
  }
}
