package dev.marquee.engine.training.examples;

import static dev.marquee.engine.events.Watch.Completion.ABANDONED;
import static dev.marquee.engine.events.Watch.Completion.COMPLETED;
import static dev.marquee.engine.events.Watch.Completion.UNSTATED;
import static dev.marquee.testkit.Script.details;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.UserState;
import dev.marquee.testkit.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Labels, as a replay of a real log writes them.
class AttributionTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Outcome IGNORED = new Outcome(false, false, 0, false);

  @TempDir Path folder;
  private final Script script = new Script();
  private Replayed replayed;
  private Instant last = Script.NOON;

  @BeforeEach
  void open() {
    replayed = new Replayed(folder);
    replayed.tell(script.published("cat"));
  }

  @AfterEach
  void close() {
    replayed.close();
  }

  private Outcome outcome(int example) {
    return replayed.examples().outcome(example);
  }

  @Test
  void anImpressionAloneIsNotClicked() {
    replayed.tell(script.shown("ann", "cat"));
    assertThat(replayed.examples().size()).isEqualTo(1);
    assertThat(outcome(0)).isEqualTo(IGNORED);
  }

  @Test
  void aClickWithinTheWindowCounts() {
    replayed.tell(script.shown("ann", "cat"), script.clicked("ann", "cat"));
    assertThat(outcome(0)).isEqualTo(new Outcome(true, false, 0, false));
  }

  @Test
  void aClickJustBeforeTheWindowClosesCountsAndOneAfterItDoesNot() {
    replayed.tell(script.shown("ann", "cat"), script.shown("bob", "cat"));
    replayed.tell(script.after(DAY.minusMillis(1)).clicked("ann", "cat"));
    replayed.tell(script.after(Duration.ofMillis(2)).clicked("bob", "cat"));
    replayed.tell(script.watched("bob", "cat", 95));
    assertThat(outcome(0).clicked()).isTrue();
    assertThat(outcome(1)).isEqualTo(IGNORED);
  }

  @Test
  void anOutcomeFromBeforeTheImpressionIsNotOfIt() {
    replayed.tell(script.shown("ann", "cat"));
    replayed.tell(script.after(SECOND.negated()).clicked("ann", "cat"));
    assertThat(outcome(0)).isEqualTo(IGNORED);
  }

  @Test
  void anOutcomeOfAnotherUserOrAnotherVideoIsNotOfIt() {
    replayed.tell(script.shown("ann", "cat"), script.clicked("bob", "cat"));
    replayed.tell(script.clicked("ann", "dog"), script.watched("ann", "dog", 95));
    assertThat(outcome(0)).isEqualTo(IGNORED);
  }

  @Test
  void ofTwoImpressionsTheLatestTakesTheOutcome() {
    replayed.tell(script.shown("ann", "cat"), script.after(SECOND).shown("ann", "cat"));
    replayed.tell(script.clicked("ann", "cat"), script.watched("ann", "cat", 10));
    assertThat(outcome(0)).isEqualTo(IGNORED);
    assertThat(outcome(1)).isEqualTo(new Outcome(true, false, 10, false));
  }

  @Test
  void aNamedFeedTakesItsOwnOutcomes() {
    replayed.tell(script.shown("ann", "cat", "f1", 0), script.shown("ann", "cat", "f2", 0));
    replayed.tell(script.clicked("ann", "cat", "f1"), script.watched("ann", "cat", "f2", 7));
    replayed.tell(script.clicked("ann", "cat", "f9"));
    assertThat(outcome(0)).isEqualTo(new Outcome(true, false, 0, false));
    assertThat(outcome(1)).isEqualTo(new Outcome(false, false, 7, false));
  }

  @Test
  void heartbeatsSumToACompletion() {
    replayed.tell(script.shown("ann", "cat"), script.clicked("ann", "cat"));
    for (int i = 0; i < 9; i++) {
      assertThat(outcome(0).completed()).isFalse();
      replayed.tell(script.after(SECOND).watched("ann", "cat", 10));
    }
    assertThat(outcome(0)).isEqualTo(new Outcome(true, true, 90, false));
  }

  @Test
  void completionIsThePlatformsWordOrTheShareOfTheStatedOrTheCatalogsDuration() {
    replayed.tell(script.published("long", details("c", "k", 1_000)));
    for (String user : new String[] {"u0", "u1", "u2", "u3", "u4"}) {
      replayed.tell(script.shown(user, "long"));
    }
    replayed.tell(script.watched("u0", "long", 1, 0, COMPLETED, false));
    replayed.tell(script.watched("u1", "long", 1_000, 0, ABANDONED, false));
    replayed.tell(script.watched("u2", "long", 90, 100, UNSTATED, false));
    replayed.tell(script.watched("u3", "long", 899, 0, UNSTATED, false));
    replayed.tell(script.watched("u4", "long", 900, 0, UNSTATED, false));
    Examples examples = replayed.examples();
    boolean[] completed = {true, false, true, false, true};
    for (int i = 0; i < completed.length; i++) {
      assertThat(examples.completed(i)).as("u" + i).isEqualTo(completed[i]);
      assertThat(examples.clicked(i)).as("a watch is no click").isFalse();
    }
  }

  @Test
  void theLastWatchClosesTheWindow() {
    replayed.tell(script.shown("ann", "cat"), script.shown("bob", "cat"));
    replayed.tell(script.watched("ann", "cat", 1, 0, UNSTATED, true));
    assertThat(outcome(0)).isEqualTo(new Outcome(false, false, 1, true));
    assertThat(outcome(1).known()).isFalse();
    assertThat(replayed.examples().usable(Long.MIN_VALUE)).isEmpty();
    replayed.tell(script.watched("bob", "cat", 1, 0, UNSTATED, true));
    assertThat(replayed.examples().usable(Long.MIN_VALUE)).containsExactly(0, 1);
  }

  @Test
  void lateOutcomesOfManyImpressionsLabelWhatTheStateCounts() {
    int shown = 50;
    for (int i = 0; i < shown; i++) {
      replayed.tell(script.published("v" + i), script.shown("ann", "v" + i, "f", i));
    }
    for (int i = 0; i < shown; i++) {
      replayed.tell(script.clicked("ann", "v" + i, "f"), script.watched("ann", "v" + i, "f", 95));
    }
    var result = replayed.replay(FoldSettings.defaults(), ExampleReplay.Span.all());
    Examples examples = result.examples();
    for (int i = 0; i < shown; i++) {
      assertThat(examples.outcome(i)).isEqualTo(new Outcome(true, true, 95, false));
    }
    UserState ann = result.fold().users().read("ann");
    assertThat(ann.clicks()).isEqualTo(shown);
    assertThat(ann.completions()).isEqualTo(shown);
  }

  @Test
  void labelsAndStatesCountTheSameClicksAndCompletions() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 3_000; i++) {
      Event event = script.any(random);
      // Who is erased keeps no state, and a late event is an outcome but no label.
      if (!(event instanceof UserErased) && !event.at().isBefore(last)) {
        last = event.at();
        replayed.tell(event);
      }
    }
    var result = replayed.replay(FoldSettings.defaults(), ExampleReplay.Span.all());
    int clicks = 0;
    for (int i = 0; i < result.examples().size(); i++) {
      clicks += result.examples().clicked(i) ? 1 : 0;
    }
    int counted = 0;
    for (String user : List.of("ann", "bob", "cid", "dee")) {
      counted += result.fold().users().read(user).clicks();
    }
    assertThat(clicks).as("seed %d", seed).isPositive().isEqualTo(counted);
  }
}
