package dev.marquee.engine.serving;

import static dev.marquee.testkit.TinyPlatform.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.StateStore;
import dev.marquee.testkit.AppendOnlyLog;
import dev.marquee.testkit.MemoryStateStore;
import dev.marquee.testkit.Seed;
import dev.marquee.testkit.StateStoreContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Live state over a log of several partitions, each of which has offsets of its own.
class PartitionedLogTest {

  private static final FoldSettings FOLD = FoldSettings.defaults();

  /// Saves only when it closes.
  private static final LiveStateSettings SELDOM =
      new LiveStateSettings(
          Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofHours(1), 1_000_000, 1_000);

  private final EventLog log = new AppendOnlyLog(4);
  private final StateStore store = new MemoryStateStore();

  private LiveState live(EventLog of) {
    return new LiveState(of, store, FOLD, SELDOM, () -> NOON);
  }

  private Fold saved() {
    return store.load(FOLD).orElseThrow();
  }

  /// Folds what a log holds after where a fold stands, as a start does.
  private Fold caughtUp(Fold fold) {
    for (int partition = 0; partition < log.partitions(); partition++) {
      int from = partition;
      log.read(
          from,
          fold.offset(from),
          (offset, event) -> {
            fold.apply(from, offset, event);
            return true;
          });
    }
    return fold;
  }

  @Test
  void aRestartFoldsTheRestOfEachPartition(@Seed long seed) {
    List<Event> events = StateStoreContract.story(seed, 900);
    Fold uninterrupted = new Fold(FOLD);
    for (int end = 300; end <= 900; end += 300) {
      // While nobody follows, the log grows.
      log.append(events.subList(end - 300, end)).join();
      caughtUp(uninterrupted);
      try (LiveState live = live(log)) {
        assertThat(live.applied()).isEqualTo(end);
        assertThat(live.snapshot().number()).isEqualTo(end);
      }
      assertThat(saved().offsets())
          .containsExactly(log.end(0), log.end(1), log.end(2), log.end(3))
          .containsExactly(uninterrupted.offsets());
      assertThat(StateStoreContract.bytes(saved()))
          .as("seed %d", seed)
          .containsExactlyElementsOf(StateStoreContract.bytes(uninterrupted));
    }
  }

  @Test
  void whatIsSentBetweenTwoRestartsIsFoldedOnce(@Seed long seed) {
    Fold uninterrupted = new Fold(FOLD);
    List<Event> events = new ArrayList<>(StateStoreContract.story(seed, 120));
    for (int run = 0; run < 3; run++) {
      try (LiveState live = live(log)) {
        for (Event event : events.subList(40 * run, 40 * run + 40)) {
          live.ingest(List.of(event));
          caughtUp(uninterrupted);
        }
      }
      assertThat(StateStoreContract.bytes(saved()))
          .as("seed %d", seed)
          .containsExactlyElementsOf(StateStoreContract.bytes(uninterrupted));
    }
  }

  @Test
  void stateOfMorePartitionsThanTheLogHasIsRefused() {
    log.append(StateStoreContract.story(1, 300)).join();
    live(log).close();
    assertThatThrownBy(() -> live(new AppendOnlyLog(2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the saved state belongs to an event log of at least 4 partitions, and this one has 2:"
                + " start with an empty state");
  }
}
