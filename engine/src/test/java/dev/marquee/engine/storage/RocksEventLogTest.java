package dev.marquee.engine.storage;

import static dev.marquee.testkit.EventLogContract.append;
import static dev.marquee.testkit.EventLogContract.click;
import static dev.marquee.testkit.EventLogContract.clicks;
import static dev.marquee.testkit.EventLogContract.ids;
import static dev.marquee.testkit.EventLogContract.offsets;
import static dev.marquee.testkit.EventLogContract.read;
import static dev.marquee.testkit.EventLogContract.readAfter;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.bytes.BigEndian;
import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.CorruptLogException;
import dev.marquee.engine.events.EventLog;
import dev.marquee.testkit.EventLogContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

class RocksEventLogTest implements EventLogContract {

  @TempDir Path path;
  private RocksDirectory directory;

  @Override
  public RocksEventLog open() {
    close();
    directory = RocksDirectory.open(path);
    return directory.log();
  }

  @AfterEach
  void close() {
    if (directory != null) {
      directory.close();
      directory = null;
    }
  }

  @Test
  void numbersEventsFromOneWithoutGaps() {
    var log = open();
    append(log, clicks("a", 5_000));
    append(log, List.of(click("a0"), click("b")));
    assertThat(offsets(read(log))).isEqualTo(LongStream.rangeClosed(1, 5_001).boxed().toList());
    assertThat(log.end(0)).isEqualTo(5_001);
  }

  @Test
  void readsFromTheMiddleOfABlock() {
    var log = open();
    append(log, clicks("a", 20_000));
    for (long after : new long[] {0, 1, 1_000, 9_999, 19_999}) {
      assertThat(readAfter(log, 0, after).getFirst().offset()).isEqualTo(after + 1);
    }
    assertThat(readAfter(log, 0, 20_000)).isEmpty();
    assertThat(readAfter(log, 0, 1L << 40)).isEmpty();
  }

