package dev.marquee.testkit;

import static dev.marquee.testkit.EventLogContract.append;
import static dev.marquee.testkit.EventLogContract.assertConflict;
import static dev.marquee.testkit.EventLogContract.click;
import static dev.marquee.testkit.EventLogContract.ids;
import static dev.marquee.testkit.EventLogContract.idsUpTo;
import static dev.marquee.testkit.EventLogContract.otherClick;
import static dev.marquee.testkit.EventLogContract.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.EventLog.Appended;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The contract of every event log for repeated ids.
public interface RepeatedEventsContract {

  /// See [EventLogContract#open].
  EventLog open();

  @Test
  default void writesARepeatedEventOnce() {
    try (var log = open()) {
      append(log, List.of(click("1"), click("2")));
      Appended again = append(log, List.of(click("2"), click("3"), click("1")));
      assertThat(again.repeated()).isEqualTo(2);
      assertThat(idsUpTo(log, again)).containsExactlyInAnyOrder("1", "2", "3");
      assertThat(append(log, List.of(click("1"))).repeated()).isEqualTo(1);
      assertThat(read(log)).hasSize(3);
    }
  }

  @Test
  default void writesAnEventRepeatedWithinItsBatchOnce() {
    try (var log = open()) {
      assertThat(append(log, List.of(click("1"), click("1"), click("2"))).repeated()).isEqualTo(1);
      assertThat(read(log)).hasSize(2);
    }
  }

  @Test
  default void storesNothingOfABatchWithAConflict() {
    try (var log = open()) {
      append(log, List.of(click("1")));
      assertConflict(log.append(List.of(click("new"), otherClick("1"))), "1");
      assertThat(ids(log)).containsExactly("1");
      assertThat(append(log, List.of(otherClick("new"))).repeated()).isZero();
    }
  }

  @Test
  default void refusesABatchThatConflictsWithItself() {
    try (var log = open()) {
      assertConflict(log.append(List.of(click("2"), click("1"), otherClick("1"))), "1");
      assertThat(read(log)).isEmpty();
      assertThat(append(log, List.of(otherClick("1"))).repeated()).isZero();
    }
  }

  @Test
  default void refusesOneCallersConflictAndNobodyElses() {
    try (var log = open()) {
      var pending = new ArrayList<CompletableFuture<Appended>>();
      for (int i = 0; i < 300; i++) {
        pending.add(log.append(List.of(click("same"), click("a" + i))));
        pending.add(log.append(List.of(click("b" + i), otherClick("same"))));
      }
      for (int i = 0; i < 300; i++) {
        assertThat(pending.get(2 * i).join().repeated()).isEqualTo(i == 0 ? 0 : 1);
        assertConflict(pending.get(2 * i + 1), "same");
      }
      assertThat(ids(log))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(Stream.of("same"), IntStream.range(0, 300).mapToObj(i -> "a" + i))
                  .toList());
    }
  }
}
