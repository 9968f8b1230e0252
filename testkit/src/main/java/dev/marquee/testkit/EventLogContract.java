package dev.marquee.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.ConflictingEventException;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.EventLog.Appended;
import dev.marquee.engine.events.Pseudonymous;
import dev.marquee.engine.events.SettingsChanged;
import dev.marquee.engine.events.UserEvent;
import dev.marquee.engine.events.VideoEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The contract of every event log.
public interface EventLogContract extends RepeatedEventsContract, ErasureContract {

  Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /// Opens an empty log; when called again in the same test after [EventLog#close], reopens the
  /// same log.
  @Override
  EventLog open();

  /// An event in the log with its place.
  record Logged(int partition, long offset, Event event) {}

  @Test
  default void givesBackWhatWasAppended(@Seed long seed) {
    List<Event> events = new RandomEvents(new Random(seed), "e").some(2_000);
    try (var log = open()) {
      append(log, events);
      assertThat(eventsOf(log)).containsExactlyInAnyOrderElementsOf(events);
      assertThat(eventsOfUser(log, "user1"))
          .isEqualTo(events.stream().filter(e -> isOf("user1", e)).toList());
    }
  }

  @Test
  default void isEmptyAtFirst() {
    try (var log = open()) {
      for (int partition = 0; partition < log.partitions(); partition++) {
        assertThat(log.end(partition)).isZero();
        assertThat(log.read(partition, 0, (offset, event) -> true)).isZero();
      }
    }
  }

  @Test
  default void endsAtTheLastEventOfEachPartition() {
    try (var log = open()) {
      append(log, clicks("c", 100));
      for (int partition = 0; partition < log.partitions(); partition++) {
        int number = partition;
        assertThat(log.end(partition))
            .isEqualTo(
                read(log).stream()
                    .filter(logged -> logged.partition() == number)
                    .mapToLong(Logged::offset)
                    .max()
                    .orElse(0));
      }
    }
  }

  @Test
  default void tellsWhereABatchEndedUp() {
    try (var log = open()) {
      append(log, clicks("a", 10));
      Appended appended = append(log, clicks("b", 10));
      append(log, clicks("c", 10));
      assertThat(appended.repeated()).isZero();
      assertThat(idsUpTo(log, appended)).contains("b0", "b9").doesNotContain("c0");
    }
  }

  @Test
  default void acknowledgesAnEmptyBatch() {
    try (var log = open()) {
      assertThat(append(log, List.of()).repeated()).isZero();
      assertThat(read(log)).isEmpty();
    }
  }

