package dev.marquee.adapters.faiss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.marquee.engine.index.Hits;
import dev.marquee.engine.index.IdFilter;
import dev.marquee.engine.index.IndexSettings;
import dev.marquee.engine.index.VectorIndex;
import dev.marquee.engine.index.VectorSource;
import dev.marquee.engine.math.TopK;
import dev.marquee.engine.math.Vectors;
import dev.marquee.testkit.VectorIndexContract;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FaissIndexTest extends VectorIndexContract {

  private static final int D = 16;
  private static final int N = 30_000;
  private static final long SEED = 5;

  private final float[] vectors = clustered(N, D, new SplittableRandom(SEED));
  private final List<FaissIndex> opened = new ArrayList<>();

  @BeforeAll
  static void needsTheShim() {
    if (!FaissLibrary.isThere()) {
      System.out.println("FaissIndexTest is skipped: " + FaissLibrary.missing());
    }
    assumeTrue(FaissLibrary.isThere(), FaissLibrary::missing);
  }

  @AfterEach
  void close() {
    opened.forEach(FaissIndex::close);
  }

  @Override
  public VectorIndex empty(IndexSettings settings) {
    return opened(FaissIndex.empty(settings));
  }

  private FaissIndex build(IndexSettings settings) throws InterruptedException {
    return opened(FaissIndex.build(VectorSource.rows(vectors, D), settings));
  }

  private FaissIndex opened(FaissIndex index) {
    opened.add(index);
    return index;
  }

  private static IndexSettings settings() {
    return IndexSettings.of(D).withExactBelow(1000);
  }

  @Test
  void theRecallAskedForIsReachedWithoutReadingAll() throws InterruptedException {
    for (double recall : new double[] {0.9, 0.99}) {
      FaissIndex index = build(settings().withRecall(recall));
      assertThat(index.lists()).isGreaterThan(100);
      assertThat(index.probes()).isLessThan(index.lists());
      assertThat(recall(index, 1)).isGreaterThan(recall - 0.02);
      assertThat(recall(index, 7)).isGreaterThan(recall - 0.02);
    }
  }

  @Test
  void aRecallOfOneIsExactAndSoAreFewVectors() throws InterruptedException {
    FaissIndex all = build(settings().withRecall(1));
    assertThat(recall(all, 1)).isEqualTo(1);
    FaissIndex few = build(settings().withExactBelow(N));
    assertThat(few.lists()).isOne();
    assertThat(recall(few, 3)).isEqualTo(1);
  }

  @Test
  void codesAloneFindNearlyTheSame() throws InterruptedException {
    FaissIndex index = build(settings().withRecall(0.99).withoutVectors());
    assertThat(recall(index, 1)).isGreaterThan(0.9);
  }

  @Test
  void aNarrowFilterNeverComesBackShort() throws InterruptedException {
    FaissIndex index = build(settings());
    for (int one : new int[] {3, 30, 300, 3000}) {
      Hits hits = index.search(query(1), 100, IdFilter.ALL.and(id -> id % one == 1));
      assertThat(hits.ids()).hasSize(Math.min(100, N / one)).doesNotHaveDuplicates();
      assertThat(Arrays.stream(hits.ids())).allMatch(id -> id % one == 1);
    }
    assertThat(index.search(query(1), Integer.MAX_VALUE, IdFilter.ALL).ids()).hasSize(N);
    assertThat(index.search(query(1), 5, IdFilter.ALL.and(_ -> false)).ids()).isEmpty();
  }

  @Test
  void aNarrowFilterOverCodesAloneNeverComesBackShort() throws InterruptedException {
    FaissIndex index = build(settings().withoutVectors());
    for (int one : new int[] {3, 300, 3000}) {
      Hits hits = index.search(query(1), 100, IdFilter.ALL.and(id -> id % one == 1));
      assertThat(hits.ids()).hasSize(Math.min(100, N / one)).doesNotHaveDuplicates();
      assertThat(Arrays.stream(hits.ids())).allMatch(id -> id % one == 1);
    }
  }

  @Test
  void whatIsReplacedAndRemovedAmongManyListsIsGone() throws InterruptedException {
    FaissIndex index = build(settings().withRecall(1));
    float[] other = clustered(N, D, new SplittableRandom(SEED + 1));
    for (int id = 0; id < N; id++) {
      if (id % 3 == 0) {
        System.arraycopy(other, id * D, vectors, id * D, D);
        index.put(id, other, id * D);
      } else if (id % 3 == 1) {
        assertThat(index.remove(id)).isTrue();
        assertThat(index.remove(id)).isFalse();
        Arrays.fill(vectors, id * D, (id + 1) * D, Float.NaN);
      }
    }
    assertThat(index.size()).isEqualTo(N / 3 * 2);
    assertThat(recall(index, 1)).isEqualTo(1);
  }

  @Test
  void ofManyEqualScoresTheLowestIdsAreFound() {
    VectorIndex index = empty(2);
    for (int id = 999; id >= 0; id--) {
      index.put(id, new float[] {1, id}, 0);
    }
    assertThat(index.search(new float[] {1, 0}, 3, IdFilter.ALL).ids()).containsExactly(0, 1, 2);
  }

  /// Each id's vector is its direction times its version; versions only grow.
  @Test
  void searchesBesideWritesSeeWholeVectorsThatAreNotOlderThanTheyBegan()
      throws InterruptedException {
    int ids = 1000;
    FaissIndex index = build(settings());
    for (int id = ids; id < N; id++) {
      index.remove(id);
    }
    var ended = new AtomicIntegerArray(ids);
    for (int id = 0; id < ids; id++) {
      index.put(id, direction(id, 1), 0);
      ended.set(id, 1);
    }
    var wrong = new ConcurrentLinkedQueue<String>();
    var searches = new AtomicInteger();
    var stop = new AtomicBoolean();
    Runnable search =
        () -> {
          while (!stop.get()) {
            int[] before = new int[ids];
            Arrays.setAll(before, ended::get);
            float[] query = direction(searches.incrementAndGet(), 1);
            Hits hits = index.search(query, ids, IdFilter.ALL);
            if (hits.size() != ids) {
              wrong.add(hits.size() + " found");
            }
            for (int i = 0; i < hits.size(); i++) {
              int id = hits.ids()[i];
              float version = hits.scores()[i] / Vectors.dot(query, direction(id, 1));
              if (Math.abs(version - Math.round(version)) > 0.05 * version
                  || Math.round(version) < before[id]) {
                wrong.add("%d is %f, was %d".formatted(id, version, before[id]));
              }
            }
          }
        };
    List<Thread> threads =
        List.of(Thread.ofPlatform().start(search), Thread.ofPlatform().start(search));
    for (int version = 2; version < 6; version++) {
      for (int id = 0; id < ids; id++) {
        index.put(id, direction(id, version), 0);
        ended.set(id, version);
      }
    }
    stop.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(searches.get()).isPositive();
    assertThat(wrong).isEmpty();
  }

  private static float[] direction(int id, int version) {
    var random = new SplittableRandom(id);
    float[] vector = new float[D];
    for (int k = 0; k < D; k++) {
      vector[k] = version * ((float) random.nextDouble() + 0.1f);
    }
    return vector;
  }

  @Test
  void aClosedOneSaysSo() {
    FaissIndex index = FaissIndex.empty(IndexSettings.of(2));
    index.close();
    index.close();
    assertThatThrownBy(() -> index.search(new float[2], 1, IdFilter.ALL))
        .hasMessage("the index is closed: open another");
    assertThatThrownBy(() -> index.put(1, new float[2], 0))
        .hasMessage("the index is closed: open another");
  }

  @Test
  void whatFaissThrowsIsSaidInJava() {
    assertThatThrownBy(() -> FaissLibrary.get().create(-1, 1, false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("FAISS failed: ");
  }

  private float[] query(int number) {
    var random = new SplittableRandom(SEED + 100 + number);
    float[] query = new float[D];
    for (int i = 0; i < 4; i++) {
      // Of those that no test removes.
      Vectors.axpy(0.25f, vectors, random.nextInt(N / 3) * 3 * D, query, 0, D);
    }
    return query;
  }

  /// The mean share of the best 200 over 50 queries, of every so-manieth id.
  private double recall(FaissIndex index, int every) {
    double sum = 0;
    for (int number = 0; number < 50; number++) {
      float[] query = query(number);
      var best = new TopK(200);
      for (int id = 0; id < N; id += every) {
        best.add(id, Vectors.dot(vectors, id * D, query, 0, D));
      }
      IdFilter filter = every == 1 ? IdFilter.ALL : IdFilter.ALL.and(id -> id % every == 0);
      var found = new IntOpenHashSet(index.search(query, 200, filter).ids());
      int hits = 0;
      for (int id : best.ids()) {
        hits += found.contains(id) ? 1 : 0;
      }
      sum += hits / 200.0;
    }
    return sum / 50;
  }
}
