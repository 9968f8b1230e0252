package dev.marquee.engine.serving;

import static dev.marquee.testkit.TinyPlatform.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.Request;
import dev.marquee.engine.ranking.Ranker;
import dev.marquee.engine.ranking.RetrievalRanker;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.engine.storage.RocksStateStore;
import dev.marquee.testkit.TinyPlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {

  private static final Ranker QUICK = new RetrievalRanker();

  @TempDir Path temp;
  private RocksDirectory directory;
  private final TinyPlatform platform = new TinyPlatform();
  private LiveState live;
  private Recommender recommender;

  @BeforeEach
  void open() {
    directory = RocksDirectory.open(temp.resolve("data"));
    platform.publish(IntStream.range(0, 400).mapToObj(i -> "v" + i).toArray(String[]::new));
    platform.watch("ann", "v1").watch("ben", "v2").watch("ann", "v3");
    directory.log().append(platform.events()).join();
    live =
        new LiveState(
            directory.log(),
            new RocksStateStore(directory),
            FoldSettings.defaults(),
            LiveStateSettings.defaults(),
            () -> NOON);
    recommender = new Recommender(live, FunnelFactory.defaults().beforeTraining(), _ -> "feed");
  }

  @AfterEach
  void close() {
    live.close();
    directory.close();
  }

  private static Funnel funnel(Ranker ranker, Ranker student) {
    return FunnelFactory.defaults()
        .beforeTraining()
        .withRankers(List.of(PacedRanker.of("ranker", ranker), PacedRanker.of("student", student)));
  }

  /// Takes longer than a request has, the first time.
  private static Ranker coldAtFirst() {
    var asked = new AtomicInteger();
    return (query, candidates) -> {
      if (asked.getAndIncrement() == 0) {
        sleep(1_500);
      }
      return QUICK.rank(query, candidates);
    };
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoComesAfterItIsRankedByTheRankerAndNotByTheStudent() {
    Request request = Request.of("ann", NOON).within(Duration.ofSeconds(1));
    for (boolean isWarm : new boolean[] {true, false}) {
      Funnel funnel = funnel(coldAtFirst(), QUICK);
      if (isWarm) {
        WarmUp.defaults().of(funnel, recommender, NOON);
      }
      recommender.use(funnel);
      recommender.feed(request);
      assertThat(recommender.feed(request).trace().failed().containsKey("ranker"))
          .isEqualTo(!isWarm);
    }
  }

  @Test
  void asksEveryRankerForTheLatestViewers() {
    Set<String> byRanker = ConcurrentHashMap.newKeySet();
    Set<String> byStudent = ConcurrentHashMap.newKeySet();
    Funnel funnel = funnel(asked(byRanker), asked(byStudent));
    new WarmUp(2, Duration.ofMinutes(1)).of(funnel, recommender, NOON);
    assertThat(byRanker).containsExactlyInAnyOrder("ann", "ben");
    assertThat(byStudent).isEqualTo(byRanker);
    byRanker.clear();
    new WarmUp(1, Duration.ofMinutes(1)).of(funnel, recommender, NOON);
    assertThat(byRanker).containsExactly("ann");
  }

  private static Ranker asked(Set<String> users) {
    return (query, candidates) -> {
      users.add(query.request().user());
      return QUICK.rank(query, candidates);
    };
  }

  @Test
  void nobodyHearsOfIt() {
    Funnel before = recommender.funnel();
    Funnel funnel = funnel(QUICK, QUICK);
    long end = directory.log().end();
    long position = live.user("ann").position();
    assertThat(WarmUp.defaults().of(funnel, recommender, NOON).feeds()).isPositive();
    assertThat(recommender.funnel()).isSameAs(before);
    assertThat(funnel.ranking().rankers())
        .allSatisfy(each -> assertThat(each.pace().affordable(1)).isEqualTo(Integer.MAX_VALUE));
    assertThat(live.user("ann").position()).isEqualTo(position);
    // What is logged is in the log's order: nothing came before this.
    recommender.feed(Request.of("ann", NOON));
    live.ingest(List.of(platform.publish("later").events().getLast()));
    assertThat(directory.log().end()).isEqualTo(end + 2);
  }

  @Test
  void endsWhenItsTimeIsOver() {
    Ranker slow =
        (query, candidates) -> {
          sleep(50);
          return QUICK.rank(query, candidates);
        };
    Funnel one =
        FunnelFactory.defaults()
            .beforeTraining()
            .withRankers(List.of(PacedRanker.of("ranker", slow)));
    // Four feeds of 50 ms are begun within 200 ms, at the most.
    assertThat(new WarmUp(16, Duration.ofMillis(200)).of(one, recommender, NOON).feeds())
        .isBetween(1, 5);
  }
}