  @Test
  default void keepsEachUsersOrderUnderConcurrentAppends() throws Exception {
    try (var log = open()) {
      var threads = new ArrayList<Thread>();
      for (int t = 0; t < 8; t++) {
        String user = "user" + t;
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      for (int i = 0; i < 100; i++) {
                        var batch = new ArrayList<Event>();
                        for (int k = 0; k < 1 + i % 7; k++) {
                          batch.add(new Click(user + "-" + i + "-" + k, NOON, user, "cat", ""));
                        }
                        var _ = log.append(batch);
                      }
                      append(log, List.of(new Click(user + "-last", NOON, user, "cat", "")));
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      for (int t = 0; t < 8; t++) {
        String user = "user" + t;
        var expected = new ArrayList<String>();
        for (int i = 0; i < 100; i++) {
          for (int k = 0; k < 1 + i % 7; k++) {
            expected.add(user + "-" + i + "-" + k);
          }
        }
        expected.add(user + "-last");
        assertThat(eventsOfUser(log, user)).extracting(Event::id).isEqualTo(expected);
      }
    }
  }

  @Test
  default void readsOnFromAnyOffset() {
    try (var log = open()) {
      append(log, clicks("c", 500));
      List<Logged> all = read(log);
      for (int partition = 0; partition < log.partitions(); partition++) {
        int number = partition;
        List<Logged> ofPartition =
            all.stream().filter(logged -> logged.partition() == number).toList();
        for (int i = 0; i < ofPartition.size(); i += 7) {
          assertThat(readAfter(log, partition, ofPartition.get(i).offset()))
              .isEqualTo(ofPartition.subList(i + 1, ofPartition.size()));
        }
      }
    }
  }

  @Test
  default void replaysOnePartitionAfterTheOther() {
    try (var log = open()) {
      append(log, clicks("c", 100));
      var replayed = new ArrayList<Event>();
      var places = new ArrayList<Long>();
      long last =
          log.replay(
              (place, event) -> {
                places.add(place);
                return replayed.add(event);
              });
      assertThat(replayed).isEqualTo(eventsOf(log));
      assertThat(places).isSorted().doesNotHaveDuplicates();
      assertThat(last).isEqualTo(places.getLast()).isEqualTo(log.end());
      replayed.clear();
      assertThat(log.replay((place, event) -> replayed.add(event) && replayed.size() < 3))
          .isEqualTo(places.get(2));
      assertThat(replayed).hasSize(3);
    }
  }

  @Test
  default void stopsWhenTheReaderHasHadEnough() {
    try (var log = open()) {
      append(log, clicks("c", 100));
      Logged third =
          read(log).stream().filter(logged -> logged.partition() == 0).skip(2).findFirst().get();
      var taken = new ArrayList<Event>();
      long last =
          log.read(
              0,
              0,
              (offset, event) -> {
                taken.add(event);
                return taken.size() < 3;
              });
      assertThat(last).isEqualTo(third.offset());
      assertThat(taken).hasSize(3);
    }
  }

  @Test
  default void readsOnlyWhatWasThereAtTheCall() {
    try (var log = open()) {
      append(log, clicks("a", 10));
      var seen = new ArrayList<String>();
      for (int partition = 0; partition < log.partitions(); partition++) {
        log.read(
            partition,
            0,
            (offset, event) -> {
              seen.add(event.id());
              append(log, List.of(click("during" + seen.size())));
              return true;
            });
      }
      assertThat(seen).contains("a0", "a9");
      assertThat(seen.stream().filter(id -> id.startsWith("a"))).hasSize(10);
      assertThat(seen.size()).isLessThanOrEqualTo(10 * log.partitions());
    }
  }

  @Test
  default void letsReadersThrow() {
    try (var log = open()) {
      Appended appended = append(log, List.of(click("1")));
      assertThatThrownBy(
              () ->
                  log.read(
                      only(appended).getKey(),
                      0,
                      (offset, event) -> {
                        throw new IllegalArgumentException("the reader's own");
                      }))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the reader's own");
    }
  }

  @Test
  default void waitsForTheNextEvent() throws Exception {
    try (var log = open()) {
      var first = only(append(log, List.of(click("1"))));
      int partition = first.getKey();
      long offset = first.getValue();
      assertThat(log.awaitAfter(partition, offset - 1, Duration.ZERO)).isTrue();
      assertThat(log.awaitAfter(partition, offset, Duration.ofMillis(20))).isFalse();
      var waiting =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return log.awaitAfter(partition, offset, Duration.ofSeconds(30));
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      append(log, List.of(new Click("2", NOON, click("1").user(), "cat", "")));
      assertThat(waiting.get(30, SECONDS)).isTrue();
    }
  }

  @Test
  default void keepsEachUserAndEachVideoInAPartition(@Seed long seed) {
    List<Event> events = new RandomEvents(new Random(seed), "e").some(500);
    try (var log = open()) {
      append(log, events);
      for (Logged logged : read(log)) {
        switch (logged.event()) {
          case UserEvent it -> assertThat(logged.partition()).isEqualTo(log.partitionOf(it.user()));
          case VideoEvent it ->
              assertThat(logged.partition()).isEqualTo(log.partitionOf(it.video()));
          case SettingsChanged _ -> assertThat(logged.partition()).isEqualTo(log.partitionOf(""));
        }
      }
    }
  }

  @Test
  default void keepsEverythingWhenItIsOpenedAgain() {
    List<Logged> before;
    try (var log = open()) {
      append(log, clicks("a", 100));
      before = read(log);
    }
    try (var log = open()) {
      assertThat(read(log)).isEqualTo(before);
      assertThat(append(log, List.of(click("a7"), click("b"))).repeated()).isEqualTo(1);
      assertThat(read(log)).hasSize(101).containsAll(before);
    }
  }

  @Test
  default void finishesWhatWasAppendedBeforeItCloses() {
    var pending = new ArrayList<CompletableFuture<Appended>>();
    try (var log = open()) {
      for (int i = 0; i < 50; i++) {
        pending.add(log.append(clicks("batch" + i + "-", 20)));
      }
    }
    pending.forEach(CompletableFuture::join);
    try (var log = open()) {
      assertThat(read(log)).hasSize(1000);
    }
  }

  /// A user event without the user's identity.
  static Event nobody(Event event) {
    return new Pseudonymous("id", "nobody", feed -> "feed").of((UserEvent) event);
  }

  static Map.Entry<Integer, Long> only(Appended appended) {
    assertThat(appended.offsets()).hasSize(1);
    return appended.offsets().entrySet().iterator().next();
  }

  static Appended append(EventLog log, List<Event> events) {
    return log.append(events).orTimeout(60, SECONDS).join();
  }

  static Click click(String id) {
    return new Click(id, NOON, "user" + Math.floorMod(id.hashCode(), 20), "cat", "");
  }

  /// A click with the same id and other content.
  static Click otherClick(String id) {
    return new Click(id, NOON, click(id).user(), "dog", "");
  }

  static List<Event> clicks(String prefix, int count) {
    return IntStream.range(0, count).<Event>mapToObj(i -> click(prefix + i)).toList();
  }

  static List<Logged> read(EventLog log) {
    var all = new ArrayList<Logged>();
    for (int partition = 0; partition < log.partitions(); partition++) {
      all.addAll(readAfter(log, partition, 0));
    }
    return all;
  }

  static List<Logged> readAfter(EventLog log, int partition, long after) {
    var read = new ArrayList<Logged>();
    long last =
        log.read(
            partition, after, (offset, event) -> read.add(new Logged(partition, offset, event)));
    assertThat(last).isEqualTo(read.isEmpty() ? after : read.getLast().offset());
    return read;
  }

  static List<Event> eventsOf(EventLog log) {
    return eventsOf(read(log));
  }

  static List<Event> eventsOf(List<Logged> logged) {
    return logged.stream().map(Logged::event).toList();
  }

  static List<String> ids(EventLog log) {
    return eventsOf(log).stream().map(Event::id).toList();
  }

  static List<Long> offsets(List<Logged> logged) {
    return logged.stream().map(Logged::offset).toList();
  }

  /// The ids of the events at or before a place.
  static List<String> idsUpTo(EventLog log, Appended place) {
    return read(log).stream()
        .filter(logged -> logged.offset() <= place.offsets().getOrDefault(logged.partition(), 0L))
        .map(logged -> logged.event().id())
        .toList();
  }

  static List<Event> eventsOfUser(EventLog log, String user) {
    return eventsOf(log).stream().filter(event -> isOf(user, event)).toList();
  }

  static boolean isOf(String user, Event event) {
    return event instanceof UserEvent ofUser && ofUser.user().equals(user);
  }

  static <T extends Event> T only(Class<T> type, List<Event> events) {
    List<T> found = events.stream().filter(type::isInstance).map(type::cast).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  static void assertConflict(CompletableFuture<Appended> append, String id) {
    assertThatThrownBy(append::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            ConflictingEventException.class, conflict -> assertThat(conflict.id()).isEqualTo(id));
  }
}
