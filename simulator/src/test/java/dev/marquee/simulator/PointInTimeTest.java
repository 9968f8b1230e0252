package dev.marquee.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.Progress;
import dev.marquee.engine.Request;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.catalog.Columns.Kind;
import dev.marquee.engine.evaluation.SourceFusion;
import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.VideoRemoved;
import dev.marquee.engine.events.VideoUpdated;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.models.ModelSignals;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.serving.Feed;
import dev.marquee.engine.serving.FunnelFactory;
import dev.marquee.engine.serving.LiveState;
import dev.marquee.engine.serving.LiveStateSettings;
import dev.marquee.engine.serving.Recommender;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.engine.storage.RocksStateStore;
import dev.marquee.engine.training.RetrievalSettings;
import dev.marquee.engine.training.TrainingRun;
import dev.marquee.engine.training.examples.ExampleReplay;
import dev.marquee.engine.training.examples.ExampleReplay.Span;
import dev.marquee.engine.training.examples.Examples;
import dev.marquee.engine.training.examples.SignalHistory;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The two properties that make training data true: an example knows nothing of its future, and the
/// row that training sees is the row that serving saw. Over simulated logs.
class PointInTimeTest {

  /// Short, so that many windows close inside a small log.
  private static final FoldSettings FOLD =
      new FoldSettings(
          FoldSettings.defaults().labels(),
          new FoldSettings.Attribution(Duration.ofHours(3), 2_000),
          Duration.ofMinutes(30),
          Duration.ofHours(12),
          false,
          new Columns(
              Map.of("followers", Kind.NUMBER, "code", Kind.CATEGORY, "id", Kind.IGNORED),
              Map.of("width", Kind.NUMBER, "code", Kind.CATEGORY)));

  private static final WorldSettings SMALL =
      WorldSettings.defaults().withViewers(80).withVideos(300).withDays(3);

  private static final int FEEDS = 150;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void laterEventsNeverChangeAnExample(long seed) {
    List<Event> events = simulated(SMALL.withSeed(seed));
    var random = new SplittableRandom(seed);
    Examples whole = examples("whole", withUpheaval(events));
    assertThat(whole.size()).isGreaterThan(2_000);
    for (int trial = 0; trial < 4; trial++) {
      int cut = random.nextInt(events.size() / 2, events.size());
      Examples early = examples("early-" + trial, events.subList(0, cut));
      long end = events.get(cut - 1).at().toEpochMilli();
      assertThat(early.size()).isLessThanOrEqualTo(whole.size());
      for (int i = 0; i < early.size(); i++) {
        assertThat(row(early, i)).as("features of example %d", i).isEqualTo(row(whole, i));
        if (early.at(i) + FOLD.attributionWindow().toMillis() <= end) {
          assertThat(early.outcome(i)).as("outcome of example %d", i).isEqualTo(whole.outcome(i));
        }
      }
    }
  }

  /// The same events, and then every video is renamed, moved and removed.
  private static List<Event> withUpheaval(List<Event> events) {
    List<Event> all = new ArrayList<>(events);
    Instant after = events.getLast().at().plusSeconds(1);
    for (Event event : events) {
      if (event instanceof VideoPublished published) {
        VideoDetails details = published.details();
        all.add(
            new VideoUpdated(
                "up-" + event.id(), after, published.video(), details.withTitle("renamed")));
        all.add(new VideoRemoved("rm-" + event.id(), after, published.video()));
      }
    }
    return all;
  }

  private static List<Object> row(Examples examples, int i) {
    return List.of(
        examples.user(i),
        examples.at(i),
        Arrays.hashCode(
            Arrays.copyOfRange(
                examples.dense(i),
                examples.denseStart(i),
                examples.denseStart(i) + FeatureRows.DENSE)),
        Arrays.hashCode(
            Arrays.copyOfRange(
                examples.hashed(i), examples.hashedStart(i), examples.hashedEnd(i))));
  }

  private Examples examples(String name, List<Event> events) {
    try (RocksDirectory directory = RocksDirectory.open(folder.resolve(name))) {
      append(directory.log(), events);
      return new ExampleReplay(directory.log(), FOLD, Progress.NONE).replay(Span.all()).examples();
    }
  }

  private static void append(EventLog log, List<Event> events) {
    for (int from = 0; from < events.size(); from += 2_000) {
      log.append(events.subList(from, Math.min(events.size(), from + 2_000))).join();
    }
  }

  private static List<Event> simulated(WorldSettings settings) {
    List<Event> events = new ArrayList<>();
    World world = World.create(settings);
    var policy = new LoggingPolicy(world, new SplittableRandom(settings.seed()));
    var random = new SplittableRandom(settings.seed());
    new Simulation(world, policy, event -> events.add(withMore(event, random))).run();
    return events;
  }

