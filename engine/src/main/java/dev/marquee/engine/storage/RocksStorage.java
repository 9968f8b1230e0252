package dev.marquee.engine.storage;

import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.state.StateStore;
import dev.marquee.engine.state.Storage;
import dev.marquee.engine.state.StorageKind;
import java.nio.file.Path;

/// The embedded storage: events and states in one RocksDB.
public final class RocksStorage implements Storage {

  /// Chosen by `rocksdb:FOLDER`.
  public static final StorageKind KIND =
      new StorageKind() {
        @Override
        public String scheme() {
          return "rocksdb";
        }

        @Override
        public Storage open(String location, Path data) {
          return new RocksStorage(RocksDirectory.open(data.resolve(location)));
        }

        @Override
        public Storage openForReading(String location, Path data) {
          return new RocksStorage(RocksDirectory.openForReading(data.resolve(location)));
        }
      };

  private final RocksDirectory directory;
  private final RocksStateStore states;

  private RocksStorage(RocksDirectory directory) {
    this.directory = directory;
    this.states = new RocksStateStore(directory);
  }

  @Override
  public EventLog log() {
    return directory.log();
  }

  @Override
  public StateStore states() {
    return states;
  }

  @Override
  public void close() {
    directory.close();
  }
}
