package dev.marquee.engine.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.TickerType;

/// An open RocksDB and its native objects, which are freed once no call uses them.
///
/// A use of freed native memory would crash the process, so every use goes through [#using].
final class RocksStore implements AutoCloseable {

  static final String LOG = "log";
  static final String IDS = "ids";
  static final String USERS = "users";
  static final String VIDEOS = "videos";
  static final String META = "meta";

  private static final List<String> FAMILIES = List.of("default", LOG, IDS, USERS, VIDEOS, META);

  /// Attempts to open while another process writes, which may delete a listed file before it is
  /// opened.
  private static final int READER_TRIES = 10;

  private final Path path;
  private final RocksOptions options;
  private final RocksDB db;
  private final List<ColumnFamilyHandle> handles;
  private final Optional<Path> readerPath;
  private final ReentrantReadWriteLock inUse = new ReentrantReadWriteLock();
  private volatile boolean closing;

  private RocksStore(
      Path path,
      RocksOptions options,
      RocksDB db,
      List<ColumnFamilyHandle> handles,
      Optional<Path> readerPath) {
    this.path = path;
    this.options = options;
    this.db = db;
    this.handles = handles;
    this.readerPath = readerPath;
  }

  static RocksStore openForWriting(Path path) {
    RocksDB.loadLibrary();
    var options = new RocksOptions();
    var handles = new ArrayList<ColumnFamilyHandle>();
    try {
      Files.createDirectories(path);
      var families = families(options, FAMILIES);
      families.addAll(families(options, laterFamilies(path)));
      RocksDB db = RocksDB.open(options.ofWriter(), path.toString(), families, handles);
      return new RocksStore(path, options, db, handles, Optional.empty());
    } catch (RocksDBException e) {
      options.close();
      throw isLocked(e)
          ? new DataDirectoryInUseException(path, e)
          : failed("data directory '" + path + "' cannot be opened", e);
    } catch (IOException e) {
      options.close();
      throw new UncheckedIOException("data directory '" + path + "' cannot be made", e);
    }
  }

  static RocksStore openForReading(Path path) {
    if (!isThere(path)) {
      throw new DataDirectoryMissingException(path);
    }
    RocksDB.loadLibrary();
    for (int triesLeft = READER_TRIES - 1; ; triesLeft--) {
      try {
        return tryForReading(path);
      } catch (RocksDBException e) {
        if (triesLeft == 0) {
          throw failed("data directory '" + path + "' cannot be read", e);
        }
      }
    }
  }

  private static RocksStore tryForReading(Path path) throws RocksDBException {
    var options = new RocksOptions();
    var handles = new ArrayList<ColumnFamilyHandle>();
    Path readerPath = temporaryDirectory();
    try {
      RocksDB db =
          RocksDB.openAsSecondary(
              options.ofReader(),
              path.toString(),
              readerPath.toString(),
              families(options, FAMILIES),
              handles);
      return new RocksStore(path, options, db, handles, Optional.of(readerPath));
    } catch (RocksDBException e) {
      options.close();
      delete(readerPath);
      throw e;
    }
  }

  /// Runs `work` while the store cannot be closed.
  ///
  /// @throws IllegalStateException where it is closed
  <T> T using(Work<T> work) {
    inUse.readLock().lock();
    try {
      checkOpen();
      return work.run(db);
    } catch (RocksDBException e) {
      throw failed("data directory '" + path + "'", e);
    } finally {
      inUse.readLock().unlock();
    }
  }

  /// Work on the open database.
  @FunctionalInterface
  interface Work<T> {
    T run(RocksDB db) throws RocksDBException;
  }

  /// Throws if a close has begun. Long work must call this now and then, since closing waits for
  /// it.
  void checkOpen() {
    if (closing) {
      throw new IllegalStateException("data directory '" + path + "' is closed: open it again");
    }
  }

  void checkWritable() {
    if (!isWritable()) {
      throw new IllegalStateException(
          "data directory '"
              + path
              + "' is open for reading, expected for writing: send events over HTTP to the process"
              + " that writes");
    }
  }

  boolean isWritable() {
    return readerPath.isEmpty();
  }

  Path path() {
    return path;
  }

  ColumnFamilyHandle handle(String family) {
    return handles.get(FAMILIES.indexOf(family));
  }

  List<ColumnFamilyHandle> handles() {
    return handles;
  }

  long walSyncs() {
    return using(db -> options.statistics().getTickerCount(TickerType.WAL_FILE_SYNCED));
  }

  static UncheckedIOException failed(String what, RocksDBException cause) {
    return new UncheckedIOException(what + ": " + cause.getMessage(), new IOException(cause));
  }

  @Override
  public void close() {
    closing = true;
    inUse.writeLock().lock();
    try {
      if (db.isOwningHandle()) {
        handles.forEach(ColumnFamilyHandle::close);
        db.close();
        options.close();
        readerPath.ifPresent(RocksStore::delete);
      }
    } finally {
      inUse.writeLock().unlock();
    }
  }

  private static boolean isThere(Path path) {
    return Files.exists(path.resolve("CURRENT"));
  }

  /// Families of a later format are opened too, so that its version can be read and named.
  private static List<String> laterFamilies(Path path) throws RocksDBException {
    if (!isThere(path)) {
      return List.of();
    }
    try (var listing = new Options()) {
      return RocksDB.listColumnFamilies(listing, path.toString()).stream()
          .map(name -> new String(name, UTF_8))
          .filter(name -> !FAMILIES.contains(name))
          .toList();
    }
  }

  private static List<ColumnFamilyDescriptor> families(RocksOptions options, List<String> names) {
    var families = new ArrayList<ColumnFamilyDescriptor>();
    for (String name : names) {
      var ofFamily =
          switch (name) {
            case LOG -> options.ofLog();
            case IDS -> options.ofIds();
            case USERS, VIDEOS -> options.ofStates();
            default -> options.ofFew();
          };
      families.add(new ColumnFamilyDescriptor(name.getBytes(UTF_8), ofFamily));
    }
    return families;
  }

  private static boolean isLocked(RocksDBException e) {
    return e.getStatus() != null
        && e.getStatus().getCode() == Status.Code.IOError
        && (e.getMessage().contains("While lock file")
            || e.getMessage().contains("lock hold by current process"));
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("marquee-reader");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory for reading", e);
    }
  }

  /// RocksDB leaves only its LOG files there, and no folders.
  private static void delete(Path directory) {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("temporary directory '" + directory + "' stays", e);
    }
  }
}
