package dev.marquee.engine.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.retrieval.Candidate.Found;
import dev.marquee.engine.retrieval.Retrieval.Share;
import dev.marquee.testkit.TinyPlatform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RetrievalTest {

  private static final int CAT = 0;
  private static final int DOG = 1;
  private static final int EEL = 2;

  private final Query query = new TinyPlatform().publish("cat", "dog", "eel").query("ann");

  private Retrieval.RetrievalResult find(Share... shares) {
    return new Retrieval(List.of(shares))
        .find(query, System.nanoTime() + Duration.ofMinutes(1).toNanos());
  }

  private static CandidateSource source(int... videos) {
    return (query, k) -> {
      int count = Math.min(k, videos.length);
      float[] scores = new float[count];
      for (int i = 0; i < count; i++) {
        scores[i] = 100 - i;
      }
      return new Scored(Arrays.copyOf(videos, count), scores);
    };
  }

  private static CandidateSource broken() {
    return (query, k) -> {
      throw new IllegalStateException("disk on fire");
    };
  }

  private static List<Integer> videos(Retrieval.RetrievalResult result) {
    return result.candidates().stream().map(Candidate::video).toList();
  }

  @Test
  void asksEachSourceForItsQuota() {
    Retrieval.RetrievalResult result =
        find(new Share("a", source(CAT, DOG, EEL), 2, 1), new Share("b", source(EEL), 9, 1));
    assertThat(result.found()).containsExactly(Map.entry("a", 2), Map.entry("b", 1));
    assertThat(videos(result)).containsExactlyInAnyOrder(CAT, DOG, EEL);
    assertThat(result.failed()).isEmpty();
  }

  @Test
  void aVideoFoundTwiceKeepsBothFindsTheMostTellingFirst() {
    Retrieval.RetrievalResult result =
        find(
            new Share("weak", source(CAT, DOG), 9, 0.01f),
            new Share("strong", source(EEL, CAT), 9, 1));
    assertThat(result.candidates())
        .filteredOn(candidate -> candidate.video() == CAT)
        .singleElement()
        .satisfies(
            cat -> {
              assertThat(cat.found()).extracting(Found::rank).containsExactly(1, 0);
              assertThat(cat.found()).extracting(Found::score).containsExactly(99f, 100f);
              assertThat(cat.found().get(0).part() + cat.found().get(1).part())
                  .isEqualTo(cat.score());
              assertThat(cat.sources()).containsExactly("strong", "weak");
            });
  }

  @Test
  void fusesScoresInUnitsOfDeviationByWeight() {
    Retrieval.RetrievalResult result =
        find(new Share("a", source(CAT, DOG), 9, 1), new Share("b", source(DOG, EEL), 9, 0.5f));
    assertThat(videos(result)).containsExactly(CAT, DOG, EEL);
    // 100 and 99 are two deviations apart; places add a tenth and half of it.
    double[] expected = {2.1, 0.05 + 0.5 * 2.1, 0.5 * 0.05};
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) result.candidates().get(i).score()).isCloseTo(expected[i], within(1e-6));
    }
  }

  @Test
  void equalScoresGoByOrdinalWhateverTheOrderOfSources() {
    Share a = new Share("a", source(EEL, DOG), 9, 1);
    Share b = new Share("b", source(CAT, EEL), 9, 1);
    Share c = new Share("c", source(DOG, CAT), 9, 1);
    assertThat(videos(find(a, b, c))).containsExactly(CAT, DOG, EEL);
    assertThat(videos(find(c, b, a))).containsExactly(CAT, DOG, EEL);
  }

  @Test
  void aThrowingSourceIsNamedAndTheOthersAnswer() {
    Retrieval.RetrievalResult result =
        find(
            new Share("a", source(CAT), 9, 1),
            new Share("b", broken(), 9, 1),
            new Share("c", source(DOG), 9, 1));
    assertThat(result.failed()).containsExactly(Map.entry("b", "disk on fire"));
    assertThat(result.found()).containsOnlyKeys("a", "c");
    assertThat(videos(result)).containsExactlyInAnyOrder(CAT, DOG);
  }

  @Test
  void anExceptionWithoutAMessageIsNamedAllTheSame() {
    CandidateSource source =
        (query, k) -> {
          throw new IndexOutOfBoundsException();
        };
    assertThat(find(new Share("a", source, 9, 1)).failed())
        .hasEntrySatisfying("a", why -> assertThat(why).contains("IndexOutOfBounds"));
  }

  @Test
  void onceTheTimeIsUpOnlyTheLastSourceRuns() {
    Retrieval retrieval =
        new Retrieval(
            List.of(
                new Share("a", source(CAT), 9, 1),
                new Share("b", source(DOG), 9, 1),
                new Share("popular", source(EEL), 9, 1)));
    Retrieval.RetrievalResult result = retrieval.find(query, System.nanoTime() - 1);
    assertThat(result.failed())
        .containsExactly(Map.entry("a", "no time left"), Map.entry("b", "no time left"));
    assertThat(videos(result)).containsExactly(EEL);
  }

  @Test
  void aLateSourceIsDroppedAndNamed() {
    var end = new CountDownLatch(1);
    Retrieval retrieval = withWaiting(end);
    Retrieval.RetrievalResult result = retrieval.find(query, soon());
    assertThat(result.failed()).containsExactly(Map.entry("waiting", "no time left"));
    assertThat(videos(result)).containsExactlyInAnyOrder(DOG, EEL);
    end.countDown();
  }

  @Test
  void aHangingSourceCostsNoRequestItsOtherSources() {
    var end = new CountDownLatch(1);
    Retrieval retrieval = withWaiting(end);
    for (int i = 0; i < 20; i++) {
      Retrieval.RetrievalResult result = retrieval.find(query, soon());
      assertThat(videos(result)).containsExactlyInAnyOrder(DOG, EEL);
      assertThat(result.failed()).containsOnlyKeys("waiting");
    }
    assertThat(retrieval.find(query, later()).failed())
        .containsExactly(
            Map.entry(
                "waiting", "still busy with %d earlier requests".formatted(SourceRuns.MOST_LATE)));
    end.countDown();
    Retrieval.RetrievalResult whole = retrieval.find(query, later());
    while (!whole.failed().isEmpty()) {
      whole = retrieval.find(query, later());
    }
    assertThat(videos(whole)).containsExactlyInAnyOrder(CAT, DOG, EEL);
  }

  @Test
  void anInterruptedRequestAnswersWithWhatItHasAndStaysInterrupted() {
    var end = new CountDownLatch(1);
    Retrieval retrieval = withWaiting(end);
    Thread.currentThread().interrupt();
    Retrieval.RetrievalResult result = retrieval.find(query, later());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.failed()).containsEntry("waiting", "the request was interrupted");
    assertThat(videos(result)).contains(EEL);
    end.countDown();
  }

  /// A source that waits for a latch, one that does not, and the fallback.
  private static Retrieval withWaiting(CountDownLatch latch) {
    CandidateSource waiting =
        (query, k) -> {
          try {
            latch.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return new Scored(new int[] {CAT}, new float[] {1});
        };
    return new Retrieval(
        List.of(
            new Share("waiting", waiting, 9, 1),
            new Share("b", source(DOG), 9, 1),
            new Share("popular", source(EEL), 9, 1)));
  }

  /// Long enough for a thread that does not wait to be given a processor on a busy machine.
  private static long soon() {
    return System.nanoTime() + Duration.ofSeconds(1).toNanos();
  }

  private static long later() {
    return System.nanoTime() + Duration.ofMinutes(1).toNanos();
  }

  /// Many requests at once, sources that end in any order and some that throw, against each source
  /// asked by itself.
  @Test
  void findsWhatTheSourcesFindOneAfterTheOther() throws InterruptedException {
    new Parallel(4)
        .overChunks(
            300,
            1,
            (seed, from, to) -> {
              List<Share> shares = randomShares(new SplittableRandom(seed));
              Retrieval.RetrievalResult sideBySide = find(shares.toArray(new Share[0]));
              Map<String, Integer> found = new LinkedHashMap<>();
              Map<String, String> failed = new LinkedHashMap<>();
              Map<Integer, Float> scores = new TreeMap<>();
              for (Share share : shares) {
                Retrieval.RetrievalResult alone = find(share);
                found.putAll(alone.found());
                failed.putAll(alone.failed());
                alone
                    .candidates()
                    .forEach(one -> scores.merge(one.video(), one.score(), Float::sum));
              }
              List<Integer> order = new ArrayList<>(scores.keySet());
              order.sort(Comparator.comparingDouble(video -> -scores.get(video)));
              assertThat(List.copyOf(sideBySide.found().entrySet()))
                  .as("seed %d", seed)
                  .isEqualTo(List.copyOf(found.entrySet()));
              assertThat(List.copyOf(sideBySide.failed().entrySet()))
                  .as("seed %d", seed)
                  .isEqualTo(List.copyOf(failed.entrySet()));
              assertThat(videos(sideBySide)).as("seed %d", seed).isEqualTo(order);
              assertThat(sideBySide.candidates())
                  .as("seed %d", seed)
                  .extracting(Candidate::score)
                  .isEqualTo(order.stream().map(scores::get).toList());
            });
  }

  private static List<Share> randomShares(SplittableRandom random) {
    List<Share> shares = new ArrayList<>();
    int count = random.nextInt(1, 10);
    for (int i = 0; i < count; i++) {
      int[] videos = random.ints(0, 40).distinct().limit(random.nextInt(30)).toArray();
      int spins = random.nextInt(20_000);
      boolean isBroken = random.nextInt(8) == 0;
      CandidateSource quick = isBroken ? broken() : source(videos);
      CandidateSource source =
          (query, k) -> {
            for (int spin = 0; spin < spins; spin++) {
              Thread.onSpinWait();
            }
            return quick.find(query, k);
          };
      shares.add(new Share("s" + i, source, 20, random.nextInt(1, 5)));
    }
    return shares;
  }

  @Test
  void withoutSourcesThereIsNothing() {
    assertThat(find().candidates()).isEmpty();
    assertThat(find(new Share("a", source(), 9, 1)).found()).containsExactly(Map.entry("a", 0));
  }
}
