package dev.marquee.engine.training.examples;

import static dev.marquee.testkit.Script.NOON;
import static dev.marquee.testkit.Script.PHONE;
import static dev.marquee.testkit.Script.slot;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.engine.state.UserState;
import dev.marquee.engine.training.examples.ExampleReplay.Span;
import dev.marquee.testkit.Script;
import dev.marquee.testkit.Seed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleReplayTest {

  private static final FoldSettings SETTINGS = FoldSettings.defaults();
  private static final FoldSettings SERVED_IS_SEEN =
      new FoldSettings(
          SETTINGS.labels(),
          SETTINGS.attribution(),
          SETTINGS.sessionGap(),
          SETTINGS.counterHalfLife(),
          true,
          Columns.NONE);
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path folder;
  private final Script script = new Script();
  private Replayed replayed;

  @BeforeEach
  void open() {
    replayed = new Replayed(folder);
  }

  @AfterEach
  void close() {
    replayed.close();
  }

  /// What serving would hold at an offset of the log.
  private Fold foldedUpTo(long offset) {
    var fold = new Fold(SETTINGS);
    replayed
        .log()
        .replay(
            (at, event) -> {
              if (at <= offset) {
                fold.apply(at, event);
              }
              return true;
            });
    return fold;
  }

  private static long[] bits(Examples examples, int example) {
    int dense = examples.denseStart(example);
    int start = examples.hashedStart(example);
    int length = examples.hashedEnd(example) - start;
    long[] bits = new long[FeatureRows.DENSE + length];
    for (int i = 0; i < FeatureRows.DENSE; i++) {
      bits[i] = Float.floatToRawIntBits(examples.dense(example)[dense + i]);
    }
    for (int i = 0; i < length; i++) {
      bits[FeatureRows.DENSE + i] = examples.hashed(example)[start + i];
    }
    return bits;
  }

  private static long[] bits(FeatureRows rows, int row) {
    var one = new Examples();
    one.add(rows, row, "", 0, Context.UNKNOWN, 0, 0);
    return bits(one, 0);
  }

  /// Serves a feed as a server would that read the state of these offsets.
  private FeedServed serve(String feed, String user, long snapshotAt, long userAt, String... ids) {
    Snapshot snapshot = foldedUpTo(snapshotAt).now();
    UserState state = foldedUpTo(userAt).users().read(user);
    int[] videos = Arrays.stream(ids).mapToInt(snapshot.videos()::find).toArray();
    FeatureRows rows = FeatureRows.build(snapshot, state, PHONE, script.now(), videos);
    List<FeedServed.ServedSlot> slots = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      slots.add(slot(ids[i], rows.digest(i)));
    }
    return script.served(feed, user, snapshotAt, state.position(), slots);
  }

  @Test
  void anExampleHoldsTheFoldStoppedJustBeforeItsImpression(@Seed long seed) {
    var random = new SplittableRandom(seed);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      events.add(script.any(random));
    }
    replayed.tell(events);
    Examples examples = replayed.examples();
    long before = replayed.tell(script.after(SECOND).shown("eve", "v1", "", 4)) - 1;
    replayed.tell(script.clicked("eve", "v1"), script.shown("eve", "v1"));
    Examples more = replayed.examples();
    int example = examples.size();
    Fold then = foldedUpTo(before);
    FeatureRows rows =
        FeatureRows.build(
            then.now(),
            then.users().read("eve"),
            PHONE,
            script.now(),
            new int[] {then.videos().find("v1")});
    assertThat(bits(more, example)).as("seed %d", seed).isEqualTo(bits(rows, 0));
    assertThat(more.user(example)).isEqualTo("eve");
    assertThat(more.position(example)).isEqualTo(4);
    assertThat(more.surface(example)).isEqualTo("home");
    assertThat(more.at(example)).isEqualTo(script.now().toEpochMilli());
    assertThat(bits(more, example + 1)).isNotEqualTo(bits(more, example));
    for (int i = 0; i < example; i++) {
      assertThat(bits(more, i)).as("later events change no example").isEqualTo(bits(examples, i));
    }
  }

  @Test
  void laterEventsNeverChangeAnExample(@Seed long seed) {
    var random = new SplittableRandom(seed);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      Event event = script.any(random);
      // An erasure is meant to reach back: it takes a user's examples away.
      if (!(event instanceof dev.marquee.engine.events.UserErased)) {
        events.add(event);
      }
    }
    replayed.tell(events.subList(0, 600));
    Examples first = replayed.examples();
    replayed.tell(events.subList(600, events.size()));
    Examples all = replayed.examples();
    long firstEnd = events.get(599).at().toEpochMilli();
    int settled = 0;
    for (int i = 0; i < first.size(); i++) {
      assertThat(bits(all, i)).as("seed %d", seed).isEqualTo(bits(first, i));
      if (first.at(i) < firstEnd - Duration.ofHours(30).toMillis()) {
        assertThat(all.outcome(i)).as("seed %d", seed).isEqualTo(first.outcome(i));
        settled++;
      }
    }
    assertThat(first.size()).isPositive();
    assertThat(settled).isPositive();
    assertThat(all.size()).isGreaterThan(first.size());
  }

  @Test
  void aServedFeedIsLearnedFromAsItStoodWhenItWasServed() {
    replayed.tell(script.published("cat"), script.published("dog"));
    long read = replayed.tell(script.shown("ann", "cat"), script.clicked("ann", "cat"));
    // While the feed is made, more happens to the viewer and to the videos.
    replayed.tell(script.after(SECOND).shown("ann", "dog"), script.shown("bob", "cat"));
    FeedServed feed = serve("f1", "ann", read, read, "dog", "cat");
    replayed.tell(feed);
    replayed.tell(script.after(SECOND).clicked("bob", "cat"), script.watched("bob", "cat", 95));
    replayed.tell(script.after(SECOND).shown("ann", "cat", "f1", 7));
    ExampleReplay.ReplayResult result = replayed.replay(SETTINGS, Span.all());
    assertThat(result.skewChecked()).isEqualTo(2);
    assertThat(result.skewDifferent()).isEqualTo(0);
    Examples examples = result.examples();
    int served = examples.size() - 1;
    Fold then = foldedUpTo(read);
    int[] videos = {then.videos().find("dog"), then.videos().find("cat")};
    FeatureRows rows =
        FeatureRows.build(then.now(), then.users().read("ann"), PHONE, feed.at(), videos);
    assertThat(bits(examples, served)).isEqualTo(bits(rows, 1));
    assertThat(examples.position(served)).as("the slot it was served in").isEqualTo(1);
    assertThat(examples.at(served)).isEqualTo(script.now().toEpochMilli());
  }

  @Test
  void theSnapshotAndTheViewerMayStandAtDifferentPlaces() {
    long snapshot = replayed.tell(script.published("cat"), script.shown("ann", "cat"));
    long user = replayed.tell(script.clicked("ann", "cat"), script.watched("ann", "cat", 95));
    replayed.tell(script.after(SECOND).shown("bob", "cat"));
    replayed.tell(serve("f1", "ann", snapshot, user, "cat"));
    replayed.tell(serve("f2", "ann", snapshot, user, "cat"), serve("f3", "new", 1, 0, "cat"));
    ExampleReplay.ReplayResult result = replayed.replay(SETTINGS, Span.all());
    assertThat(result.skewChecked()).isEqualTo(3);
    assertThat(result.skewDifferent()).isEqualTo(0);
  }

  @Test
  void aRowThatWasServedOtherwiseIsCountedAsSkew() {
    long read = replayed.tell(script.published("cat"), script.published("dog"));
    FeedServed right = serve("f", "ann", read, 0, "cat", "dog");
    FeedServed.ServedSlot wrong = slot("dog", right.slots().get(1).digest() ^ 1);
    replayed.tell(script.served("f1", "ann", read, 0, List.of(right.slots().get(0), wrong)));
    replayed.tell(script.served("f2", "ann", read, 0, "cat"));
    ExampleReplay.ReplayResult result = replayed.replay(SETTINGS, Span.all());
    assertThat(result.skewChecked()).as("rows without digest are not checked").isEqualTo(2);
    assertThat(result.skewDifferent()).isEqualTo(1);
  }

  @Test
  void aFeedOfAnotherLogIsNotComparedAndItsImpressionIsOfNow() {
    replayed.tell(script.published("cat"), script.published("dog"));
    long read = replayed.tell(script.shown("bob", "cat"));
    FeedServed here = serve("f1", "ann", read, 0, "cat", "dog");
    FeedServed ofBob = serve("f2", "bob", read, read, "cat");
    replayed.tell(
        here.withPlaces(FeedServed.ELSEWHERE, FeedServed.ELSEWHERE),
        script.served("f2", "ann", read, read, ofBob.slots()));
    replayed.tell(script.after(SECOND).shown("ann", "cat", "f1", 7));
    ExampleReplay.ReplayResult result = replayed.replay(SETTINGS, Span.all());
    assertThat(result.skewChecked()).isZero();
    assertThat(result.skewNotCompared()).isEqualTo(3);
    Examples examples = result.examples();
    assertThat(examples.position(examples.size() - 1)).as("the impression's own").isEqualTo(7);
  }

  @Test
  void aFrozenReplayFindsNoSkewInFeedsItCannotKnow() {
    replayed.tell(script.published("cat"), script.shown("ann", "cat"));
    replayed.tell(script.after(SECOND).clicked("ann", "cat"));
    long read = replayed.tell(script.watched("ann", "cat", 95));
    replayed.tell(serve("f1", "ann", read, read, "cat"));
    ExampleReplay.ReplayResult result = replayed.replay(SETTINGS, Span.until(NOON.plusMillis(500)));
    assertThat(result.examples().size()).isEqualTo(1);
    assertThat(result.skewDifferent()).isEqualTo(0);
    assertThat(result.skewChecked()).isEqualTo(0);
  }

  @Test
  void anImpressionOfAVideoThatTheFeedDidNotServeIsOfNow() {
    long read = replayed.tell(script.published("cat"), script.published("dog"));
    replayed.tell(serve("f1", "ann", read, 0, "cat"));
    replayed.tell(script.shown("ann", "dog", "f1", 3), script.shown("ann", "dog", "f9", 2));
    Examples examples = replayed.examples();
    assertThat(examples.size()).isEqualTo(2);
    assertThat(examples.position(0)).isEqualTo(3);
    assertThat(examples.position(1)).isEqualTo(2);
  }

  @Test
  void everyServedSlotIsAnExampleWhereServedCountsAsSeen() {
    long read = replayed.tell(script.published("cat"), script.published("dog"));
    replayed.tell(script.served("f1", "ann", read, 0, "cat", "dog"));
    replayed.tell(script.shown("ann", "dog", "f1", 1), script.clicked("ann", "dog", "f1"));
    Examples examples = replayed.replay(SERVED_IS_SEEN, Span.all()).examples();
    assertThat(examples.size()).isEqualTo(2);
    assertThat(examples.clicked(0)).isFalse();
    assertThat(examples.clicked(1)).isTrue();
    assertThat(examples.position(1)).isEqualTo(1);
    assertThat(replayed.examples().size()).isEqualTo(1);
  }

  @Test
  void aSpanPicksExamplesButTheFoldSeesEverything() {
    replayed.tell(script.published("cat"), script.shown("ann", "cat"));
    replayed.tell(script.after(SECOND).shown("ann", "cat"));
    replayed.tell(script.after(SECOND).shown("ann", "cat"), script.clicked("ann", "cat"));
    Span second = new Span(NOON.plusSeconds(1), NOON.plusSeconds(2), Optional.empty());
    ExampleReplay.ReplayResult result = replayed.replay(SETTINGS, second);
    assertThat(result.examples().size()).isEqualTo(1);
    assertThat(result.examples().clicked(0)).as("the third impression's click").isFalse();
    assertThat(result.fold().users().read("ann").impressions()).isEqualTo(3);
    assertThat(result.latest()).hasValue(script.now());
  }

  @Test
  void untilATimeTheFoldStandsStillButOutcomesAreLearned() {
    replayed.tell(script.published("cat"), script.shown("ann", "cat"));
    replayed.tell(script.after(SECOND).clicked("ann", "cat"), script.shown("bob", "cat"));
    ExampleReplay.ReplayResult result = replayed.replay(SETTINGS, Span.until(NOON.plusSeconds(1)));
    assertThat(result.examples().size()).isEqualTo(1);
    assertThat(result.examples().clicked(0)).isTrue();
    assertThat(result.fold().users().read("bob").impressions()).isEqualTo(0);
  }

  @Test
  void anErasedUserGivesNoExamples() {
    replayed.tell(script.published("cat"), script.shown("ann", "cat"), script.shown("bob", "cat"));
    long erased = replayed.tell(script.erased("ann"));
    replayed.log().erase("ann", "nobody-1", erased);
    Examples examples = replayed.examples();
    assertThat(examples.size()).isEqualTo(1);
    assertThat(examples.user(0)).isEqualTo("bob");
  }

  @Test
  void anEmptyLogGivesNothing() {
    ExampleReplay.ReplayResult result = replayed.replay(SETTINGS, Span.all());
    assertThat(result.examples().size()).isEqualTo(0);
    assertThat(result.latest()).isEmpty();
    assertThat(result.fold().offset()).isEqualTo(0);
  }

  @Test
  void tellsOfItsProgress() {
    replayed.tell(script.published("cat"), script.shown("ann", "cat"));
    List<String> told = new ArrayList<>();
    new ExampleReplay(
            replayed.log(), SETTINGS, (what, done, total) -> told.add(what + done + "/" + total))
        .replay(Span.all());
    assertThat(told).last().isEqualTo("replaying the log2/2");
  }

  @Test
  void tellsOfEveryCompletion() {
    replayed.tell(script.published("cat"), script.watched("ann", "cat", 95));
    List<String> told = new ArrayList<>();
    new ExampleReplay(
            replayed.log(),
            SETTINGS,
            dev.marquee.engine.Progress.NONE,
            SignalHistory.NONE,
            (user, video, at) -> told.add(user + video))
        .replay(Span.all());
    assertThat(told).containsExactly("ann0");
  }
}
