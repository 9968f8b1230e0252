package dev.marquee.engine.index.ivf;

import static dev.marquee.engine.math.simd.FastScanBlocks.BLOCK;

import dev.marquee.engine.index.Hits;
import dev.marquee.engine.index.IdFilter;
import dev.marquee.engine.math.TopK;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.math.simd.BlockScores;
import dev.marquee.engine.math.simd.FastScanBlocks;
import dev.marquee.engine.math.simd.FastScanTable;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// One division of the vectors into lists, and the search in it.
///
/// Vectors of a list lie about its centroid. A query reads lists in the order of what they may
/// hold: the centroid's product and as many deviations as the [ProbePolicy] says, by how vectors
/// [scatter][ResidualStatistics] along the query and how wide the list is. It ends with the first
/// list that may hold nothing better than the worst of what it has found, so an easy query reads
/// few lists, and one whose filter lets little through reads on until it has enough.
///
/// One thread writes at a time, any number searches.
final class IvfLists {

  private static final long NOWHERE = -1;

  private final int dimension;
  private final int blockBytes;
  private final ResidualStatistics scatter;
  private final float[] centroids;

  /// The centroids coordinate by coordinate: d × lists.
  private final float[] columns;

  /// Half the squared length of each centroid.
  private final float[] halves;

  /// How far a list's vectors are from its centroid, beside those of all lists.
  private final float[] spreads;

  private final AtomicReferenceArray<VectorList> lists;

  /// By id, the list in the high half and the slot in the low one; null until it is asked for where
  /// the lists come from a file.
  private volatile AtomicLongArray locations;

  private volatile ProbePolicy reach = ProbePolicy.EVERYTHING;

  /// For the thread that writes.
  private final Encoder encoder;

  // These are written before a write's stamp and read after it.

  /// Vectors in the lists, those that are gone as well.
  private int vectors;

  /// The greatest [Encoder#looseness] of a vector.
  private float loosest;

  private int dead;

  /// @param centroids lists × d
  IvfLists(ResidualStatistics scatter, float[] centroids, float[] spreads) {
    this.dimension = scatter.scales().length;
    this.blockBytes = FastScanBlocks.bytes(dimension);
    this.scatter = scatter;
    this.encoder = new Encoder(scatter.scales());
    this.centroids = centroids;
    int many = centroids.length / dimension;
    this.halves = new float[many];
    this.spreads = spreads;
    this.lists = new AtomicReferenceArray<>(many);
    this.columns = new float[centroids.length];
    for (int list = 0; list < many; list++) {
      for (int k = 0; k < dimension; k++) {
        columns[k * many + list] = centroids[list * dimension + k];
      }
      halves[list] = Vectors.squaredNorm(centroids, list * dimension, dimension) / 2;
    }
  }

  int size() {
    return lists.length();
  }

  VectorList list(int list) {
    return lists.getAcquire(list).checked();
  }

  /// Takes the lists as they were built.
  ///
  /// @param min the greatest looseness of their vectors
  void fill(VectorList[] built, float min) {
    int sum = 0;
    for (int list = 0; list < built.length; list++) {
      lists.setRelease(list, built[list]);
      sum += built[list].count();
    }
    loosest = min;
    vectors = sum;
  }

  ProbePolicy reach() {
    return reach;
  }

  /// How far a list's vectors are looked for.
  void reach(ProbePolicy newReach) {
    reach = newReach;
  }

  float loosest() {
    return loosest;
  }

  ResidualStatistics scatter() {
    return scatter;
  }

  float[] spreads() {
    return spreads;
  }

  /// Lists × d; not to be written.
  float[] centroids() {
    return centroids;
  }

  /// Vectors that died since the lists were made.
  int dead() {
    return dead;
  }

  /// Where the vector of an id is; -1 where there is none.
  long location(int id) {
    AtomicLongArray now = locations();
    return id < now.length() ? now.getAcquire(id) : NOWHERE;
  }

  private AtomicLongArray locations() {
    AtomicLongArray now = locations;
    return now == null ? find() : now;
  }

  /// Looks where the vectors of the lists are. Nobody has written to them: writing asks first.
  private synchronized AtomicLongArray find() {
    if (locations == null) {
      var found = new AtomicLongArray(0);
      for (int list = 0; list < size(); list++) {
        VectorList vectors = list(list);
        for (int slot = 0; slot < vectors.count(); slot++) {
          found = withRoom(found, vectors.id(slot) + 1);
          found.setPlain(vectors.id(slot), place(list, slot));
        }
      }
      locations = found;
    }
    return locations;
  }

  void locate(int id, int list, int slot) {
    AtomicLongArray roomy = withRoom(locations(), id + 1);
    roomy.setRelease(id, place(list, slot));
    locations = roomy;
  }

