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

/// One search in [IvfLists], for one thread.
///
/// It reads lists in descending order of a bound: the inner product of query and centroid, plus a
/// number of standard deviations. The [ProbePolicy] sets the number; the deviation is that of the
/// [residuals][ResidualStatistics] along the query, times the spread of the list. It stops at the
/// first list whose bound is below the worst of the `k` best found so far. So an easy query reads
/// few lists, and a query with a selective filter reads until it has enough.
final class IvfSearch {

  /// Reading one vector by its id takes as long as scanning this many codes and testing nearly all
  /// of their ids against the filter. (1 % of a million vectors: 1.4 ms by id, 4.8 ms by lists.)
  private static final int JUMP = 80;

  /// Tolerance for the rounding error of an approximate score, in standard deviations: few of the
  /// best are missed, and few others are scored exactly.
  private static final float DOUBT = 2;

  /// The variance of the error when the lower four bits of a byte are dropped.
  private static final float CODE_VARIANCE = 256f / 12;

  /// Number of vectors on which the filter's pass rate is estimated.
  private static final int SAMPLE = 256;

  /// Vectors that are fetched together.
  private static final int BATCH = 32;

  private final IvfLists lists;
  private final int dimension;
  private final int blockBytes;
  private final float[] query;
  private final int k;
  private final IdFilter filter;
  private final long now;
  private final int vectors;
  private final FastScanTable tables;

  /// The query's norm, in units of the dimension scales.
  private final float length;

  /// The standard deviation of inner products of the query and the residuals of a list.
  private final float deviation;

  /// The inner products with the lists' centroids.
  private final float[] bases;

  private final BlockScores scores = new BlockScores();
  private final VectorList[] read;

  /// By how much rounding may lower a score, in units of its vector's scale.
  private float slack;

  /// @param k at least 1, and at most the number of vectors in the lists, unless that is 0
  /// @param now the stamp of the last visible write
  IvfSearch(IvfLists lists, float[] query, int k, IdFilter filter, long now) {
    this.lists = lists;
    this.dimension = lists.dimension();
    this.blockBytes = FastScanBlocks.bytes(dimension);
    this.vectors = lists.vectors();
    this.query = query;
    this.k = k;
    this.filter = filter;
    this.now = now;
    this.read = new VectorList[lists.size()];
    this.bases = lists.products(query, 0);
    float[] scaled = lists.residuals().scaled(query);
    this.tables = new FastScanTable(scaled);
    this.deviation = lists.residuals().deviation(scaled);
    this.length = (float) Math.sqrt(Vectors.squaredNorm(scaled, 0, dimension));
  }

  Hits run() {
    if ((long) filter.max() * JUMP < vectors) {
      return fromMask();
    }
    if (lists.size() == 1) {
      return each();
    }
    return lists.policy().isEverything() ? exact() : near();
  }

  /// Reads the lists that may hold something better than the best so far.
  private Hits near() {
    float variance = length * length * CODE_VARIANCE + tables.variance();
    slack = DOUBT * (float) Math.sqrt(variance);
    var best = new BestCodes(k);
    float[] bounds = bases.clone();
    Vectors.axpy(
        lists.policy().at(k / passing()) * deviation, lists.spreads(), 0, bounds, 0, bounds.length);
    var order = new DescendingHeap(bounds);
    while (!order.isEmpty() && order.greatest() >= best.floor()) {
      scan(order.next(), best);
      best.trim();
    }
    best.settle();
    return scored(best);
  }

  /// Estimates the share of vectors near the query that pass the filter.
  private float passing() {
    if (filter == IdFilter.ALL) {
      return 1;
    }
    int nearest = 0;
    for (int list = 1; list < bases.length; list++) {
      nearest = bases[list] > bases[nearest] ? list : nearest;
    }
    VectorList vectors = lists.list(nearest);
    int tried = Math.min(SAMPLE, vectors.count());
    int passed = 0;
    for (int slot = 0; slot < tried; slot++) {
      passed += filter.passes(vectors.id(slot)) ? 1 : 0;
    }
    return (passed + 1f) / (tried + 1f);
  }

  /// Scores each vector exactly: where there are few, this is faster than a first pass over codes.
  private Hits each() {
    VectorList vectors = lists.list(0);
    var top = new TopK(k);
    float[] vector = new float[dimension];
    int count = vectors.count();
    for (int slot = 0; slot < count; slot++) {
      lists.copy(vectors, slot, vector, 0);
      float score = Vectors.dot(query, vector);
      if (top.wants(score) && vectors.isAlive(slot, now) && filter.passes(vectors.id(slot))) {
        top.add(vectors.id(slot), score);
      }
    }
    return Hits.drain(top);
  }

  /// Reads all lists twice. The exact score of the `k`-th best by approximate scores is a lower
  /// bound for the true best: the second pass keeps all that may reach it.
  private Hits exact() {
    var looks = new BestCodes(k);
    readAll(looks);
    looks.settle();
    Hits hits = scored(looks);
    float floor = hits.size() < k ? Float.NEGATIVE_INFINITY : hits.scores()[k - 1];
    slack = (length * lists.maxQuantizationError() + tables.error()) * (1 + 1e-3f);
    var candidates = BestCodes.from(floor - 1e-5f * Math.abs(floor));
    readAll(candidates);
    return scored(candidates);
  }

  private void readAll(BestCodes best) {
    for (int list = 0; list < lists.size(); list++) {
      scan(list, best);
      best.trim();
    }
  }

  /// The list as this search first read it.
  private VectorList vectors(int list) {
    if (read[list] == null) {
      read[list] = lists.list(list);
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
          best.add(scores.get(lane), bound, IvfLists.place(list, slot));
        }
      }
    }
  }

  /// The best candidates by their exact scores.
  private Hits scored(BestCodes candidates) {
    var scorer = new Scorer();
    for (int i = 0; i < candidates.size(); i++) {
      scorer.add(candidates.place(i));
    }
    return scorer.best();
  }

  /// Scores each id of the mask: where few ids pass, that is faster than reading lists. Vectors are
  /// read in the order of their places: 1 % of ten million takes 23 ms, in the order of ids 64 ms.
  private Hits fromMask() {
    var places = new LongArrayList();
    filter.forEachInMask(
        id -> {
          long place = lists.location(id);
          if (place != IvfLists.NOWHERE && filter.passes(id)) {
            places.add(place);
          }
        });
    LongArrays.radixSort(places.elements(), 0, places.size());
    var scorer = new Scorer();
    places.forEach(scorer::add);
    return scorer.best();
  }

  /// Scores vectors by their places in batches, so that cache misses overlap.
  private final class Scorer {

    private final TopK top = new TopK(k);
    private final long[] places = new long[BATCH];
    private final float[] rows = new float[BATCH * dimension];
    private int waiting;

    void add(long place) {
      places[waiting] = place;
      lists.copy(vectors(IvfLists.list(place)), place, rows, waiting * dimension);
      if (++waiting == BATCH) {
        score();
      }
    }

    private void score() {
      for (int i = 0; i < waiting; i++) {
        float score = Vectors.dot(rows, i * dimension, query, 0, dimension);
        if (top.wants(score)) {
          top.add(read[IvfLists.list(places[i])].id(IvfLists.slot(places[i])), score);
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
