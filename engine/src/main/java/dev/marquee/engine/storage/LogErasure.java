package dev.marquee.engine.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.engine.bytes.BigEndian;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.Limits;
import dev.marquee.engine.events.UserEvent;
import dev.marquee.engine.events.binary.BlockWriter;
import dev.marquee.engine.events.binary.EventBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// Rewrites the blocks that name a user, and makes RocksDB delete the old bytes from the disk.
///
/// It reads the whole log once and holds the rewritten blocks in memory until they are written
/// together. Appends and reads continue meanwhile; erasures wait for each other.
final class LogErasure {

  /// In `meta`: the first and the last rewritten block whose old bytes may still be on the disk.
  private static final byte[] UNFINISHED = "log.erased".getBytes(UTF_8);

  private final RocksStore store;
  private final BlockWriter out = BlockWriter.ofBlocks();
  private final ReentrantLock oneAtATime = new ReentrantLock();

  LogErasure(RocksStore store) {
    this.store = store;
  }

  void erase(String user, String pseudonym, long upTo) {
    Limits.id("user", user);
    Limits.id("pseudonym", pseudonym);
    oneAtATime.lock();
    try {
      store.using(
          db -> {
            rewrite(db, new Pseudonyms(user, pseudonym), upTo);
            dropOldBytes(db);
            return null;
          });
    } finally {
      oneAtATime.unlock();
    }
  }

  /// Finishes an erasure that a crash interrupted.
  void finishInterrupted() {
    store.using(
        db -> {
          dropOldBytes(db);
          return null;
        });
  }

  private void rewrite(RocksDB db, Pseudonyms pseudonyms, long upTo) throws RocksDBException {
    try (var batch = new WriteBatch();
        var durable = new WriteOptions().setSync(true);
        var cursor = new LogCursor(store, db, 1, upTo)) {
      long firstBlock = 0;
      long lastBlock = 0;
      while (cursor.advance()) {
        EventBlock block = cursor.block();
        long first = block.next();
        if (rewrite(block, pseudonyms, upTo)) {
          batch.put(store.handle(RocksStore.LOG), BigEndian.int64(first), out.toBytes());
          firstBlock = firstBlock == 0 ? first : firstBlock;
          lastBlock = first;
        }
      }
      if (lastBlock > 0) {
        byte[] range = new byte[2 * Long.BYTES];
        BigEndian.put(range, 0, firstBlock);
        BigEndian.put(range, Long.BYTES, lastBlock);
        batch.put(store.handle(RocksStore.META), UNFINISHED, range);
        db.write(durable, batch);
      }
    }
  }

  /// Writes the block without the user's identity into `out`.
  ///
  /// @return whether the block named the user
  private boolean rewrite(EventBlock block, Pseudonyms pseudonyms, long upTo) {
    List<Event> events = new ArrayList<>(block.count());
    boolean found = false;
    while (block.hasNext()) {
      long offset = block.next();
      Event event = block.read();
      if (offset <= upTo && event instanceof UserEvent ofUser && pseudonyms.concern(ofUser)) {
        found = true;
        events.add(pseudonyms.of(offset, ofUser));
      } else {
        events.add(event);
      }
    }
    if (found) {
      EventBlock.write(events, out);
    }
    return found;
  }

  /// Flushing all families retires the write-ahead logs with old bytes; compaction rewrites the
  /// files with old bytes.
  private void dropOldBytes(RocksDB db) throws RocksDBException {
    byte[] range = db.get(store.handle(RocksStore.META), UNFINISHED);
    if (range == null) {
      return;
    }
    try (var flush = new FlushOptions().setWaitForFlush(true);
        var compact =
            new CompactRangeOptions()
                .setExclusiveManualCompaction(false)
                .setBottommostLevelCompaction(BottommostLevelCompaction.kForceOptimized)) {
      db.flush(flush, store.handles());
      db.compactRange(
          store.handle(RocksStore.LOG),
          Arrays.copyOf(range, Long.BYTES),
          Arrays.copyOfRange(range, Long.BYTES, 2 * Long.BYTES),
          compact);
      markFinished(db);
    }
  }

  /// A reading process keeps the old blocks that it read from a write-ahead log until the next log
  /// changes the same family. So this deletes the offset 0, which holds nothing.
  private void markFinished(RocksDB db) throws RocksDBException {
    try (var batch = new WriteBatch();
        var options = new WriteOptions()) {
      batch.delete(store.handle(RocksStore.META), UNFINISHED);
      batch.delete(store.handle(RocksStore.LOG), BigEndian.int64(0));
      db.write(options, batch);
    }
  }
}
