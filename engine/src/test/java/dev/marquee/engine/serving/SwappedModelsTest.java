package dev.marquee.engine.serving;

import static dev.marquee.testkit.TinyPlatform.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.QuietModels;
import dev.marquee.engine.Request;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.models.Fusion;
import dev.marquee.engine.models.ModelStore;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.engine.storage.RocksStateStore;
import dev.marquee.testkit.TinyPlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Versions of models that differ in whom they retrieve and in what they predict, swapped while
/// requests run and videos come and go.
class SwappedModelsTest {

  private static final int VIDEOS = 30;
  private static final int SWAPS = 100;
  private static final int THREADS = 3;
  private static final List<String> VERSIONS = List.of("upwards", "downwards");
  private static final Request ANN =
      Request.of("ann", NOON).limit(10).within(Duration.ofMinutes(1));

  @TempDir private Path temp;
  private final TinyPlatform platform = new TinyPlatform();
  private final AtomicInteger feeds = new AtomicInteger();
  private RocksDirectory directory;
  private LiveState live;
  private ModelStore store;
  private Recommender recommender;

  @BeforeEach
  void open() {
    directory = RocksDirectory.open(temp.resolve("data"));
    live =
        new LiveState(
            directory.log(),
            new RocksStateStore(directory),
            FoldSettings.defaults(),
            new LiveStateSettings(
                Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofHours(1), 1_000, 1_000),
            () -> NOON);
    IntStream.range(0, VIDEOS).forEach(i -> platform.publish("v" + i));
    live.ingest(platform.watch("ann", "v0").events());
    while (live.snapshot().number() < platform.events().size()) {
      Thread.onSpinWait();
    }
    store = new ModelStore(temp.resolve("models"));
    store.save(models("upwards", 1, -1), live.snapshot().videos());
    store.save(models("downwards", VIDEOS - 1, 1), live.snapshot().videos());
    recommender =
        new Recommender(
            live, FunnelFactory.defaults().beforeTraining(), _ -> "feed" + feeds.incrementAndGet());
  }

  @AfterEach
  void close() {
    live.close();
    directory.close();
  }

  /// Videos stand on an arc, from the watched v0 on in steps of so many numbers.
  private static Models models(String version, int step, float logit) {
    float[] rows = new float[2 * VIDEOS];
    for (int i = 0; i < VIDEOS; i++) {
      int video = i * step % VIDEOS;
      rows[2 * video] = (float) Math.cos(0.1 * i);
      rows[2 * video + 1] = (float) Math.sin(0.1 * i);
    }
    List<String> items = IntStream.range(0, VIDEOS).mapToObj(i -> "v" + i).toList();
    return QuietModels.version(
        version,
        QuietModels.around(QuietModels.twoTower(2, items, rows)),
        new Fusion(Map.of("two-tower", 1.0), 1),
        logit);
  }

  private void swapIn(String version) {
    recommender.use(FunnelFactory.defaults().over(store.load(version), live.snapshot().videos()));
  }

  /// What shows the version: retrieval's in the order, the ranker's in the chances.
  private static List<String> told(Feed feed) {
    return feed.slots().stream().map(slot -> feed.video(slot) + " " + slot.pClick()).toList();
  }

  @Test
  void eachAnswerIsWhollyOfOneVersion() throws Exception {
    Map<String, List<String>> expected = new HashMap<>();
    for (String version : VERSIONS) {
      swapIn(version);
      expected.put(version, told(recommender.feed(ANN)));
    }
    assertThat(expected.get("upwards").getFirst()).startsWith("v1 0.26");
    assertThat(expected.get("downwards").getFirst()).startsWith("v29 0.73");

    var done = new AtomicBoolean();
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<Set<String>>> asking = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        asking.add(threads.submit(() -> askUntil(done, expected)));
      }
      try {
        for (int swap = 0; swap < SWAPS; swap++) {
          swapIn(VERSIONS.get(swap % 2));
          live.ingest(List.of(comeOrGo()));
          int before = feeds.get();
          while (feeds.get() < before + THREADS && asking.stream().noneMatch(Future::isDone)) {
            Thread.onSpinWait();
          }
        }
      } finally {
        done.set(true);
      }
      for (Future<Set<String>> asked : asking) {
        assertThat(asked.get()).as("versions and snapshots met").hasSizeGreaterThan(2);
      }
    }
  }

  private Set<String> askUntil(AtomicBoolean done, Map<String, List<String>> expected) {
    Set<String> met = new HashSet<>();
    while (!done.get()) {
      Feed feed = recommender.feed(ANN);
      assertThat(feed.degraded()).isEmpty();
      assertThat(told(feed)).isEqualTo(expected.get(feed.trace().by().models()));
      met.add(feed.trace().by().models() + " at " + feed.trace().by().snapshot());
    }
    return met;
  }

  /// A video of which nothing is known comes, or goes where it is there.
  private Event comeOrGo() {
    int video = platform.ordinal("new");
    boolean isThere = video >= 0 && platform.fold().videos().isPublished(video);
    return (isThere ? platform.remove("new") : platform.publish("new")).events().getLast();
  }
}