  private static AtomicLongArray withRoom(AtomicLongArray former, int limit) {
    if (limit <= former.length()) {
      return former;
    }
    long[] longer = new long[Math.max(limit, former.length() + former.length() / 2 + 64)];
    for (int id = 0; id < longer.length; id++) {
      longer[id] = id < former.length() ? former.getPlain(id) : NOWHERE;
    }
    return new AtomicLongArray(longer);
  }

  boolean contains(int id) {
    return location(id) != NOWHERE;
  }

  /// Adds a vector that is there from `stamp` on; one of the same id is gone from then.
  void put(int id, float[] vector, int offset, long stamp) {
    long former = location(id);
    int list = nearest(vector, offset);
    VectorList into = list(list);
    if (!into.isStamped()) {
      into = into.stamped();
      lists.setRelease(list, into);
    }
    if (into.isFull()) {
      into = into.grown();
      lists.setRelease(list, into);
    }
    encoder.encode(vector, offset, centroids, list * dimension);
    loosest = Math.max(loosest, encoder.looseness);
    int slot = into.add(id, encoder, vector, offset, stamp);
    locate(id, list, slot);
    vectors++;
    if (former != NOWHERE) {
      kill(former, stamp);
    }
  }

  void remove(int id, long stamp) {
    long former = location(id);
    locations().setRelease(id, NOWHERE);
    kill(former, stamp);
  }

  private void kill(long location, long stamp) {
    VectorList of = list(list(location));
    if (!of.isStamped()) {
      of = of.stamped();
      lists.setRelease(list(location), of);
    }
    of.kill(slot(location), stamp);
    dead++;
  }

  /// Copies the vector of an id that is there.
  void vector(int id, float[] into, int offset) {
    copy(list(list(location(id))), location(id), into, offset);
  }

  /// Copies the vector of a place.
  void copy(VectorList of, long place, float[] into, int offset) {
    of.vector(slot(place), scatter.scales(), centroids, list(place) * dimension, into, offset);
  }

  private int nearest(float[] vector, int offset) {
    return size() == 1 ? 0 : KMeans.nearest(products(vector, offset), 0, halves);
  }

  /// The inner products with all centroids.
  private float[] products(float[] vector, int offset) {
    float[] products = new float[size()];
    Vectors.combine(vector, offset, columns, 0, size(), dimension, products, 0, size());
    return products;
  }

  /// The best at a time.
  Hits search(float[] query, int k, IdFilter filter, long now) {
    return new Search(query, Math.clamp(k, 1, Math.max(1, vectors)), filter, now).run();
  }

  /// One search, for one thread.
  private final class Search {

    /// Reading an id's vector from its place takes as long as scanning so many codes, of which
    /// nearly all have to be asked whether they pass. (A hundredth of a million: 1.4 ms, by lists
    /// 4.8.)
    private static final int JUMP = 80;

    /// What rounding may add to the score of one that looks worse than the worst of the best, in
    /// standard deviations: few of the best go missing, and few others are scored.
    private static final float DOUBT = 2;

    /// The variance of what is lost with the lower half of a byte.
    private static final float CODE_VARIANCE = 256f / 12;

    /// Vectors that a filter is tried on.
    private static final int SAMPLE = 256;

    /// Vectors that are fetched at a time.
    private static final int BATCH = 32;

    private final float[] query;
    private final int k;
    private final IdFilter filter;
    private final long now;
    private final FastScanTable tables;

    /// The query's length, in dimension scales.
    private final float length;

    /// Of products of the query with the vectors of a list.
    private final float deviation;

    /// The inner products with the lists' centroids.
    private final float[] bases;

    private final BlockScores scores = new BlockScores();
    private final VectorList[] read = new VectorList[size()];

    /// By how much rounding may lower a score, in scales of its vector.
    private float slack;

    Search(float[] query, int k, IdFilter filter, long now) {
      this.query = query;
      this.k = k;
      this.filter = filter;
      this.now = now;
      this.bases = products(query, 0);
      float[] scaled = scatter.scaled(query);
      this.tables = new FastScanTable(scaled);
      this.deviation = scatter.deviation(scaled);
      this.length = (float) Math.sqrt(Vectors.squaredNorm(scaled, 0, dimension));
    }

    Hits run() {
      if ((long) filter.max() * JUMP < vectors) {
        return fromMask();
      }
      if (size() == 1) {
        return each();
      }
      return reach.isEverything() ? exact() : near();
    }

    /// Reads the lists that may hold something better than what was found.
    private Hits near() {
      float variance = length * length * CODE_VARIANCE + tables.variance();
      slack = DOUBT * (float) Math.sqrt(variance);
      var best = new BestCodes(k);
      float[] bounds = bases.clone();
      Vectors.axpy(reach.at(k / passing()) * deviation, spreads, 0, bounds, 0, bounds.length);
      var order = new DescendingHeap(bounds);
      while (!order.isEmpty() && order.greatest() >= best.floor()) {
        scan(order.next(), best);
        best.trim();
      }
      best.settle();
      return scored(best);
    }