  /// The same with columns and vectors of the platform's own.
  private static Event withMore(Event event, SplittableRandom random) {
    int any = Math.floorMod(event.id().hashCode(), 5_000);
    Map<String, String> columns =
        Map.of(
            "followers", "" + any,
            "width", any % 7 == 0 ? "unknown" : "" + any / 3.0,
            "code", "" + (900 + any % 90),
            "id", event.id(),
            "other", "" + any);
    return switch (event) {
      case ProfileUpdated(String id, Instant at, String user, UserProfile of) ->
          new ProfileUpdated(
              id,
              at,
              user,
              new UserProfile(of.country(), of.language(), of.birthYear(), of.gender(), columns));
      case VideoPublished(String id, Instant at, String video, VideoDetails of) ->
          new VideoPublished(
              id,
              at,
              video,
              new VideoDetails(
                  of.title(),
                  of.channel(),
                  of.categories(),
                  of.language(),
                  of.countries(),
                  of.maturity(),
                  of.durationSeconds(),
                  of.publishedAt(),
                  of.thumbnail(),
                  columns,
                  ContentVector.of(
                      (float) random.nextGaussian(),
                      (float) random.nextGaussian(),
                      (float) random.nextGaussian())));
      default -> event;
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void replayedRowEqualsServedRow(long seed) throws Exception {
    List<Event> events = simulated(SMALL.withSeed(seed));
    int half = events.size() / 2;
    try (RocksDirectory directory = RocksDirectory.open(folder.resolve("live"))) {
      append(directory.log(), events.subList(0, half));
      Models models = serveWhileIngesting(directory, events.subList(half, events.size()), seed);

      var replay = replay(directory, FOLD, models);
      assertThat(replay.skewChecked()).isGreaterThan(1_000);
      assertThat(replay.skewDifferent()).isZero();

      // The meter can move: a fold that decays faster is not what served.
      var other =
          new FoldSettings(
              FOLD.labels(),
              FOLD.attribution(),
              FOLD.sessionGap(),
              Duration.ofHours(1),
              false,
              FOLD.columns());
      assertThat(replay(directory, other, models).skewDifferent()).isPositive();
      // Nor is one to which attributes are something else.
      ExampleReplay.ReplayResult undeclared = replay(directory, FOLD.with(Columns.NONE), models);
      assertThat(undeclared.skewDifferent()).isEqualTo(undeclared.skewChecked());
    }
  }

  private static ExampleReplay.ReplayResult replay(
      RocksDirectory directory, FoldSettings settings, Models models) {
    var served = SignalHistory.of(version -> Optional.of(ModelSignals.of(models.retrieval())));
    return new ExampleReplay(
            directory.log(), settings, Progress.NONE, served, (user, video, at) -> {})
        .replay(Span.all());
  }

  private static Models serveWhileIngesting(RocksDirectory directory, List<Event> later, long seed)
      throws Exception {
    Models models =
        new TrainingRun(
                FOLD,
                RetrievalSettings.defaults(),
                SourceFusion.defaults(),
                WideAndDeepSettings.defaults(),
                "test",
                InstantSource.fixed(Instant.EPOCH))
            .train(directory.log(), Optional.empty(), "test", SignalHistory.NONE, Progress.NONE)
            .models();
    Instant now = later.getFirst().at();
    var settings =
        new LiveStateSettings(
            Duration.ofMillis(3), Duration.ofMillis(10), Duration.ofMillis(50), 1_000, 1_000);
    try (LiveState state =
        new LiveState(directory.log(), new RocksStateStore(directory), FOLD, settings, () -> now)) {
      AtomicInteger ids = new AtomicInteger();
      var recommender =
          new Recommender(
              state,
              FunnelFactory.defaults().over(models, state.snapshot().videos()),
              _ -> "feed-" + ids.incrementAndGet());
      Thread ingestion =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int from = 0; from < later.size(); from += 40) {
                      state.ingest(later.subList(from, Math.min(later.size(), from + 40)));
                      // In step with the feeds, so that neither is done before the other begins.
                      while ((long) ids.get() * later.size() < (long) FEEDS * from) {
                        Thread.onSpinWait();
                      }
                    }
                  });
      var random = new SplittableRandom(seed);
      List<Viewer> viewers = World.create(SMALL.withSeed(seed)).viewers();
      int during = 0;
      while (ingestion.isAlive() || ids.get() < FEEDS) {
        boolean known = random.nextInt(10) > 0;
        String user =
            known ? viewers.get(random.nextInt(viewers.size())).id() : "stranger-" + ids.get();
        Feed feed =
            recommender.feed(
                Request.of(user, now.plusMillis(ids.get()))
                    .from("DE", random.nextBoolean() ? "phone" : "tv", "home")
                    .within(Duration.ofSeconds(10)));
        assertThat(feed.slots()).hasSize(10);
        during += ingestion.isAlive() ? 1 : 0;
      }
      ingestion.join();
      assertThat(during).as("feeds served during ingestion").isGreaterThan(20);
      state.awaitApplied(directory.log().end());
      return models;
    }
  }
}
