package dev.marquee.engine.storage;

import dev.marquee.engine.bytes.BigEndian;
import dev.marquee.engine.events.ConflictingEventException;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.binary.BlockWriter;
import dev.marquee.engine.events.binary.EventBlock;
import dev.marquee.engine.events.binary.EventCodec;
import dev.marquee.engine.storage.PendingAppend.Hashed;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// Writes a group of appends with one synchronous write: the blocks of events, and the digests of
/// their contents by the hashes of their ids.
///
/// For one thread.
final class GroupCommit {

  /// A block ends with the event by which it reaches this size.
  static final int BLOCK_BYTES = 64 << 10;

  private final RocksStore store;
  private final Write write;
  private final BlockWriter out = BlockWriter.ofBlocks();
  private final BitSet fresh = new BitSet();

  GroupCommit(RocksStore store, Write write) {
    this.store = store;
    this.write = write;
  }

  /// [RocksDB#write], or its replacement in a test.
  @FunctionalInterface
  interface Write {
    void write(RocksDB db, WriteOptions options, WriteBatch batch) throws RocksDBException;
  }

  /// The result of a group: the log's new end, and each append's place or refusal.
  record Outcome(long end, List<Answer> answers) {

    /// Completes the callers' futures.
    void complete(List<PendingAppend> group) {
      for (int i = 0; i < group.size(); i++) {
        switch (answers.get(i)) {
          case Stored(EventLog.Appended where) -> group.get(i).done().complete(where);
          case Refused(ConflictingEventException why) ->
              group.get(i).done().completeExceptionally(why);
        }
      }
    }
  }

  private sealed interface Answer {}

  private record Stored(EventLog.Appended where) implements Answer {}

  private record Refused(ConflictingEventException why) implements Answer {}

  /// Writes the new events of `group` after the offset `end`. All are durable when this returns;
  /// none can be read if it throws.
  Outcome write(List<PendingAppend> group, long end) {
    return store.using(
        db -> {
          try (var batch = new WriteBatch();
              var durable = new WriteOptions().setSync(true)) {
            var blocks = new Blocks(batch, end);
            var known = stored(db, group);
            var answers = new ArrayList<Answer>(group.size());
            for (PendingAppend append : group) {
              answers.add(add(append, known, blocks));
            }
            blocks.finish();
            if (blocks.last > end) {
              write.write(db, durable, batch);
            }
            return new Outcome(blocks.last, answers);
          }
        });
  }

  /// The digests in the log for the group's ids.
  private Object2LongOpenHashMap<EventKey> stored(RocksDB db, List<PendingAppend> group)
      throws RocksDBException {
    var keys = new ArrayList<EventKey>();
    var keyBytes = new ArrayList<byte[]>();
    for (PendingAppend append : group) {
      for (Hashed event : append.events()) {
        keys.add(event.key());
        keyBytes.add(event.key().toBytes());
      }
    }
    var handles = Collections.nCopies(keys.size(), store.handle(RocksStore.IDS));
    List<byte[]> digests = db.multiGetAsList(handles, keyBytes);
    var known = new Object2LongOpenHashMap<EventKey>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      if (digests.get(i) != null) {
        known.put(keys.get(i), BigEndian.int64(digests.get(i), 0));
      }
    }
    return known;
  }

  /// Adds all new events of an append to the blocks, or none where it conflicts with the log, with
  /// an earlier append of the group or with itself.
  private Answer add(PendingAppend append, Object2LongOpenHashMap<EventKey> known, Blocks blocks)
      throws RocksDBException {
    List<Hashed> events = append.events();
    fresh.clear();
    for (int i = 0; i < events.size(); i++) {
      Hashed event = events.get(i);
      if (!known.containsKey(event.key())) {
        known.put(event.key(), event.digest());
        fresh.set(i);
      } else if (known.getLong(event.key()) != event.digest()) {
        fresh.stream().forEach(added -> known.removeLong(events.get(added).key()));
        return new Refused(new ConflictingEventException(event.event().id()));
      }
    }
    for (int i = fresh.nextSetBit(0); i >= 0; i = fresh.nextSetBit(i + 1)) {
      blocks.add(events.get(i));
    }
    int repeated = events.size() - fresh.cardinality();
    return new Stored(EventLog.Appended.in(0, blocks.last, repeated));
  }

  /// Collects the blocks of one group into its batch.
  private final class Blocks {

    private final WriteBatch batch;
    private long last;
    private int count;

    Blocks(WriteBatch batch, long end) {
      this.batch = batch;
      this.last = end;
    }

    void add(Hashed event) throws RocksDBException {
      if (count == 0) {
        EventBlock.begin(out);
      }
      EventCodec.write(event.event(), out);
      batch.put(
          store.handle(RocksStore.IDS), event.key().toBytes(), BigEndian.int64(event.digest()));
      last++;
      count++;
      if (out.size() >= BLOCK_BYTES) {
        finish();
      }
    }

    void finish() throws RocksDBException {
      if (count > 0) {
        EventBlock.finish(count, out);
        batch.put(store.handle(RocksStore.LOG), BigEndian.int64(last - count + 1), out.toBytes());
        count = 0;
      }
    }
  }
}
