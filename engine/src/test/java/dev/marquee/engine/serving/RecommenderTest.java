package dev.marquee.engine.serving;

import static dev.marquee.testkit.TinyPlatform.ELEVEN;
import static dev.marquee.testkit.TinyPlatform.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.Progress;
import dev.marquee.engine.QuietModels;
import dev.marquee.engine.Request;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.models.Fusion;
import dev.marquee.engine.models.Manifest;
import dev.marquee.engine.models.ModelSignals;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.models.als.AlsLoss;
import dev.marquee.engine.models.als.AlsModel;
import dev.marquee.engine.retrieval.Charts;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.engine.storage.RocksStateStore;
import dev.marquee.engine.training.examples.ExampleReplay;
import dev.marquee.engine.training.examples.ExampleReplay.Span;
import dev.marquee.engine.training.examples.SignalHistory;
import dev.marquee.testkit.Rankers;
import dev.marquee.testkit.TinyPlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecommenderTest {

  private static final Request ANN = Request.of("ann", NOON).within(Duration.ofMinutes(1));

  @TempDir Path temp;
  private RocksDirectory directory;
  private LiveState live;
  private final TinyPlatform platform = new TinyPlatform();
  private int sent;
  private int feeds;

  @BeforeEach
  void open() {
    directory = RocksDirectory.open(temp.resolve("data"));
    live =
        new LiveState(
            directory.log(),
            new RocksStateStore(directory),
            FoldSettings.defaults(),
            new LiveStateSettings(
                Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofHours(1), 1_000, 1_000),
            () -> NOON);
  }

  @AfterEach
  void close() {
    live.close();
    directory.close();
  }

  /// Sends what happened on the platform since the last time, and waits for a snapshot and charts
  /// of it.
  private void send() throws InterruptedException {
    List<Event> all = platform.events();
    live.ingest(all.subList(sent, all.size()));
    long end = live.applied();
    sent = all.size();
    await(() -> live.snapshot().number() >= end);
    Charts older = live.charts();
    await(() -> live.charts() != older);
  }

  private static void await(BooleanSupplier done) throws InterruptedException {
    for (int tries = 0; !done.getAsBoolean(); tries++) {
      assertThat(tries).as("waited for 10 s").isLessThan(1_000);
      Thread.sleep(10);
    }
  }

  private Recommender recommender(Funnel funnel) {
    return new Recommender(live, funnel, _ -> "feed" + feeds++);
  }

  private static List<String> videos(Feed feed) {
    return feed.videos();
  }

  private List<FeedServed> served(int count) throws InterruptedException {
    List<FeedServed> served = new ArrayList<>();
    await(
        () -> {
          served.clear();
          directory
              .log()
              .replay(
                  (offset, event) -> {
                    if (event instanceof FeedServed feed) {
                      served.add(feed);
                    }
                    return true;
                  });
          return served.size() >= count;
        });
    return served;
  }

  /// Models that know `cat` and `dog` and prefer what was watched to completion.
  private static Models models() {
    return new Models(
        new Manifest(
            "m1",
            new Manifest.Run(NOON, NOON, NOON, 0, 0, 1, ""),
            List.of(),
            Columns.NONE,
            Map.of(),
            Map.of(),
            Map.of()),
        QuietModels.around(
            new AlsModel(
                new AlsLoss(0.1, 0.003, 1),
                2,
                List.of("cat", "dog"),
                new float[] {1, 0, .9f, .1f})),
        Fusion.NONE,
        Rankers.wide(network -> Rankers.count(network, "video: completion rate")));
  }

  @Test
  void logsWhatWasServedAndWhereItStood() throws InterruptedException {
    platform.publish("cat", "dog", "eel").profile("ann", "DE", 0).watch("ann", "eel");
    platform.watch("ben", "dog", ELEVEN, "DE");
    send();
    Feed feed =
        recommender(FunnelFactory.defaults().beforeTraining())
            .feed(ANN.from("", "tv", "home").limit(2));
    assertThat(videos(feed)).containsExactly("dog", "cat");
    FeedServed served = served(1).getFirst();
    assertThat(served.id()).isEqualTo(feed.id()).isEqualTo("feed0");
    assertThat(served.user()).isEqualTo("ann");
    assertThat(served.at()).isEqualTo(NOON);
    assertThat(served.context().country()).as("the profile's").isEqualTo("DE");
    assertThat(served.context().device()).isEqualTo("tv");
    assertThat(served.context().surface()).isEqualTo("home");
    assertThat(served.arms()).containsExactly("default");
    assertThat(served.models()).isEmpty();
    assertThat(served.snapshot()).isEqualTo(sent).isEqualTo(feed.trace().by().snapshot());
    assertThat(served.userPosition()).as("the end of the watch").isEqualTo(7);
    assertThat(served.degraded()).isEqualTo(feed.degraded());
    assertThat(served.slots())
        .extracting(FeedServed.ServedSlot::video)
        .containsExactly("dog", "cat");
    assertThat(served.slots())
        .allSatisfy(
            slot -> {
              assertThat(slot.propensity()).isEqualTo(1);
              assertThat(slot.digest()).as("no model, no row").isZero();
              assertThat(slot.sources()).isNotEmpty();
            });
  }

  @Test
  void aReplayedRowEqualsTheServedRow() throws InterruptedException {
    platform.publish("cat", "dog", "eel", "fox").watch("ann", "cat").watch("ben", "eel");
    platform.watch("cid", "fox").show("ben", "fox");
    send();
    Recommender recommender =
        recommender(FunnelFactory.defaults().over(models(), live.snapshot().videos()));
    Feed feed = recommender.feed(ANN.from("DE", "tv", "home"));
    platform.watch("ann", "dog").watch("ben", "fox");
    send();
    recommender.feed(ANN);
    recommender.feed(Request.of("nobody", NOON));
    List<FeedServed> served = served(3);
    int slots = served.stream().mapToInt(one -> one.slots().size()).sum();
    assertThat(served.getFirst().models()).isEqualTo("m1");
    assertThat(served.getFirst().slots())
        .extracting(FeedServed.ServedSlot::digest)
        .doesNotContain(0L);
    assertThat(feed.slots()).allSatisfy(slot -> assertThat(slot.pClick()).isBetween(0f, 1f));
    ExampleReplay.ReplayResult replay =
        new ExampleReplay(
                directory.log(),
                FoldSettings.defaults(),
                Progress.NONE,
                SignalHistory.of(version -> Optional.of(ModelSignals.of(models().retrieval()))),
                (user, video, at) -> {})
            .replay(Span.all());
    assertThat(replay.skewChecked()).isEqualTo(slots).isGreaterThan(8);
    assertThat(replay.skewDifferent()).isZero();
  }

  @Test
  void anUnknownUserGetsAFeedAndItIsLogged() throws InterruptedException {
    platform.publish("cat", "dog").watch("ben", "dog");
    send();
    Feed feed =
        recommender(FunnelFactory.defaults().beforeTraining()).feed(Request.of("nobody", NOON));
    assertThat(videos(feed)).containsExactly("dog", "cat");
    assertThat(served(1).getFirst().userPosition()).isZero();
  }

  @Test
  void aVisitorWithoutANameGetsAFeedThatIsNotLogged() throws InterruptedException {
    platform.publish("cat");
    send();
    Recommender recommender = recommender(FunnelFactory.defaults().beforeTraining());
    assertThat(videos(recommender.feed(Request.of("", NOON)))).containsExactly("cat");
    recommender.feed(ANN);
    assertThat(served(1)).extracting(FeedServed::user).containsExactly("ann");
  }

  @Test
  void anEmptyFeedSaysWhyAndIsNotLogged() throws InterruptedException {
    Feed feed = recommender(FunnelFactory.defaults().beforeTraining()).feed(ANN);
    assertThat(feed.slots()).isEmpty();
    assertThat(feed.id()).isNotEmpty();
    assertThat(feed.degraded()).contains("0 of 10: no more videos are eligible for this viewer");
    Thread.sleep(100);
    assertThat(directory.log().end()).isZero();
  }

  @Test
  void eachItemSaysWhyItIsThere() throws InterruptedException {
    platform.publish("cat", "dog", "eel").watch("ann", "cat");
    send();
    Feed feed =
        recommender(FunnelFactory.defaults().over(models(), live.snapshot().videos()))
            .feed(ANN.from("DE", "", ""));
    assertThat(feed.slots())
        .filteredOn(slot -> feed.video(slot).equals("dog"))
        .singleElement()
        .satisfies(
            dog -> {
              assertThat(feed.reason(dog)).isEqualTo("because of what you watched");
              assertThat(dog.sources()).contains("als", "popular").startsWith("als");
            });
    assertThat(feed.slots())
        .filteredOn(slot -> feed.video(slot).equals("eel"))
        .singleElement()
        .satisfies(eel -> assertThat(feed.reason(eel)).isEqualTo("trending in DE"));
  }

  @Test
  void anotherFunnelServesFromTheNextRequestOn() throws InterruptedException {
    platform.publish("cat").watch("ben", "cat");
    send();
    Recommender recommender = recommender(FunnelFactory.defaults().beforeTraining());
    assertThat(recommender.feed(ANN).trace().by().models()).isEmpty();
    Funnel trained = FunnelFactory.defaults().over(models(), live.snapshot().videos());
    recommender.use(trained);
    assertThat(recommender.funnel()).isEqualTo(trained);
    assertThat(recommender.feed(ANN).trace().by().models()).isEqualTo("m1");
  }

  @Test
  void aLogThatTakesNothingStillLeavesAFeed() throws InterruptedException {
    platform.publish("cat");
    send();
    directory.log().close();
    assertThat(videos(recommender(FunnelFactory.defaults().beforeTraining()).feed(ANN)))
        .containsExactly("cat");
  }
}
