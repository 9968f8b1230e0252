package dev.marquee.engine.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.storage.RocksDirectory.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

class RocksDirectoryTest {

  @TempDir Path path;

  @Test
  void keepsStateByFamily() {
    try (var directory = RocksDirectory.open(path)) {
      directory.write(
          batch -> {
            batch.put(Family.USERS, bytes("ann"), bytes("1"));
            batch.put(Family.USERS, bytes("bob"), bytes("2"));
            batch.put(Family.VIDEOS, bytes("ann"), bytes("3"));
          });
      directory.write(batch -> batch.delete(Family.USERS, bytes("bob")));
    }
    try (var directory = RocksDirectory.open(path)) {
      assertThat(directory.get(Family.USERS, bytes("ann"))).isEqualTo(bytes("1"));
      assertThat(directory.get(Family.USERS, bytes("bob"))).isNull();
      assertThat(directory.multiGet(Family.VIDEOS, List.of(bytes("bob"), bytes("ann"))))
          .containsExactly(null, bytes("3"));
      assertThat(directory.multiGet(Family.VIDEOS, List.of())).isEmpty();
    }
  }

  @Test
  void scansAFamilyInTheOrderOfItsKeys() {
    try (var directory = RocksDirectory.open(path)) {
      directory.write(
          batch -> {
            for (String key : List.of("c", "a", "b")) {
              batch.put(Family.VIDEOS, bytes(key), bytes(key + "1"));
            }
          });
      var seen = new ArrayList<String>();
      directory.scan(
          Family.VIDEOS,
          (key, value) -> seen.add(new String(key, UTF_8) + new String(value, UTF_8)));
      assertThat(seen).containsExactly("aa1", "bb1", "cc1");
    }
  }

  @Test
  void writesNothingOfABatchThatFails() {
    try (var directory = RocksDirectory.open(path)) {
      assertThatThrownBy(
              () ->
                  directory.write(
                      batch -> {
                        batch.put(Family.USERS, bytes("ann"), bytes("1"));
                        throw new IllegalStateException("the caller's own");
                      }))
          .hasMessage("the caller's own");
      assertThat(directory.get(Family.USERS, bytes("ann"))).isNull();
    }
  }

  @Test
  void showsAReaderWhatItsWriterWrote() {
    try (var writing = RocksDirectory.open(path);
        var reading = RocksDirectory.openForReading(path)) {
      writing.write(batch -> batch.put(Family.USERS, bytes("ann"), bytes("1")));
      assertThat(reading.get(Family.USERS, bytes("ann"))).isNull();
      reading.refresh();
      assertThat(reading.get(Family.USERS, bytes("ann"))).isEqualTo(bytes("1"));
      assertThatThrownBy(() -> reading.write(batch -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("open for reading");
    }
  }

  @Test
  void isReadWithoutAWriter() {
    try (var writing = RocksDirectory.open(path)) {
      writing.write(batch -> batch.put(Family.USERS, bytes("ann"), bytes("1")));
    }
    try (var reading = RocksDirectory.openForReading(path)) {
      assertThat(reading.get(Family.USERS, bytes("ann"))).isEqualTo(bytes("1"));
    }
  }

  @Test
  void refusesASecondWriter() {
    try (var first = RocksDirectory.open(path)) {
      assertThatThrownBy(() -> RocksDirectory.open(path))
          .isInstanceOf(DataDirectoryInUseException.class)
          .hasMessageContaining(path.toString())
          .hasMessageContaining("another marquee process (serve)")
          .hasMessageContaining("over HTTP");
      assertThat(first.isWritable()).isTrue();
    }
    RocksDirectory.open(path).close();
  }

  @Test
  void refusesToReadWhereNothingIs() {
    assertThatThrownBy(() -> RocksDirectory.openForReading(path.resolve("none")))
        .isInstanceOf(DataDirectoryMissingException.class)
        .hasMessageContaining("marquee import")
        .hasMessageContaining("marquee demo");
    assertThat(Files.exists(path.resolve("none"))).isFalse();
  }

  @Test
  void refusesAnUnknownFormat() {
    try (var directory = RocksDirectory.open(path)) {
      directory.write(batch -> batch.put(Family.META, bytes("format"), bytes("7")));
    }
    assertThatThrownBy(() -> RocksDirectory.open(path))
        .isInstanceOf(DataDirectoryFormatException.class)
        .hasMessageContaining("format version 7, expected 1");
    assertThatThrownBy(() -> RocksDirectory.openForReading(path))
        .isInstanceOf(DataDirectoryFormatException.class)
        .hasMessageContaining("format version 7, expected 1");
  }

  @Test
  void namesTheFormatOfALaterVersionWithOtherFamilies() throws Exception {
    try (var directory = RocksDirectory.open(path)) {
      directory.write(batch -> batch.put(Family.META, bytes("format"), bytes("2")));
    }
    try (var store = RocksStore.openForWriting(path)) {
      store.using(
          db -> {
            db.createColumnFamily(new ColumnFamilyDescriptor(bytes("later"))).close();
            return null;
          });
    }
    assertThatThrownBy(() -> RocksDirectory.open(path))
        .isInstanceOf(DataDirectoryFormatException.class)
        .hasMessageContaining("format version 2, expected 1");
  }

  @Test
  void refusesAForeignDatabase() throws Exception {
    RocksDB.loadLibrary();
    try (var options = new Options().setCreateIfMissing(true);
        var foreign = RocksDB.open(options, path.toString())) {
      foreign.put(bytes("a"), bytes("b"));
    }
    assertThatThrownBy(() -> RocksDirectory.openForReading(path))
        .hasMessageContaining(path.toString());
  }

  @Test
  void refusesEverythingOnceItIsClosed() {
    var directory = RocksDirectory.open(path);
    directory.close();
    directory.close();
    assertThatThrownBy(() -> directory.get(Family.USERS, bytes("ann")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
    assertThatThrownBy(() -> directory.write(batch -> {}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void leavesNoTemporaryFiles() throws Exception {
    RocksDirectory.open(path).close();
    long before = temporaryDirectories();
    RocksDirectory.openForReading(path).close();
    assertThat(temporaryDirectories()).isEqualTo(before);
  }

  private static long temporaryDirectories() throws Exception {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(f -> f.getFileName().toString().startsWith("marquee-reader")).count();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
