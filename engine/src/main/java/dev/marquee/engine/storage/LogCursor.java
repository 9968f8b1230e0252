package dev.marquee.engine.storage;

import dev.marquee.engine.bytes.BigEndian;
import dev.marquee.engine.events.CorruptLogException;
import dev.marquee.engine.events.binary.EventBlock;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;

/// Iterates over the log's blocks in order, as of its opening.
///
/// For one thread, inside [RocksStore#using].
final class LogCursor implements AutoCloseable {

  /// Number of events from which on read-ahead is worth it.
  private static final long FAR = 10_000;

  private static final long READAHEAD_BYTES = 2 << 20;

  private final RocksStore store;
  private final ReadOptions options = new ReadOptions().setFillCache(false);
  private final RocksIterator blocks;
  private final long to;
  private final byte[] key = new byte[Long.BYTES];
  private byte[] value = new byte[128 << 10];
  private EventBlock block;
  private long expected;

  /// Starts before the block with the offset `from`; the last block is that with `to`.
  LogCursor(RocksStore store, RocksDB db, long from, long to) {
    this.store = store;
    this.to = to;
    this.expected = from;
    if (to - from > FAR) {
      options.setReadaheadSize(READAHEAD_BYTES);
    }
    this.blocks = db.newIterator(store.handle(RocksStore.LOG), options);
  }

  /// Offset of the last event in the log; 0 where it is empty.
  static long end(RocksStore store) {
    return store.using(
        db -> {
          try (RocksIterator blocks = db.newIterator(store.handle(RocksStore.LOG))) {
            blocks.seekToLast();
            if (!blocks.isValid()) {
              blocks.status();
              return 0L;
            }
            byte[] value = blocks.value();
            return new EventBlock(value, value.length, BigEndian.int64(blocks.key(), 0)).end();
          }
        });
  }

  /// Moves to the next block.
  ///
  /// @return whether there is one
  /// @throws CorruptLogException where it is damaged or missing
  boolean advance() {
    store.checkOpen();
    if (expected > to) {
      return false;
    }
    if (block == null) {
      blocks.seekForPrev(BigEndian.int64(expected));
    } else {
      blocks.next();
    }
    if (!blocks.isValid()) {
      throw corrupt(blocks);
    }
    blocks.key(key);
    int size = blocks.value(value);
    if (size > value.length) {
      value = new byte[size + size / 2];
      size = blocks.value(value);
    }
    long first = BigEndian.int64(key, 0);
    boolean atStart = block == null;
    block = new EventBlock(value, size, first);
    if (atStart ? block.end() < expected : first != expected) {
      throw missing();
    }
    expected = block.end() + 1;
    return true;
  }

  /// The block of the last [#advance]; valid until the next.
  EventBlock block() {
    return block;
  }

  private CorruptLogException corrupt(RocksIterator iterator) {
    try {
      iterator.status();
    } catch (RocksDBException e) {
      if (e.getStatus() != null && e.getStatus().getCode() != Status.Code.Corruption) {
        throw RocksStore.failed("offset " + expected + " of the event log cannot be read", e);
      }
      return new CorruptLogException("offset " + expected + " (" + e.getMessage() + ")", e);
    }
    return missing();
  }

  private CorruptLogException missing() {
    return new CorruptLogException("offset " + expected + " (missing)", null);
  }

  @Override
  public void close() {
    blocks.close();
    options.close();
  }
}
