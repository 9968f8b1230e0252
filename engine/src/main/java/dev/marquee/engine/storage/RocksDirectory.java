package dev.marquee.engine.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// The data directory: one RocksDB that holds the event log and the state folded from it.
///
/// One process writes; any number may read at the same time, and see the writes up to their last
/// [#refresh]. State is written asynchronously: what a crash loses is folded again from the log,
/// which reaches the disk before any state folded from it.
///
/// Safe for use by many threads. Closing waits for running calls.
public final class RocksDirectory implements AutoCloseable {

  /// Version of the format.
  public static final int FORMAT = 1;

  private static final byte[] FORMAT_KEY = "format".getBytes(UTF_8);

  /// The column families of state.
  public enum Family {
    USERS(RocksStore.USERS),
    VIDEOS(RocksStore.VIDEOS),
    META(RocksStore.META);

    private final String stored;

    Family(String stored) {
      this.stored = stored;
    }
  }

  /// Changes that are applied atomically.
  public interface Batch {

    void put(Family family, byte[] key, byte[] value);

    void delete(Family family, byte[] key);
  }

  private final RocksStore store;
  private final RocksEventLog log;

  private RocksDirectory(RocksStore store) {
    this.store = store;
    try {
      checkFormat();
      this.log = new RocksEventLog(store);
    } catch (RuntimeException | Error e) {
      store.close();
      throw e;
    }
  }

  /// Opens a directory for its one writer, and creates it if there is none.
  ///
  /// @throws DataDirectoryInUseException where another process writes to it
  /// @throws DataDirectoryFormatException where its format is unknown
  public static RocksDirectory open(Path path) {
    return new RocksDirectory(RocksStore.openForWriting(path));
  }

  /// Opens a directory for reading, whether or not a process writes to it.
  ///
  /// @throws DataDirectoryMissingException where there is none
  /// @throws DataDirectoryFormatException where its format is unknown
  public static RocksDirectory openForReading(Path path) {
    return new RocksDirectory(RocksStore.openForReading(path));
  }

  /// The event log.
  public RocksEventLog log() {
    return log;
  }

  /// The value of a key, or null.
  public byte[] get(Family family, byte[] key) {
    return store.using(db -> db.get(store.handle(family.stored), key));
  }

  /// The values of `keys` in their order, null where there is none.
  public List<byte[]> multiGet(Family family, List<byte[]> keys) {
    if (keys.isEmpty()) {
      return List.of(); // RocksDB asserts that there is one
    }
    var handles = Collections.nCopies(keys.size(), store.handle(family.stored));
    return store.using(db -> db.multiGetAsList(handles, keys));
  }

  /// Passes all entries of a family, as of now, to `reader` in the order of their keys.
  public void scan(Family family, BiConsumer<byte[], byte[]> reader) {
    store.using(
        db -> {
          try (var options = new ReadOptions().setFillCache(false);
              RocksIterator entries = db.newIterator(store.handle(family.stored), options)) {
            for (entries.seekToFirst(); entries.isValid(); entries.next()) {
              store.checkOpen();
              reader.accept(entries.key(), entries.value());
            }
            entries.status();
          }
          return null;
        });
  }

  /// Writes the batch that `changes` fills, atomically, without waiting for the disk.
  ///
  /// @throws IllegalStateException where the directory is open for reading
  public void write(Consumer<Batch> changes) {
    store.checkWritable();
    store.using(
        db -> {
          try (var batch = new WriteBatch();
              var options = new WriteOptions()) {
            changes.accept(new NativeBatch(store, batch));
            db.write(options, batch);
          }
          return null;
        });
  }

  /// Catches up with the writer, where the directory is open for reading. All appends until now
  /// become visible. State may still be an older version, but never older than before.
  public void refresh() {
    log.refresh();
  }

  /// Whether this process may write.
  public boolean isWritable() {
    return store.isWritable();
  }

  /// Number of syncs of RocksDB's write-ahead log since the opening.
  public long walSyncs() {
    return store.walSyncs();
  }

  /// Finishes pending appends to the log, and closes.
  @Override
  public void close() {
    log.close();
    store.close();
  }

  private void checkFormat() {
    byte[] found = get(Family.META, FORMAT_KEY);
    if (found == null && isWritable() && isEmpty()) {
      byte[] format = Integer.toString(FORMAT).getBytes(UTF_8);
      write(batch -> batch.put(Family.META, FORMAT_KEY, format));
      return;
    }
    String version = found == null ? "none" : new String(found, UTF_8);
    if (!version.equals(Integer.toString(FORMAT))) {
      throw new DataDirectoryFormatException(store.path(), version, FORMAT);
    }
  }

  private boolean isEmpty() {
    return store.using(
        db -> {
          try (RocksIterator blocks = db.newIterator(store.handle(RocksStore.LOG))) {
            blocks.seekToFirst();
            return !blocks.isValid();
          }
        });
  }

  private record NativeBatch(RocksStore store, WriteBatch batch) implements Batch {

    @Override
    public void put(Family family, byte[] key, byte[] value) {
      try {
        batch.put(store.handle(family.stored), key, value);
      } catch (RocksDBException e) {
        throw RocksStore.failed("not written", e);
      }
    }

    @Override
    public void delete(Family family, byte[] key) {
      try {
        batch.delete(store.handle(family.stored), key);
      } catch (RocksDBException e) {
        throw RocksStore.failed("not written", e);
      }
    }
  }
}
