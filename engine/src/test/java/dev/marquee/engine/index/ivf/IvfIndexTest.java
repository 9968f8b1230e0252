package dev.marquee.engine.index.ivf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.index.Hits;
import dev.marquee.engine.index.IdFilter;
import dev.marquee.engine.index.IndexSettings;
import dev.marquee.engine.index.VectorIndex;
import dev.marquee.engine.index.VectorSource;
import dev.marquee.engine.math.TopK;
import dev.marquee.engine.math.Vectors;
import dev.marquee.testkit.VectorIndexContract;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

public class IvfIndexTest extends VectorIndexContract {

  private static final int D = 16;
  private static final int N = 30_000;
  private static final long SEED = 5;

  private final float[] vectors = clustered(N, D, new SplittableRandom(SEED));

  @Override
  public VectorIndex empty(IndexSettings settings) {
    return IvfIndex.empty(settings);
  }

  @Test
  void theRecallAskedForIsReached() throws InterruptedException {
    for (double recall : new double[] {0.9, 0.99}) {
      IvfIndex index = IvfIndex.build(source(), settings().withRecall(recall));
      assertThat(index.lists()).isGreaterThan(100);
      assertThat(recall(index, IdFilter.ALL)).isGreaterThan(recall - 0.02);
    }
  }

  /// Vectors of two towers: a unit vector followed by a popularity bias; queries end with a 1.
  @Test
  void theRecallAskedForIsReachedForQueriesWithABias() throws InterruptedException {
    var random = new SplittableRandom(SEED + 2);
    for (int id = 0; id < N; id++) {
      unit(vectors, id * D);
      vectors[(id + 1) * D - 1] = (float) (0.3 * random.nextGaussian());
    }
    IvfIndex index = IvfIndex.build(source(), settings().withRecall(0.97).withBias());
    double found = recall(index, IdFilter.ALL, number -> biased(query(number)));
    assertThat(found).isGreaterThan(0.97 - 0.02);
    IvfIndex plain = IvfIndex.build(source(), settings().withRecall(0.97));
    assertThat(recall(plain, IdFilter.ALL, number -> biased(query(number)))).isLessThan(found);
  }

  private static float[] biased(float[] query) {
    unit(query, 0);
    query[D - 1] = 1;
    return query;
  }

  /// Makes all but the last coordinate a unit vector.
  private static void unit(float[] vector, int offset) {
    float length = (float) Math.sqrt(Vectors.squaredNorm(vector, offset, D - 1));
    Vectors.scale(1 / length, vector, offset, D - 1);
  }

  @Test
  void aRecallOfOneIsExact() throws InterruptedException {
    IvfIndex index = IvfIndex.build(source(), settings().withRecall(1));
    assertThat(recall(index, IdFilter.ALL)).isEqualTo(1);
  }

  @Test
  void aNarrowFilterNeverComesBackShort() throws InterruptedException {
    IvfIndex index = IvfIndex.build(source(), settings());
    for (int one : new int[] {3, 30, 300, 3000}) {
      IdFilter filter = IdFilter.ALL.and(id -> id % one == 1);
      Hits hits = index.search(query(1), 100, filter);
      assertThat(hits.ids()).hasSize(Math.min(100, N / one));
      assertThat(Arrays.stream(hits.ids())).allMatch(id -> id % one == 1);
    }
  }

  @Test
  void whatWasReplacedIsFoundAsWellAsInAFreshIndex() throws InterruptedException {
    IvfIndex index = IvfIndex.build(source(), settings());
    double before = recall(index, IdFilter.ALL);
    var random = new SplittableRandom(SEED + 1);
    float[] other = clustered(N, D, random);
    for (int id = 0; id < N; id += 2) {
      System.arraycopy(other, id * D, vectors, id * D, D);
      index.put(id, other, id * D);
    }
    assertThat(index.isWorn()).isTrue();
    assertThat(recall(index, IdFilter.ALL)).isGreaterThan(before - 0.05);
    index.recluster();
    assertThat(index.isWorn()).isFalse();
    assertThat(index.size()).isEqualTo(N);
    assertThat(recall(index, IdFilter.ALL)).isCloseTo(before, within(0.02));
  }

  @Test
  void codesAloneFindNearlyTheSame() throws InterruptedException {
    IvfIndex index = IvfIndex.build(source(), settings().withRecall(0.99).withoutVectors());
    assertThat(recall(index, IdFilter.ALL)).isGreaterThan(0.95);
  }

  @Test
  void manyAreAnsweredAsOne() throws InterruptedException {
    IvfIndex index = IvfIndex.build(source(), settings());
    float[] queries = new float[3 * D];
    for (int i = 0; i < 3; i++) {
      System.arraycopy(query(i), 0, queries, i * D, D);
    }
    Hits[] all = index.searchAll(queries, 10, IdFilter.ALL);
    for (int i = 0; i < 3; i++) {
      assertThat(all[i].ids()).containsExactly(index.search(query(i), 10, IdFilter.ALL).ids());
    }
  }

  @Test
  void aBuildDoesNotDependOnThreads() throws InterruptedException {
    IndexSettings one = settings().withRecall(0.95).withThreads(1).withSeed(3);
    IndexSettings three = settings().withRecall(0.95).withThreads(3).withSeed(3);
    Hits first = IvfIndex.build(source(), one).search(query(2), 200, IdFilter.ALL);
    Hits second = IvfIndex.build(source(), three).search(query(2), 200, IdFilter.ALL);
    assertThat(first.ids()).containsExactly(second.ids());
    assertThat(first.scores()).containsExactly(second.scores());
  }

  private static IndexSettings settings() {
    return IndexSettings.of(D).withExactBelow(1000);
  }

  private VectorSource source() {
    return VectorSource.rows(vectors, D);
  }

  private float[] query(int number) {
    var random = new SplittableRandom(SEED + 100 + number);
    float[] query = new float[D];
    for (int i = 0; i < 4; i++) {
      Vectors.axpy(0.25f, vectors, random.nextInt(N) * D, query, 0, D);
    }
    return query;
  }

  /// The mean share of the best 200 over 50 queries.
  private double recall(IvfIndex index, IdFilter filter) {
    return recall(index, filter, this::query);
  }

  private double recall(IvfIndex index, IdFilter filter, IntFunction<float[]> queries) {
    double sum = 0;
    for (int number = 0; number < 50; number++) {
      float[] query = queries.apply(number);
      var best = new TopK(200);
      for (int id = 0; id < N; id++) {
        best.add(id, Vectors.dot(vectors, id * D, query, 0, D));
      }
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
