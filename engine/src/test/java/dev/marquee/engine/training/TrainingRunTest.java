package dev.marquee.engine.training;

import static dev.marquee.testkit.Script.NOON;
import static dev.marquee.testkit.Script.PHONE;
import static dev.marquee.testkit.Script.details;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.MarqueeSettings;
import dev.marquee.engine.Progress;
import dev.marquee.engine.QuietModels;
import dev.marquee.engine.evaluation.SourceFusion;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.LearnedScore;
import dev.marquee.engine.features.Rows;
import dev.marquee.engine.math.Platt;
import dev.marquee.engine.models.Fusion;
import dev.marquee.engine.models.Manifest;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.models.als.AlsLoss;
import dev.marquee.engine.models.als.AlsModel;
import dev.marquee.engine.models.wideanddeep.InputLayout;
import dev.marquee.engine.models.wideanddeep.WideAndDeep;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import dev.marquee.engine.settings.Setting;
import dev.marquee.engine.settings.SettingTree;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.engine.training.als.AlsSettings;
import dev.marquee.engine.training.examples.ExampleReplay;
import dev.marquee.engine.training.examples.Examples;
import dev.marquee.engine.training.examples.Replayed;
import dev.marquee.engine.training.examples.SignalHistory;
import dev.marquee.engine.training.twotower.TwoTowerSettings;
import dev.marquee.engine.training.wideanddeep.RankerEvaluator;
import dev.marquee.engine.training.wideanddeep.WarmStart;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings;
import dev.marquee.engine.training.wideanddeep.WideAndDeepTrainerTest;
import dev.marquee.testkit.CountedReads;
import dev.marquee.testkit.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {

  private static final Instant LATER = Instant.parse("2026-06-01T00:00:00Z");
  private static final RetrievalSettings RETRIEVAL =
      new RetrievalSettings(
          new AlsSettings(8, 4, new AlsLoss(0.1, 0.003, 1), 0.1, 1, 2),
          TwoTowerSettings.defaults(),
          true,
          RetrievalSettings.defaults().itemToItem(),
          RetrievalSettings.defaults().graph(),
          RetrievalSettings.defaults().walk(),
          20);
  private static final TrainingRun RUN =
      new TrainingRun(
          FoldSettings.defaults(),
          RETRIEVAL,
          SourceFusion.defaults(),
          WideAndDeepTrainerTest.settings(12, 4, 1),
          "test",
          () -> LATER);

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

  /// Cat people click cats, dog people click dogs; one impression a minute.
  private List<Event> aBusyDay(int impressions) {
    var random = new SplittableRandom(5);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      events.add(script.published("cat" + i, details("c1", "cats", 100)));
      events.add(script.published("dog" + i, details("c2", "dogs", 100)));
    }
    for (int i = 0; i < impressions; i++) {
      script.after(Duration.ofMinutes(1));
      boolean catPerson = random.nextBoolean();
      boolean cat = random.nextBoolean();
      String user = (catPerson ? "catty" : "doggy") + random.nextInt(10);
      String video = (cat ? "cat" : "dog") + random.nextInt(20);
      events.add(script.shown(user, video));
      if (random.nextDouble() < (cat == catPerson ? 0.8 : 0.1)) {
        events.add(script.clicked(user, video));
        events.add(script.watched(user, video, random.nextInt(20, 110)));
      }
    }
    return events;
  }

  private Models train(Optional<Instant> until) throws InterruptedException {
    return RUN.train(replayed.log(), until, "m1", SignalHistory.NONE, Progress.NONE).models();
  }

  @Test
  void learnsFromTheLogWhoLikesWhat() throws InterruptedException {
    replayed.tell(aBusyDay(4_000));
    Models models = train(Optional.empty());
    Fold fold = replayed.replay(FoldSettings.defaults(), ExampleReplay.Span.all()).fold();
    int[] videos = {fold.videos().find("cat1"), fold.videos().find("dog1")};
    for (int i = 0; i < 10; i++) {
      float[] pClick = new float[2];
      FeatureRows rows =
          FeatureRows.build(
              fold.now(), fold.users().read("catty" + i), PHONE, script.now(), videos);
      models.ranker().predict(rows, pClick, new float[2]);
      assertThat(pClick[0]).as("catty%d", i).isGreaterThan(pClick[1]);
    }
    assertThat(models.als().items().ids()).contains("cat1", "dog1").doesNotHaveDuplicates();
  }

  @Test
  void theManifestTellsWhereTheModelsComeFrom() throws InterruptedException {
    long end = replayed.tell(aBusyDay(3_000));
    Manifest manifest = train(Optional.empty()).manifest();
    assertThat(manifest.version()).isEqualTo("m1");
    assertThat(manifest.run().createdAt()).isEqualTo(LATER);
    assertThat(manifest.run().dataUntil()).isEqualTo(script.now().plusMillis(1));
    assertThat(manifest.run().logOffset()).isEqualTo(end);
    assertThat(manifest.denseFeatures()).isEqualTo(FeatureRows.DENSE_NAMES);
    assertThat(SettingTree.of(MarqueeSettings.defaults()).settings())
        .extracting(Setting::key)
        .containsAll(manifest.settings().keySet());
    assertThat(manifest.settings())
        .containsEntry("ranker.schedule.epochs", "4")
        .containsEntry("training.retrieval.als.loss.regularisation", "0.003")
        .containsEntry("training.retrieval.two-tower.softmax.temperature", "0.1")
        .containsKey("fold.attribution.window");
    assertThat(manifest.run().code()).isEqualTo("test");
    assertThat(manifest.metrics().get("retrieval.users")).isEqualTo(20.0);
    assertThat(manifest.metrics().get("rate.click")).isBetween(0.35, 0.55);
    assertThat(manifest.metrics().get("skew.different")).isEqualTo(0.0);
  }

  /// Trains on from what is in production, and keeps what was said and what the ranker is judged
  /// by.
  private final class Warm {

    final List<String> notes = new ArrayList<>();
    final List<Instant> judgedBy = new ArrayList<>();

    Models train(WideAndDeepSettings settings, Models from, Instant until)
        throws InterruptedException {
      var run =
          new TrainingRun(RUN.fold(), RETRIEVAL, RUN.fusion(), settings, RUN.code(), RUN.clock());
      RankerEvaluator judge =
          (tried, served, examples, progress) -> {
            for (int example : tried.later()) {
              judgedBy.add(Instant.ofEpochMilli(examples.at(example)));
            }
            return Optional.empty();
          };
      Progress noting =
          new Progress() {
            @Override
            public void step(String what, long done, long total) {}

            @Override
            public void note(String what) {
              notes.add(what);
            }
          };
      Optional<WarmStart> start = Optional.of(WarmStart.of(from));
      return run.train(
              replayed.log(), Optional.of(until), "m2", SignalHistory.NONE, judge, start, noting)
          .models();
    }
  }

  private static Instant minute(int number) {
    return NOON.plus(Duration.ofMinutes(number)).plusMillis(1);
  }

  @Test
  void aWarmRankerLearnsFromWhatItsFormerDidNotAndIsJudgedByTheLatestOfIt()
      throws InterruptedException {
    replayed.tell(aBusyDay(6_000));
    Models production = train(Optional.of(minute(1_500)));
    assertThat(production.manifest().run().learnedUntil()).isEqualTo(minute(1_500));
    var warm = new Warm();
    Models models = warm.train(WideAndDeepTrainerTest.holding(0.5), production, minute(5_900));
    assertThat(models.manifest().settings()).containsEntry("warm", "m1");
    assertThat(models.manifest().run().examples()).isEqualTo(5_900 - 1_500);
    assertThat(models.manifest().run().learnedUntil()).isEqualTo(minute(5_900));
    assertThat(warm.judgedBy)
        .hasSize(1_100)
        .first()
        .isEqualTo(NOON.plus(Duration.ofMinutes(4_801)));
    assertThat(warm.notes.getFirst()).startsWith("ranker epoch 0: as it was; on the latest slice");
    WideAndDeep before = ((WideAndDeepModel) production.ranker()).networks().getFirst();
    WideAndDeep after = ((WideAndDeepModel) models.ranker()).networks().getFirst();
    assertThat(after.mean()).isEqualTo(before.mean());
    assertThat(after.scale()).isEqualTo(before.scale());
  }

  @Test
  void aRankerBeginsAnewWhereItCannotLearnOnAndSaysWhy() throws InterruptedException {
    replayed.tell(aBusyDay(3_000));
    Models production = train(Optional.of(minute(1_500)));
    var tooFew = new Warm();
    Models models = tooFew.train(RUN.ranker(), production, minute(2_900));
    assertThat(tooFew.notes)
        .contains(
            "the ranker is trained from scratch: the latest slice of the 1,400 examples since 'm1'"
                + " is of 210, expected at least 2,000");
    assertThat(models.manifest().settings()).doesNotContainKey("warm");
    assertThat(models.manifest().run().examples()).isEqualTo(2_900);
    var otherShape = new Warm();
    otherShape.train(WideAndDeepTrainerTest.settings(11, 1, 1), production, minute(2_900));
    assertThat(otherShape.notes.getFirst())
        .startsWith(
            "the ranker is trained from scratch: 'm1' is of bits=12, embedding=6, hidden=[16],")
        .contains(", expected bits=11, embedding=6, hidden=[16],");
  }

  @Test
  void anImportedRankerAndOneWithoutStudentAreNoWarmStart() {
    var als = new AlsModel(new AlsLoss(0.1, 0.003, 1), 1, List.of("cat"), new float[] {1});
    Models models = QuietModels.version("m1", QuietModels.around(als), Fusion.NONE, 0);
    assertThatThrownBy(() -> WarmStart.of(models))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'m1' has no student");
    RankerModel imported =
        new RankerModel() {
          @Override
          public void predict(FeatureRows rows, float[] pClick, float[] pWatch) {}

          @Override
          public void predict(Rows rows, int[] which, float[] pClick, float[] pWatch) {}
        };
    var other = new Models(models.manifest(), models.retrieval(), models.fusion(), imported);
    assertThatThrownBy(() -> WarmStart.of(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the ranker of 'm1' was imported");
  }

  @Test
  void whereAllOrNoneOfTheNewExamplesWereClickedARankerBeginsAnew() {
    Examples examples = new Examples();
    FeatureRows rows = WideAndDeepTrainerTest.rows();
    for (int i = 0; i < 8_000; i++) {
      examples.add(rows, 0, "u", 0, PHONE, i, 0);
      if (i < 4_000) {
        examples.click(i);
      }
    }
    WideAndDeepSettings settings = WideAndDeepTrainerTest.holding(0.5);
    var start = new WarmStart("m1", NOON, model(settings), model(settings.student()));
    assertThat(start.refusal(settings, examples, range(0, 8_000))).isEmpty();
    assertThat(start.refusal(settings, examples, range(0, 4_000)).orElseThrow())
        .contains("of the 4,000 examples since 'm1' 4,000 were clicked");
    assertThat(start.refusal(settings, examples, range(4_000, 8_000)).orElseThrow())
        .contains("of the 4,000 examples since 'm1' 0 were clicked");
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private static WideAndDeepModel model(WideAndDeepSettings of) {
    var shape =
        new WideAndDeep.Shape(
            InputLayout.ofRows(),
            of.architecture().hashBits(),
            of.architecture().embeddingSize(),
            of.architecture().hiddenSizes(),
            of.architecture().experts(),
            of.architecture().attention());
    return new WideAndDeepModel(
        List.of(WideAndDeep.zeros(shape)), new Platt(1, 0), new Platt(1, 0));
  }

  @Test
  void impressionsWhoseWindowIsOpenAreNotLearnedFrom() throws InterruptedException {
    replayed.tell(aBusyDay(3_000));
    // One impression a minute: of 3000, the last day's 1440 and the one a day ago are open.
    assertThat(train(Optional.empty()).manifest().run().examples()).isEqualTo(3_000 - 1_441);
  }

  @Test
  void untilATimeEveryEarlierImpressionIsLearnedFrom() throws InterruptedException {
    replayed.tell(aBusyDay(3_000));
    Instant until = NOON.plus(Duration.ofMinutes(1_001));
    Manifest manifest = train(Optional.of(until)).manifest();
    assertThat(manifest.run().examples()).isEqualTo(1_000);
    assertThat(manifest.run().dataUntil()).isEqualTo(until);
  }

  @Test
  void laterEventsDoNotChangeModelsUntilATime() throws InterruptedException, IOException {
    List<Event> day = aBusyDay(3_000);
    Instant until = NOON.plus(Duration.ofMinutes(1_001));
    int count = 0;
    while (day.get(count).at().isBefore(until)) {
      count++;
    }
    replayed.tell(day.subList(0, count));
    byte[] before = bytes(train(Optional.of(until)));
    replayed.tell(day.subList(count, day.size()));
    assertThat(bytes(train(Optional.of(until)))).isEqualTo(before);
  }

  /// A row of the first example after the earlier models' data, by viewer.
  private Map<String, List<Float>> firstScores(Instant until) throws InterruptedException {
    Examples examples =
        RUN.learnable(replayed.log(), Optional.of(until), SignalHistory.NONE, Progress.NONE)
            .replay()
            .examples();
    Map<String, List<Float>> first = new TreeMap<>();
    for (int example = 0; example < examples.size(); example++) {
      int from = examples.denseStart(example);
      List<Float> scores = new ArrayList<>();
      for (LearnedScore score : LearnedScore.ALL) {
        int column = FeatureRows.DENSE_NAMES.indexOf(score.label() + ": score");
        scores.add(examples.dense(example)[from + column]);
        float known = examples.dense(example)[from + column + 1];
        boolean isLater = example >= 0.4 * examples.size();
        assertThat(known).as("%s of %d", score, example).isEqualTo(isLater ? 1 : 0);
      }
      if (scores.getFirst() != 0) {
        first.putIfAbsent(examples.user(example), scores);
      }
    }
    return first;
  }

  @Test
  void scoresOfExamplesComeFromModelsWhoseDataEndedBefore()
      throws InterruptedException, IOException {
    List<Event> day = aBusyDay(3_000);
    replayed.tell(day);
    Map<String, List<Float>> scores = firstScores(script.now().plusMillis(1));
    assertThat(scores).hasSize(20);
    Instant from = NOON.plus(Duration.ofMinutes(1_201));
    replayed.close();
    replayed = new Replayed(folder.resolve("without what came after"));
    replayed.tell(
        day.stream()
            .filter(event -> event.at().isBefore(from) || event instanceof Impression)
            .toList());
    assertThat(firstScores(script.now().plusMillis(1))).isEqualTo(scores);
  }

  private static byte[] bytes(Models models) throws IOException {
    var out = new ByteArrayOutputStream();
    models.als().write(out);
    ((WideAndDeepModel) models.ranker()).write(out);
    return out.toByteArray();
  }

  @Test
  void theSameLogGivesTheSameModels() throws InterruptedException, IOException {
    replayed.tell(aBusyDay(2_500));
    assertThat(bytes(train(Optional.empty()))).isEqualTo(bytes(train(Optional.empty())));
  }

  @Test
  void readsTheLogTwiceForExamplesWeightsAndTheModelsOfEarlierTimes() throws InterruptedException {
    long events = replayed.tell(aBusyDay(2_500));
    var log = new CountedReads(replayed.log());
    var weights = new Fusion(Map.of("als", 1.0), 1);
    List<Fold> asked = new ArrayList<>();
    // One impression a minute, the first after a minute.
    Instant from = NOON.plus(Duration.ofMinutes(2_001));
    FusionLearner learner =
        (earlier, then, at, relevant, progress) -> {
          assertThat(at).isEqualTo(from);
          asked.add(then);
          return weights;
        };
    var run =
        new TrainingRun(RUN.fold(), RETRIEVAL, learner, RUN.ranker(), RUN.code(), RUN.clock());
    Models models =
        run.train(log, Optional.empty(), "m1", SignalHistory.NONE, Progress.NONE).models();
    assertThat(models.fusion()).isSameAs(weights);
    assertThat(log.events()).isEqualTo(2 * events);
    Snapshot then = asked.getFirst().snapshot();
    int shown = IntStream.range(0, then.videos().size()).map(then::impressions).sum();
    assertThat(shown).as("impressions that were known at that time").isEqualTo(2_000);
  }

  @Test
  void refusesALogThatHoldsTooLittleAndSaysWhatToSend() {
    assertThatThrownBy(() -> train(Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no events of users");
    replayed.tell(script.published("cat"), script.shown("ann", "cat"));
    assertThatThrownBy(() -> train(Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("send clicks and watches");
    replayed.tell(script.clicked("ann", "cat"), script.watched("ann", "cat", 40));
    assertThatThrownBy(() -> train(Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 examples with 0 clicks");
  }
}
