package dev.marquee.engine.storage;

import dev.marquee.engine.bytes.BigEndian;
import dev.marquee.engine.events.binary.BlockWriter;
import org.apache.datasketches.hash.MurmurHash3;

/// A 128-bit hash of an event's id, by which the log detects repeated events.
///
/// Among 10^10 ids, 64-bit hashes collide; 128-bit hashes do not below about 10^18 ids.
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