  @Test
  void hasOnePartition() {
    var log = open();
    assertThat(log.partitions()).isEqualTo(1);
    assertThatThrownBy(() -> log.end(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void waitsForTheDiskBeforeItAcknowledges() {
    var log = open();
    for (int i = 1; i <= 20; i++) {
      long syncs = directory.walSyncs();
      long groups = log.groupsCommitted();
      append(log, clicks("batch" + i + "-", 3));
      assertThat(log.groupsCommitted()).isEqualTo(groups + 1);
      assertThat(directory.walSyncs()).isGreaterThanOrEqualTo(syncs + 1);
    }
    assertThat(log.eventsAppended()).isEqualTo(60);
  }

  @Test
  void sharesOneSyncAmongManyCallers() {
    var log = open();
    long syncs = directory.walSyncs();
    var pending = new ArrayList<CompletableFuture<EventLog.Appended>>();
    for (int i = 0; i < 2_000; i++) {
      pending.add(log.append(List.of(click("c" + i))));
    }
    pending.forEach(CompletableFuture::join);
    assertThat(log.groupsCommitted()).isLessThan(1_000);
    assertThat(directory.walSyncs() - syncs).isGreaterThanOrEqualTo(log.groupsCommitted());
  }

  @Test
  void holdsCallersBackWhileTooMuchWaits() throws Exception {
    var queue = new AppendQueue();
    Thread taker = Thread.currentThread();
    assertThat(queue.put(PendingAppend.of(clicks("a", 70_000)), taker)).isTrue();
    var second =
        Thread.ofPlatform().start(() -> queue.put(PendingAppend.of(List.of(click("b"))), taker));
    second.join(Duration.ofMillis(50));
    assertThat(second.isAlive()).isTrue();
    assertThat(queue.put(PendingAppend.of(List.of(click("c"))), taker)).isTrue();
    assertThat(queue.takeGroup()).hasSize(1);
    second.join();
    assertThat(queue.takeGroup()).hasSize(2);
  }

  @Test
  void takesAppendsFromItsOwnThread() {
    var log = open();
    append(log, clicks("a", 10));
    var nested =
        log.append(List.of(click("b"))).thenCompose(done -> log.append(List.of(click("c"))));
    nested.join();
    assertThat(ids(log)).contains("b", "c");
  }

  @Test
  void refusesAppendsOnceItIsClosed() {
    var log = open();
    log.close();
    assertThat(log.append(List.of(click("1"))))
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableThat()
        .withMessageContaining("closed");
  }

  @Test
  void failsAppendsWithTheCauseAndRetriesForLaterOnes() {
    var full = new AtomicBoolean(true);
    var store = RocksStore.openForWriting(path);
    try (store;
        var log =
            new RocksEventLog(
                store,
                (db, options, batch) -> {
                  if (full.get()) {
                    throw new RocksDBException(
                        "No space left on device",
                        new Status(Status.Code.IOError, Status.SubCode.NoSpace, ""));
                  }
                  db.write(options, batch);
                })) {
      assertThatThrownBy(() -> append(log, clicks("a", 3)))
          .cause()
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("No space left on device");
      assertThat(log.end(0)).isZero();
      full.set(false);
      assertThat(append(log, clicks("a", 3)).repeated()).isZero();
      assertThat(offsets(read(log))).containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  void isReadBesideItsWriter() throws Exception {
    var log = open();
    append(log, clicks("a", 10));
    try (var reading = RocksDirectory.openForReading(path)) {
      assertThat(ids(reading.log())).isEqualTo(ids(log));
      append(log, clicks("b", 3_000));
      assertThat(reading.log().end(0)).isEqualTo(10);
      reading.refresh();
      assertThat(ids(reading.log())).isEqualTo(ids(log));
      assertThat(reading.log().awaitAfter(0, 3_010, Duration.ofMillis(1))).isFalse();
      append(log, clicks("c", 1));
      assertThat(reading.log().awaitAfter(0, 3_010, Duration.ofSeconds(30))).isTrue();
      assertThat(ids(reading.log())).endsWith("c0");
    }
  }

  @Test
  void isReadBesideAnErasure() {
    var log = open();
    append(log, clicks("a", 100));
    try (var reading = RocksDirectory.openForReading(path)) {
      assertThat(ids(reading.log())).contains("a5");
      log.erase(click("a5").user(), "gone", log.end(0));
      assertThat(read(reading.log())).hasSize(100);
      reading.refresh();
      assertThat(ids(reading.log())).isEqualTo(ids(log)).doesNotContain("a5");
    }
  }

  @Test
  void refusesAppendsWhereItIsOpenForReading() {
    append(open(), clicks("a", 1));
    try (var reading = RocksDirectory.openForReading(path)) {
      assertThat(reading.log().append(List.of(click("b"))))
          .failsWithin(Duration.ofSeconds(1))
          .withThrowableThat()
          .havingCause()
          .isInstanceOf(IllegalStateException.class)
          .withMessageContaining("open for reading");
      assertThatThrownBy(() -> reading.log().erase("ann", "gone", 1))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void saysWhichOffsetIsDamaged() {
    append(open(), clicks("a", 10));
    append(directory.log(), clicks("b", 10));
    close();
    try (var store = RocksStore.openForWriting(path)) {
      store.using(
          db -> {
            byte[] block = db.get(store.handle(RocksStore.LOG), BigEndian.int64(11));
            block[block.length / 2] ^= 1;
            db.put(store.handle(RocksStore.LOG), BigEndian.int64(11), block);
            return null;
          });
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(CorruptLogException.class)
        .hasMessageContaining("offset 11");
  }

  @Test
  void saysWhichOffsetIsMissing() {
    var log = open();
    append(log, clicks("a", 10));
    append(log, clicks("b", 10));
    append(log, clicks("c", 10));
    close();
    try (var store = RocksStore.openForWriting(path)) {
      store.using(
          db -> {
            db.delete(store.handle(RocksStore.LOG), BigEndian.int64(11));
            return null;
          });
    }
    var damaged = open();
    assertThatThrownBy(() -> read(damaged))
        .isInstanceOf(CorruptLogException.class)
        .hasMessageContaining("offset 11 (missing)");
    assertThatThrownBy(() -> readAfter(damaged, 0, 14))
        .isInstanceOf(CorruptLogException.class)
        .hasMessageContaining("offset 15 (missing)");
    assertThat(readAfter(damaged, 0, 20)).hasSize(10);
  }

  @Test
  void readsAndErasesWhileItIsWrittenTo() throws Exception {
    var log = open();
    append(log, clicks("a", 30_000));
    var writing =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 200; i++) {
                    append(log, clicks("w" + i + "-", 10));
                  }
                });
    log.erase("user3", "gone", log.end(0));
    log.erase("user4", "lost", log.end(0));
    writing.join();
    List<EventLogContract.Logged> all = read(log);
    assertThat(all).hasSize(32_000);
    assertThat(all.subList(0, 30_000))
        .noneMatch(logged -> EventLogContract.isOf("user3", logged.event()))
        .noneMatch(logged -> EventLogContract.isOf("user4", logged.event()))
        .anyMatch(logged -> EventLogContract.isOf("gone", logged.event()))
        .anyMatch(logged -> EventLogContract.isOf("lost", logged.event()));
  }

  /// Uncompressed bytes are found in the write-ahead log, and in files under their unit's name.
  @Test
  void leavesNoOldBytesOfAnErasedUserOnTheDisk() throws IOException {
    String name = "Q7zXw9LkPv3mNb8RtY2sHd6FgJ4cVx1A";
    var log = open();
    append(log, clicks("a", 10_000));
    append(log, List.of(new Click("x", NOON, name, "cat", "")));
    append(log, clicks("b", 10_000));
    assertThat(filesWith(name)).isNotEmpty();
    log.erase(name, "gone", log.end(0));
    assertThat(filesWith(name)).isEmpty();
    close();
    assertThat(filesWith(name)).isEmpty();
    assertThat(EventLogContract.eventsOfUser(open(), "gone")).hasSize(1);
  }

  @Test
  void finishesAnErasureThatACrashInterrupted() throws IOException {
    append(open(), clicks("a", 10));
    byte[] key = "log.erased".getBytes(ISO_8859_1);
    byte[] range = new byte[16];
    BigEndian.put(range, 0, 1L);
    BigEndian.put(range, 8, 1L);
    directory.write(batch -> batch.put(RocksDirectory.Family.META, key, range));
    open();
    assertThat(directory.get(RocksDirectory.Family.META, key)).isNull();
  }

  @Test
  void endsLongReadsWhenItsDirectoryCloses() throws Exception {
    var log = open();
    append(log, clicks("a", 10_000));
    var reading = new CountDownLatch(1);
    Set<Throwable> ends = ConcurrentHashMap.newKeySet();
    var reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    while (true) {
                      log.read(0, 0, (offset, event) -> true);
                      reading.countDown();
                    }
                  } catch (IllegalStateException e) {
                    ends.add(e);
                  }
                });
    reading.await();
    close();
    reader.join();
    assertThat(ends).hasSize(1);
  }

  private List<Path> filesWith(String text) throws IOException {
    try (var files = Files.list(path)) {
      var found = new ArrayList<Path>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), ISO_8859_1).contains(text)) {
          found.add(file);
        }
      }
      return found;
    }
  }
}
