package dev.marquee.engine.training.examples;

import static dev.marquee.testkit.Script.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.Progress;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.FeedId;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.training.examples.ExampleReplay.Span;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings;
import dev.marquee.engine.training.wideanddeep.WideAndDeepTrainer;
import dev.marquee.testkit.AppendOnlyLog;
import dev.marquee.testkit.MemoryStateStore;
import dev.marquee.testkit.Script;
import dev.marquee.testkit.Seed;
import dev.marquee.testkit.StateStoreContract;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A replay that starts at a saved fold gives the examples of one that starts at nothing.
class CheckpointReplayTest {

  private static final FoldSettings SETTINGS = FoldSettings.defaults();

  private final EventLog log = new AppendOnlyLog(1);

  /// A fold that was saved at the log's end and loaded again.
  private Fold checkpoint() {
    Fold fold = new Fold(SETTINGS);
    log.replay(
        (offset, event) -> {
          fold.apply(offset, event);
          return true;
        });
    var store = new MemoryStateStore();
    store.save(fold);
    return store.load(SETTINGS).orElseThrow();
  }

  private void tell(List<Event> events) {
    log.append(events).join();
  }

  private void tell(Event... events) {
    tell(List.of(events));
  }

  private Examples all() {
    return new ExampleReplay(log, SETTINGS, Progress.NONE).replay(Span.all()).examples();
  }

  private Examples from(Fold checkpoint) {
    return new ExampleReplay(log, SETTINGS, Progress.NONE)
        .replayFrom(checkpoint, Span.all())
        .examples();
  }

  /// What an example says: whose, when, its row and its labels.
  private static List<Object> told(Examples examples, int example) {
    int dense = examples.denseStart(example);
    int length = FeatureRows.DENSE;
    return List.of(
        examples.user(example),
        examples.at(example),
        examples.position(example),
        examples.outcome(example),
        Arrays.hashCode(Arrays.copyOfRange(examples.dense(example), dense, dense + length)),
        Arrays.hashCode(
            Arrays.copyOfRange(
                examples.hashed(example),
                examples.hashedStart(example),
                examples.hashedEnd(example))));
  }

  /// Of no erased users, whose examples go with what came before.
  private static List<Event> story(long seed, int count) {
    return StateStoreContract.story(seed, count).stream()
        .filter(event -> !(event instanceof UserErased) && !(event instanceof FeedServed))
        .toList();
  }

  /// A log of which the first part is in a checkpoint.
  private Fold split(long seed) {
    List<Event> events = story(seed, 2_000);
    tell(events.subList(0, 800));
    Fold checkpoint = checkpoint();
    tell(events.subList(800, events.size()));
    return checkpoint;
  }

  @Test
  void examplesAfterACheckpointAreThoseOfAWholeReplay(@Seed long seed) {
    Examples later = from(split(seed));
    Examples whole = all();
    int before = whole.size() - later.size();
    assertThat(later.size()).isPositive();
    assertThat(before).as("impressions before").isEqualTo(impressions(800));
    for (int i = 0; i < later.size(); i++) {
      assertThat(told(later, i)).as("seed %d", seed).isEqualTo(told(whole, before + i));
    }
  }

  private int impressions(int upTo) {
    int[] count = {0};
    log.replay(
        (offset, event) -> {
          count[0] += event instanceof Impression ? 1 : 0;
          return offset < upTo;
        });
    return count[0];
  }

  @Test
  void aRankerTrainedFromACheckpointIsTheOneOfTheWholeReplaysLaterExamples(@Seed long seed)
      throws InterruptedException {
    Examples later = from(split(seed));
    Examples whole = all();
    int before = whole.size() - later.size();
    var trainer = new WideAndDeepTrainer(WideAndDeepSettings.defaults(), Progress.NONE);
    WideAndDeepModel one = trainer.train(later, IntStream.range(0, later.size()).toArray());
    WideAndDeepModel other = trainer.train(whole, IntStream.range(before, whole.size()).toArray());
    float[] ofOne = predicted(one, later);
    assertThat(ofOne).as("seed %d", seed).containsExactly(predicted(other, later));
  }

  private static float[] predicted(WideAndDeepModel model, Examples examples) {
    float[] clicks = new float[examples.size()];
    model.predict(
        examples, IntStream.range(0, clicks.length).toArray(), clicks, new float[clicks.length]);
    return clicks;
  }

  @Test
  void anOutcomeOfAnImpressionBeforeItIsNoLabelAfterIt() {
    var script = new Script();
    tell(script.published("cat"), script.shown("ann", "cat", "old", 0));
    Fold checkpoint = checkpoint();
    tell(script.shown("ann", "cat", "new", 0), script.clicked("ann", "cat", "old"));
    Examples later = from(checkpoint);
    assertThat(later.size()).isEqualTo(1);
    assertThat(later.clicked(0)).isFalse();
  }

  @Test
  void aFeedThatReadWhatStoodAtTheCheckpointIsLearnedFrom() {
    var script = new Script();
    tell(script.published("cat"), script.shown("ann", "cat"));
    Fold checkpoint = checkpoint();
    String feed = new FeedId(0, NOON, 1).toString();
    tell(script.shown("ann", "cat"), script.served(feed, "ann", 2, 2, "cat"));
    tell(script.shown("ann", "cat", feed, 0));
    Examples later = from(checkpoint);
    assertThat(later.size()).isEqualTo(2);
    assertThat(told(later, 1)).isEqualTo(told(all(), 2));
  }

  @Test
  void impressionsOfFeedsThatReadWhatWasBeforeItAreLeftOut() {
    var script = new Script();
    String early = new FeedId(0, NOON, 1).toString();
    tell(
        script.published("cat"), script.published("dog"), script.served(early, "ann", 1, 0, "cat"));
    Fold checkpoint = checkpoint();
    tell(script.served("late", "ann", 1, 0, "cat"), script.shown("ann", "cat", early, 0));
    tell(script.shown("ann", "cat", "late", 0), script.shown("ann", "cat", "of the platform", 0));
    assertThat(from(checkpoint).size()).isEqualTo(1);
  }
}
