package dev.marquee.engine.state;

import java.nio.file.Path;

/// A kind of storage, which the scheme of the setting `events` chooses: `rocksdb:store`.
///
/// The embedded one is built in. An adapter's is found by [java.util.ServiceLoader].
public interface StorageKind {

  /// What stands before the colon: `rocksdb`, `kafka`.
  String scheme();

  /// Opens the storage for the process that serves, and makes it where there is none.
  ///
  /// @param location what stands behind the colon
  /// @param data the data directory, to which a relative place belongs
  Storage open(String location, Path data);

  /// Opens the storage beside a process that writes to it: reads only.
  Storage openForReading(String location, Path data);
}
