package dev.marquee.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.index.Hits;
import dev.marquee.engine.index.IdFilter;
import dev.marquee.engine.index.IndexSettings;
import dev.marquee.engine.index.Metric;
import dev.marquee.engine.index.VectorIndex;
import dev.marquee.engine.math.Vectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The contract of every [VectorIndex], tested against a map.
public abstract class VectorIndexContract {

  private static final int DIMENSION = 12;

  private SplittableRandom random;

  @BeforeEach
  void seed(@Seed SplittableRandom random) {
    this.random = random;
  }

  public abstract VectorIndex empty(IndexSettings settings);

  /// An exact index of inner products.
  public VectorIndex empty(int dimension) {
    return empty(IndexSettings.of(dimension));
  }

  @Test
  void findsWhatAPlainMapFindsAfterAnyWrites() {
    VectorIndex index = empty(DIMENSION);
    var map = new TreeMap<Integer, float[]>();
    for (int step = 0; step < 3000; step++) {
      int id = random.nextInt(400);
      if (random.nextInt(3) == 0) {
        assertThat(index.remove(id)).isEqualTo(map.remove(id) != null);
      } else {
        float[] vector = vector();
        index.put(id, vector, 0);
        map.put(id, vector);
      }
      assertThat(index.size()).isEqualTo(map.size());
      if (step % 20 == 0) {
        float[] query = vector();
        int k = 1 + random.nextInt(50);
        IdFilter filter = IdFilter.ALL.and(found -> found % 3 != 1);
        assertSame(index.search(query, k, filter), map, query, k, found -> found % 3 != 1);
        long[] mask = {random.nextLong(), random.nextLong(), 0, random.nextLong()};
        IntPredicate inMask = found -> found < 256 && (mask[found / 64] & 1L << found) != 0;
        assertSame(index.search(query, k, IdFilter.of(mask)), map, query, k, inMask);
      }
    }
  }

  @Test
  void cosinesDoNotDependOnLength() {
    VectorIndex index = empty(IndexSettings.of(2).withMetric(Metric.COSINE));
    index.put(0, new float[] {100, 100}, 0);
    index.put(1, new float[] {0, 0.001f}, 0);
    Hits hits = index.search(new float[] {0, 7}, 2, IdFilter.ALL);
    assertThat(hits.ids()).containsExactly(1, 0);
    assertThat(hits.scores()[0]).isCloseTo(1, within(1e-6f));
    assertThat(hits.scores()[1]).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
  }

  @Test
  void cosinesAreOfVectorsTooLongAndTooShortToBeSquaredAsFloats() {
    VectorIndex index = empty(IndexSettings.of(2).withMetric(Metric.COSINE));
    index.put(0, new float[] {3e19f, 0}, 0);
    index.put(1, new float[] {0, 1e-23f}, 0);
    assertThat(index.search(new float[] {1, 0}, 2, IdFilter.ALL).scores()).containsExactly(1, 0);
    assertThat(index.search(new float[] {0, 1}, 1, IdFilter.ALL).ids()).containsExactly(1);
  }

  private static void assertSame(
      Hits hits, Map<Integer, float[]> map, float[] query, int k, IntPredicate passes) {
    List<Integer> best = new ArrayList<>(map.keySet());
    best.removeIf(id -> !passes.test(id));
    best.sort(Comparator.comparingDouble(id -> -product(map.get(id), query)));
    assertThat(hits.ids()).hasSize(Math.min(k, best.size())).doesNotHaveDuplicates();
    for (int i = 0; i < hits.size(); i++) {
      assertThat(map).containsKey(hits.ids()[i]);
      assertThat(passes.test(hits.ids()[i])).isTrue();
      assertThat((double) hits.scores()[i])
          .isCloseTo(product(map.get(best.get(i)), query), within(1e-4))
          .isCloseTo(product(map.get(hits.ids()[i]), query), within(1e-4));
    }
  }

  @Test
  void whoAsksForMoreThanThereAreGetsAll() {
    VectorIndex index = empty(2);
    for (int id = 0; id < 100; id++) {
      index.put(id, new float[] {id, 1}, 0);
    }
    Hits hits = index.search(new float[] {1, 0}, Integer.MAX_VALUE, IdFilter.ALL);
    assertThat(hits.ids()).hasSize(100).startsWith(99, 98).endsWith(0);
  }

  @Test
  void anEmptyIndexFindsNothing() {
    VectorIndex index = empty(2);
    assertThat(index.search(new float[2], Integer.MAX_VALUE, IdFilter.ALL).ids()).isEmpty();
    assertThat(index.search(new float[] {1, 0}, 5, IdFilter.ALL).ids()).isEmpty();
    assertThat(index.remove(3)).isFalse();
    assertThat(index.remove(-1)).isFalse();
  }

