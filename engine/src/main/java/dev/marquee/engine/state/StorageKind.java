package dev.marquee.engine.state;

import java.nio.file.Path;

/// A kind of storage, selected by the scheme of the setting `events`: `rocksdb:store`.
///
/// The embedded one is built in. An adapter's is found by [java.util.ServiceLoader].
public interface StorageKind {

  /// The part before the colon: `rocksdb`, `kafka`.
  String scheme();

  /// Opens the storage for the serving process, and creates it if there is none.
  ///
  /// @param location the part after the colon
  /// @param data the data directory, against which a relative location is resolved
  Storage open(String location, Path data);

  /// Opens the storage for reading only, while another process may write to it.
  Storage openForReading(String location, Path data);
}
