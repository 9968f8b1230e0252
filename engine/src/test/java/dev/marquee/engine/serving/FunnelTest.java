package dev.marquee.engine.serving;

import static dev.marquee.testkit.TinyPlatform.NOON;
import static dev.marquee.testkit.TinyPlatform.fromAge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.Request;
import dev.marquee.engine.ranking.Ranker;
import dev.marquee.engine.ranking.Ranking;
import dev.marquee.engine.ranking.Slot;
import dev.marquee.engine.reranking.Filter;
import dev.marquee.engine.reranking.Filters;
import dev.marquee.engine.reranking.Reranker;
import dev.marquee.engine.retrieval.Candidate;
import dev.marquee.engine.retrieval.CandidateSource;
import dev.marquee.engine.retrieval.Charts;
import dev.marquee.engine.retrieval.CircuitBreaker;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Retrieval;
import dev.marquee.engine.retrieval.Retrieval.Share;
import dev.marquee.engine.retrieval.Scored;
import dev.marquee.engine.retrieval.sources.ChartSource;
import dev.marquee.testkit.Seed;
import dev.marquee.testkit.TinyPlatform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FunnelTest {

  private static final Request ANN = Request.of("ann", NOON).within(Duration.ofMinutes(1));

  private final TinyPlatform platform = new TinyPlatform();
  private final List<Share> sources = new ArrayList<>();
  private final RankingPace pace = new RankingPace(BudgetShares.defaults().ranking());
  private final CircuitBreaker breaker = new CircuitBreaker(1, 8);
  private Optional<Ranker> ranker = Optional.of(FunnelTest::lastFirst);
  private Optional<Ranker> student = Optional.empty();
  private int rankedMost = 200;
  private final List<Filter> filters = new ArrayList<>(Filters.defaults());
  private final List<Reranker> rerankers = new ArrayList<>();

  private Slate run(Request request) {
    List<PacedRanker> rankers = new ArrayList<>();
    ranker.ifPresent(it -> rankers.add(new PacedRanker("ranker", it, pace, breaker)));
    student.ifPresent(it -> rankers.add(PacedRanker.of("student", it)));
    return new Funnel(
            "test",
            new Retrieval(sources),
            new RankerChain(rankers, RankerChainSettings.defaults()),
            rankedMost,
            filters,
            rerankers,
            BudgetShares.defaults())
        .run(platform.query(request));
  }

  private List<String> videos(Slate slate) {
    return platform.ids(slate.slots().stream().mapToInt(Slot::video).toArray());
  }

  /// Answers whatever it is told to, eligible or not.
  private static Share careless(String name, int... videos) {
    return source(name, (query, k) -> new Scored(videos, new float[videos.length]));
  }

  private static Share source(String name, CandidateSource source) {
    return new Share(name, source, 5_000, 1);
  }

  private static Filter filter(String name, Predicate<Slot> keeps) {
    return new Filter() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Predicate<Slot> forQuery(Query query) {
        return keeps;
      }
    };
  }

  private interface Reordering {
    List<Slot> of(List<Slot> ranked, int limit);
  }

  private static Reranker reranker(String name, Reordering reordering) {
    return new Reranker() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public List<Slot> rerank(Query query, List<Slot> ranked, int limit) {
        return reordering.of(ranked, limit);
      }
    };
  }

  private static Ranking lastFirst(Query query, List<Candidate> candidates) {
    List<Slot> ranked = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      ranked.addFirst(Slot.unranked(candidates.get(i), i));
    }
    return new Ranking("last-first", ranked);
  }

  @Test
  void retrievesRanksAndReranksInTurn() {
    platform.publish("cat", "dog", "eel");
    sources.add(careless("a", platform.ordinals("cat", "dog", "eel")));
    assertThat(videos(run(ANN.limit(3)))).containsExactly("eel", "dog", "cat");
    rerankers.add(reranker("first last", (ranked, limit) -> rotated(ranked)));
    rerankers.add(reranker("cut", (ranked, limit) -> ranked.subList(0, limit)));
    Slate slate = run(ANN.limit(2));
    assertThat(videos(slate)).containsExactly("dog", "cat");
    assertThat(slate.degraded()).isEmpty();
    assertThat(slate.trace().failed()).isEmpty();
    assertThat(slate.trace().by().models()).isEqualTo("last-first");
    assertThat(slate.trace().by().arm()).isEqualTo("test");
  }

  private static List<Slot> rotated(List<Slot> ranked) {
    List<Slot> rotated = new ArrayList<>(ranked);
    Collections.rotate(rotated, -1);
    return rotated;
  }

  @Test
  void withoutARankerTheOrderIsThatOfRetrievalAndTheFeedSaysWhy() {
    platform.publish("cat", "dog");
    sources.add(careless("a", platform.ordinals("dog", "cat")));
    ranker = Optional.empty();
    Slate slate = run(ANN.limit(2));
    assertThat(videos(slate)).containsExactly("dog", "cat");
    assertThat(slate.degraded())
        .containsExactly("no ranker yet: in the order of retrieval, run 'marquee train'");
    assertThat(slate.trace().by().models()).isEmpty();
  }

  @Test
  void aThrowingRankerLeavesTheOrderOfRetrievalAndIsNamed() {
    platform.publish("cat", "dog");
    sources.add(careless("a", platform.ordinals("dog", "cat")));
    ranker =
        Optional.of(
            (query, candidates) -> {
              throw new IllegalStateException("weights are gone");
            });
    Slate slate = run(ANN.limit(2));
    assertThat(videos(slate)).containsExactly("dog", "cat");
    assertThat(slate.trace().failed()).containsExactly(Map.entry("ranker", "weights are gone"));
    assertThat(slate.degraded())
        .containsExactly("ranker: weights are gone", "in the order of retrieval");
    assertThat(slate.trace().by().models()).isEmpty();
  }

  @Test
  void withoutTimeTheRankerIsNotAskedAndTheLastSourceStillAnswers() {
    platform.publish("cat", "dog");
    sources.add(careless("a", platform.ordinals("cat")));
    sources.add(source("popular", ChartSource.popular()));
    ranker =
        Optional.of(
            (query, candidates) -> {
              throw new IllegalStateException("asked");
            });
    Slate slate = run(ANN.within(Duration.ofNanos(1)).limit(2));
    assertThat(videos(slate)).containsExactly("cat", "dog");
    assertThat(slate.trace().failed())
        .containsExactly(Map.entry("a", "no time left"), Map.entry("ranker", "no time left"));
    assertThat(slate.degraded())
        .containsExactly("a: no time left", "ranker: no time left", "in the order of retrieval");
  }

  @Test
  void aThrowingSourceIsNamedAndTheOthersAnswer() {
    platform.publish("cat", "dog");
    sources.add(
        source(
            "als",
            (query, k) -> {
              throw new IllegalStateException("no model");
            }));
    sources.add(careless("b", platform.ordinals("dog")));
    Slate slate = run(ANN.limit(1));
    assertThat(videos(slate)).containsExactly("dog");
    assertThat(slate.trace().failed()).containsExactly(Map.entry("als", "no model"));
    assertThat(slate.degraded()).containsExactly("als: no model");
    assertThat(slate.trace().sources()).containsExactly(Map.entry("b", 1));
  }

  @Test
  void whenEverythingFailsPopularIsServed() {
    platform.publish("cat", "dog").watch("ben", "dog");
    sources.add(
        source(
            "als",
            (query, k) -> {
              throw new IllegalStateException("no model");
            }));
    ranker =
        Optional.of(
            (query, candidates) -> {
              throw new IllegalStateException("no weights");
            });
    rerankers.add(
        reranker(
            "cap",
            (ranked, limit) -> {
              throw new IllegalStateException("no categories");
            }));
    Slate slate = run(ANN.limit(2));
    assertThat(videos(slate)).containsExactly("dog", "cat");
    assertThat(slate.trace().failed()).containsOnlyKeys("als", "ranker", "cap");
  }

  @Test
  void dropsWhatACarelessSourceFindsAndCountsItByFilter() {
    platform.publish("cat", "seen", "no", "gone", "out").publish("wine", fromAge(18));
    platform.watch("ann", "seen").refuse("ann", "no").remove("gone");
    sources.add(careless("a", platform.ordinals("cat", "seen", "no", "gone", "out", "wine")));
    Slate slate = run(ANN.excluding(Set.of("out")));
    assertThat(videos(slate)).containsExactly("cat");
    assertThat(slate.trace().dropped())
        .containsOnly(
            Map.entry("available", 2), Map.entry("not watched", 1), Map.entry("not blocked", 2));
  }

  @Test
  void whatAFilterDropsDoesNotComeBackAsPopular() {
    platform.publish("cat", "hoax", "dog").watch("ben", "hoax");
    sources.add(careless("a", platform.ordinals("hoax", "cat")));
    filters.add(filter("harmless", one -> one.video() != platform.ordinal("hoax")));
    Slate slate = run(ANN.limit(3));
    assertThat(videos(slate)).containsExactlyInAnyOrder("cat", "dog");
    assertThat(slate.trace().dropped()).containsExactly(Map.entry("harmless", 1));
  }

  @Test
  void aFilterThatFailsLetsNothingThroughAndIsNamed() {
    platform.publish("cat", "dog");
    sources.add(careless("a", platform.ordinals("cat", "dog")));
    filters.add(
        filter(
            "harmless",
            one -> {
              throw new IllegalStateException("no verdicts");
            }));
    Slate slate = run(ANN.limit(2));
    assertThat(slate.slots()).isEmpty();
    assertThat(slate.trace().failed()).containsExactly(Map.entry("harmless", "no verdicts"));
    assertThat(slate.degraded()).contains("harmless failed: no verdicts");
  }

  @Test
  void aThrowingRerankerIsNamedAndTheOrderStaysThatOfTheOthers() {
    platform.publish("cat", "dog", "eel");
    sources.add(careless("a", platform.ordinals("cat", "dog", "eel")));
    rerankers.add(reranker("rotate", (ranked, limit) -> rotated(ranked)));
    rerankers.add(
        reranker(
            "cap",
            (ranked, limit) -> {
              throw new IllegalStateException("no categories");
            }));
    Slate slate = run(ANN.limit(2));
    assertThat(videos(slate)).containsExactly("dog", "cat");
    assertThat(slate.trace().failed()).containsExactly(Map.entry("cap", "no categories"));
    assertThat(slate.degraded()).containsExactly("cap failed: no categories");
  }

  @Test
  void refillsAShortFeedFromPopularWithoutRepeating() {
    platform.publish("cat", "dog", "eel", "fox");
    platform.watch("ben", "dog").watch("cid", "dog").watch("ben", "fox").watch("ann", "eel");
    sources.add(careless("a", platform.ordinals("cat")));
    Slate slate = run(ANN.limit(3));
    assertThat(videos(slate)).containsExactly("cat", "dog", "fox");
    assertThat(slate.trace().stages()).containsEntry("refilled", 2);
    assertThat(slate.slots().getLast().candidate().sources()).containsExactly("popular");
    assertThat(slate.slots().getLast().digest()).isZero();
    assertThat(slate.degraded()).isEmpty();
  }

  @Test
  void aViewerWhoMaySeeNoneOfTheChartsGetsTheRestOfTheCatalog() {
    platform.publish("local", TinyPlatform.onlyIn("LI"));
    for (int i = 0; i < Charts.SIZE; i++) {
      platform.publish("german-" + i, TinyPlatform.onlyIn("DE")).watch("ben", "german-" + i);
    }
    Slate slate = run(ANN.from("LI", "", "").limit(1));
    assertThat(videos(slate)).containsExactly("local");
    assertThat(slate.slots().getFirst().candidate().sources()).containsExactly("catalog");
  }

  @Test
  void aLimitBeyondTheCatalogGivesAllOfItAndSaysSo() {
    platform.publish("cat", "dog", "eel").watch("ann", "eel");
    sources.add(source("popular", ChartSource.popular()));
    Slate slate = run(ANN.limit(500));
    assertThat(videos(slate)).containsExactlyInAnyOrder("cat", "dog");
    assertThat(slate.degraded())
        .containsExactly("2 of 500: no more videos are eligible for this viewer");
  }

  @Test
  void anEmptyCatalogGivesAnEmptyFeedAndTheReason() {
    Slate slate = FunnelFactory.defaults().beforeTraining().run(platform.query(ANN));
    assertThat(slate.slots()).isEmpty();
    assertThat(slate.degraded()).contains("0 of 10: no more videos are eligible for this viewer");
    assertThat(slate.trace().failed()).isEmpty();
  }

  @Test
  void beforeTrainingServesWhatIsPopularTrendingAndFresh() {
    for (int i = 0; i < 30; i++) {
      platform.publish("v" + i);
    }
    platform.watch("ben", "v7").watch("cid", "v7").watch("cid", "v3");
    Slate slate = FunnelFactory.defaults().beforeTraining().run(platform.query(ANN));
    assertThat(videos(slate)).hasSize(10).doesNotHaveDuplicates().startsWith("v7", "v3");
    assertThat(slate.trace().sources())
        .containsOnlyKeys("followed", "trending", "popular-30d", "fresh", "popular");
  }

  @Test
  void ranksTheBestThousandOfRetrieval() {
    int[] all = new int[1_200];
    for (int i = 0; i < all.length; i++) {
      platform.publish("v" + i);
      all[i] = i;
    }
    sources.add(careless("a", all));
    Slate slate = run(ANN.limit(1));
    assertThat(videos(slate)).as("the last of those that were ranked").containsExactly("v999");
    assertThat(slate.trace().stages())
        .containsEntry("retrieved", 1_200)
        .containsEntry("ranked", 1_000);
  }

  @Test
  void onlyTheBestOfTheRankedAreReranked() {
    platform.publish("cat", "dog", "eel", "fox").watch("ann", "fox");
    sources.add(careless("a", platform.ordinals("cat", "dog", "eel", "fox")));
    rankedMost = 2;
    List<Integer> seen = new ArrayList<>();
    rerankers.add(
        reranker(
            "spy",
            (ranked, limit) -> {
              ranked.forEach(one -> seen.add(one.video()));
              return ranked;
            }));
    assertThat(run(ANN.limit(1)).trace().stages()).containsEntry("filtered", 2);
    assertThat(seen).containsExactly(platform.ordinal("eel"), platform.ordinal("dog"));
    seen.clear();
    run(ANN.limit(3));
    assertThat(seen).as("never fewer than are asked for").hasSize(3);
  }

  @Test
  void theTraceAddsUp(@Seed Random random) {
    for (int i = 0; i < 60; i++) {
      platform.publish("v" + i, random.nextInt(5) == 0 ? fromAge(18) : fromAge(0));
      if (random.nextInt(3) == 0) {
        platform.watch("ann", "v" + i);
      }
      if (random.nextInt(6) == 0) {
        platform.refuse("ann", "v" + i);
      }
    }
    rerankers.add(reranker("half", (ranked, limit) -> ranked.subList(0, ranked.size() / 2)));
    for (int round = 0; round < 50; round++) {
      sources.clear();
      int[] a = random.ints(0, 60).distinct().limit(random.nextInt(30)).toArray();
      int[] b = random.ints(0, 60).distinct().limit(random.nextInt(30)).toArray();
      sources.add(careless("a", a));
      sources.add(careless("b", b));
      int limit = 1 + random.nextInt(40);
      Slate slate = run(ANN.limit(limit));
      Trace trace = slate.trace();
      Map<String, Integer> stages = trace.stages();
      long distinct = IntStream.concat(Arrays.stream(a), Arrays.stream(b)).distinct().count();
      int dropped = trace.dropped().values().stream().mapToInt(Integer::intValue).sum();
      assertThat(trace.sources()).containsEntry("a", a.length).containsEntry("b", b.length);
      assertThat((long) stages.get("retrieved")).isEqualTo(distinct);
      assertThat(stages.get("ranked")).isEqualTo(stages.get("retrieved"));
      assertThat(stages.get("filtered") + dropped).isEqualTo(stages.get("ranked"));
      assertThat(stages.get("answered")).isEqualTo(slate.slots().size()).isLessThanOrEqualTo(limit);
      int fromRanked = Math.min(limit, stages.get("filtered") / 2);
      assertThat(stages.getOrDefault("refilled", 0)).isEqualTo(stages.get("answered") - fromRanked);
      assertThat(videos(slate)).doesNotHaveDuplicates();
      assertThat(trace.by().snapshot()).isEqualTo(platform.fold().offset());
      assertThat(trace.by().userPosition()).isEqualTo(platform.state("ann").position());
      double parts =
          trace.millis().entrySet().stream()
              .filter(stage -> !stage.getKey().equals("total"))
              .mapToDouble(Map.Entry::getValue)
              .sum();
      assertThat(trace.millis().get("total")).isGreaterThanOrEqualTo(parts * 0.99);
    }
  }

  /// A source of so many videos.
  private void findAll(int count) {
    int[] videos = new int[count];
    for (int i = 0; i < count; i++) {
      platform.publish("v" + i);
      videos[i] = i;
    }
    sources.add(careless("all", videos));
  }

  @Test
  void fewerAreRankedWhereTimeIsShort() {
    findAll(300);
    List<Integer> ranked = new ArrayList<>();
    ranker =
        Optional.of(
            (query, candidates) -> {
              ranked.add(candidates.size());
              return lastFirst(query, candidates);
            });
    // As if a candidate took a second.
    pace.took(300, 300_000_000_000L);
    Slate slate = run(ANN);
    assertThat(ranked).containsExactly(100);
    assertThat(slate.slots()).hasSize(ANN.limit());
    assertThat(slate.degraded()).containsExactly("ranker: 100 of 300 ranked, no time for more");
    assertThat(slate.trace().failed()).containsKey("ranker");
  }

  @Test
  void whereTimeIsShortTheStudentRanks() {
    findAll(300);
    student = Optional.of(FunnelTest::lastFirst);
    ranker =
        Optional.of(
            (query, candidates) -> {
              throw new IllegalStateException("asked");
            });
    // As if a candidate took a second.
    pace.took(300, 300_000_000_000L);
    Slate slate = run(ANN);
    assertThat(videos(slate)).startsWith("v299", "v298");
    assertThat(slate.trace().stages()).containsEntry("ranked", 300);
    assertThat(slate.degraded()).containsExactly("ranker: no time for more than 100 of 300");
    assertThat(slate.trace().failed()).containsOnlyKeys("ranker");
  }

  @Test
  void aRankerThatWasSlowOnceComesBack() {
    findAll(300);
    student = Optional.of(FunnelTest::lastFirst);
    // As if the first request had taken a second for each candidate.
    pace.took(300, 300_000_000_000L);
    int requests = 0;
    while (!run(ANN).degraded().isEmpty()) {
      requests++;
      assertThat(requests).isLessThan(100);
    }
    assertThat(requests).isGreaterThan(7);
  }

  @Test
  void theTraceTellsOfARankerThatIsSkippedAndOfItsProbe() {
    findAll(300);
    student = Optional.of(FunnelTest::lastFirst);
    assertThat(run(ANN).trace().breakers()).isEmpty();
    for (int request = 1; request <= 8; request++) {
      // As if a candidate took a second, whatever the last request told.
      for (int i = 0; i < 100; i++) {
        pace.took(300, 300_000_000_000L);
      }
      assertThat(run(ANN).trace().breakers())
          .containsExactly(Map.entry("ranker", request < 8 ? "open" : "half-open"));
    }
  }

  @Test
  void whereTheRankerFailsTheStudentRanksAndTheRankerIsNamed() {
    platform.publish("cat", "dog");
    sources.add(careless("a", platform.ordinals("dog", "cat")));
    student = Optional.of(FunnelTest::lastFirst);
    ranker =
        Optional.of(
            (query, candidates) -> {
              throw new IllegalStateException("weights are gone");
            });
    Slate slate = run(ANN.limit(2));
    assertThat(videos(slate)).containsExactly("cat", "dog");
    assertThat(slate.trace().failed()).containsExactly(Map.entry("ranker", "weights are gone"));
    assertThat(slate.degraded()).containsExactly("ranker: weights are gone");
    assertThat(slate.trace().by().models()).isEqualTo("last-first");
    student = ranker;
    slate = run(ANN.limit(2));
    assertThat(videos(slate)).containsExactly("dog", "cat");
    assertThat(slate.degraded())
        .containsExactly(
            "ranker: weights are gone", "student: weights are gone", "in the order of retrieval");
  }
}