    /// About the share of vectors near the query that pass the filter.
    private float passing() {
      if (filter == IdFilter.ALL) {
        return 1;
      }
      int nearest = 0;
      for (int list = 1; list < bases.length; list++) {
        nearest = bases[list] > bases[nearest] ? list : nearest;
      }
      VectorList vectors = list(nearest);
      int tried = Math.min(SAMPLE, vectors.count());
      int passed = 0;
      for (int slot = 0; slot < tried; slot++) {
        passed += filter.passes(vectors.id(slot)) ? 1 : 0;
      }
      return (passed + 1f) / (tried + 1f);
    }

    /// Scores each vector: quicker than looking for the best by codes first where there are few.
    private Hits each() {
      VectorList vectors = list(0);
      var top = new TopK(k);
      float[] vector = new float[dimension];
      int count = vectors.count();
      for (int slot = 0; slot < count; slot++) {
        copy(vectors, slot, vector, 0);
        float score = Vectors.dot(query, vector);
        if (top.wants(score) && vectors.isAlive(slot, now) && filter.passes(vectors.id(slot))) {
          top.add(vectors.id(slot), score);
        }
      }
      return Hits.drain(top);
    }

    /// Reads everything, twice: what is among the best in truth is at least as good as the worst of
    /// those that look best.
    private Hits exact() {
      var looks = new BestCodes(k);
      readAll(looks);
      looks.settle();
      Hits hits = scored(looks);
      float floor = hits.size() < k ? Float.NEGATIVE_INFINITY : hits.scores()[k - 1];
      slack = (length * loosest + tables.error()) * (1 + 1e-3f);
      var candidates = BestCodes.from(floor - 1e-5f * Math.abs(floor));
      readAll(candidates);
      return scored(candidates);
    }

    private void readAll(BestCodes best) {
      for (int list = 0; list < size(); list++) {
        scan(list, best);
        best.trim();
      }
    }

    /// The list as this search first met it.
    private VectorList vectors(int list) {
      if (read[list] == null) {
        read[list] = list(list);
      }
      return read[list];
    }

    private void scan(int list, BestCodes best) {
      VectorList vectors = vectors(list);
      int count = vectors.count();
      float max = slack * vectors.widest();
      for (int first = 0; first < count; first += BLOCK) {
        float floor = best.floor();
        long found =
            FastScanBlocks.score(
                vectors.blocks(),
                (long) first / BLOCK * blockBytes,
                tables,
                bases[list],
                scores,
                floor - max);
        if (count - first < BLOCK) {
          found &= (1L << (count - first)) - 1;
        }
        for (; found != 0; found &= found - 1) {
          int lane = Long.numberOfTrailingZeros(found);
          int slot = first + lane;
          float bound = scores.get(lane) + slack * vectors.scale(slot);
          if (bound >= floor && vectors.isAlive(slot, now) && filter.passes(vectors.id(slot))) {
            best.add(scores.get(lane), bound, place(list, slot));
          }
        }
      }
    }

    /// The best of candidates by their vectors.
    private Hits scored(BestCodes candidates) {
      var scorer = new Scorer();
      for (int i = 0; i < candidates.size(); i++) {
        scorer.add(candidates.place(i));
      }
      return scorer.best();
    }

    /// Where few may pass, going to each is less work than reading lists for them. They are gone to
    /// list by list: a hundredth of ten million in 23 ms, where as they come it is 64.
    private Hits fromMask() {
      var places = new LongArrayList();
      filter.forEachInMask(
          id -> {
            long place = location(id);
            if (place != NOWHERE && filter.passes(id)) {
              places.add(place);
            }
          });
      LongArrays.radixSort(places.elements(), 0, places.size());
      var scorer = new Scorer();
      places.forEach(scorer::add);
      return scorer.best();
    }

    /// Scores vectors by their places, a batch at a time, so that the memory is waited for once.
    private final class Scorer {

      private final TopK top = new TopK(k);
      private final long[] places = new long[BATCH];
      private final float[] rows = new float[BATCH * dimension];
      private int waiting;

      void add(long place) {
        places[waiting] = place;
        copy(vectors(list(place)), place, rows, waiting * dimension);
        if (++waiting == BATCH) {
          score();
        }
      }

      private void score() {
        for (int i = 0; i < waiting; i++) {
          float score = Vectors.dot(rows, i * dimension, query, 0, dimension);
          if (top.wants(score)) {
            top.add(read[list(places[i])].id(slot(places[i])), score);
          }
        }
        waiting = 0;
      }

      Hits best() {
        score();
        return Hits.drain(top);
      }
    }
  }

  /// A list and a slot of it in one, the list in the high half.
  static long place(int list, int slot) {
    return ((long) list << 32) | slot;
  }

  static int list(long place) {
    return (int) (place >> 32);
  }

  static int slot(long place) {
    return (int) place;
  }
}