  @Test
  void equalScoresComeByLowerId() {
    VectorIndex index = empty(2);
    for (int id : new int[] {9, 2, 5}) {
      index.put(id, new float[] {1, 1}, 0);
    }
    assertThat(index.search(new float[] {1, 0}, 2, IdFilter.ALL).ids()).containsExactly(2, 5);
  }

  @Test
  void whatShardsFindIsMergedIntoWhatOneIndexFinds() {
    VectorIndex whole = empty(DIMENSION);
    List<VectorIndex> shards = List.of(empty(DIMENSION), empty(DIMENSION), empty(DIMENSION));
    for (int id = 0; id < 300; id++) {
      // Includes equal vectors, which must also be returned in the same order.
      float[] vector = id % 10 == 1 ? new float[DIMENSION] : vector();
      whole.put(id, vector, 0);
      // The last shard has fewer vectors than most k.
      shards.get(id < 4 ? 2 : id % 2).put(id, vector, 0);
    }
    for (int k : new int[] {1, 7, 50, 300, Integer.MAX_VALUE}) {
      float[] query = vector();
      List<Hits> parts = new ArrayList<>();
      shards.forEach(shard -> parts.add(shard.search(query, k, IdFilter.ALL)));
      Hits expected = whole.search(query, k, IdFilter.ALL);
      assertThat(Hits.merge(parts, k).ids()).isEqualTo(expected.ids());
      Hits merged = Hits.merge(parts.reversed(), k);
      assertThat(merged.ids()).isEqualTo(expected.ids());
      assertThat(merged.scores()).usingComparatorWithPrecision(1e-4f).isEqualTo(expected.scores());
    }
  }

  @Test
  void vectorsOfZerosAndQueriesOfZerosAreFoundAtZero() {
    VectorIndex index = empty(2);
    index.put(0, new float[2], 0);
    index.put(1, new float[] {1, 2}, 0);
    assertThat(index.search(new float[2], 2, IdFilter.ALL).scores()).containsExactly(0, 0);
    assertThat(index.search(new float[] {-1, 0}, 2, IdFilter.ALL).ids()).containsExactly(0, 1);
  }

  @Test
  void anInnerProductBeyondAFloatIsAnInfinityAndStillFound() {
    VectorIndex index = empty(2);
    index.put(0, new float[] {-3e38f, 0}, 0);
    index.put(1, new float[] {3e38f, 0}, 0);
    index.put(2, new float[] {0, 1}, 0);
    index.put(3, new float[] {-3e38f, 0}, 0);
    Hits hits = index.search(new float[] {3e38f, 0}, 4, IdFilter.ALL);
    assertThat(hits.ids()).containsExactly(1, 2, 0, 3);
    assertThat(hits.scores())
        .containsExactly(
            Float.POSITIVE_INFINITY, 0, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY);
    IdFilter some = IdFilter.of(new long[] {0b1001});
    assertThat(index.search(new float[] {3e38f, 0}, 1, some).ids()).containsExactly(0);
    assertThat(index.search(new float[] {3e38f, 0}, 4, some).ids()).containsExactly(0, 3);
  }

  @Test
  void refusesWhatIsNoVector() {
    VectorIndex index = empty(2);
    index.put(0, new float[] {1, 2}, 0);
    assertThatThrownBy(() -> index.put(7, new float[] {1, Float.NaN}, 0))
        .hasMessage("coordinate 1 of vector 7 is NaN, expected a finite number");
    assertThatThrownBy(() -> index.put(-3, new float[] {1, 1}, 0))
        .hasMessage("an id must be 0 or above, was -3");
    assertThatThrownBy(() -> index.search(new float[3], 1, IdFilter.ALL))
        .hasMessage("a query of 3 floats does not fit vectors of 2");
    assertThatThrownBy(() -> index.search(new float[2], 0, IdFilter.ALL))
        .hasMessage("k must be at least 1, was 0");
    assertThat(index.size()).isOne();
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (double) a[k] * b[k];
    }
    return sum;
  }

  private float[] vector() {
    float[] vector = new float[DIMENSION];
    for (int k = 0; k < DIMENSION; k++) {
      vector[k] = (float) (random.nextGaussian() / (1 + k));
    }
    return vector;
  }

  /// Random vectors of length 1 to 2 in overlapping clusters.
  public static float[] clustered(int n, int dimension, SplittableRandom random) {
    float[] centres = new float[200 * dimension];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = (float) random.nextGaussian();
    }
    float[] vectors = new float[n * dimension];
    for (int i = 0; i < n; i++) {
      int centre = random.nextInt(200);
      for (int k = 0; k < dimension; k++) {
        vectors[i * dimension + k] =
            centres[centre * dimension + k] + 0.8f * (float) random.nextGaussian();
      }
      double length = Math.sqrt(Vectors.squaredNorm(vectors, i * dimension, dimension));
      Vectors.scale(
          (float) ((1 + random.nextDouble()) / length), vectors, i * dimension, dimension);
    }
    return vectors;
  }
}
