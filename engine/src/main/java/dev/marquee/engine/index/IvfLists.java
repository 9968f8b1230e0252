package dev.marquee.engine.index;

import static dev.marquee.engine.math.CodeBlocks.BLOCK;

import dev.marquee.engine.math.CodeBlocks;
import dev.marquee.engine.math.TopK;
import dev.marquee.engine.math.Vectors;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// One division of the vectors into lists, and the search in it.
///
/// Vectors of a list lie about its centroid. A query reads lists in the order of what they may
/// hold: the centroid's product and `reach` times the list's spread. It ends with the first list
/// that may hold nothing better than the worst of what it has found, so an easy query reads few
/// lists, and one whose filter lets little through reads on until it has enough.
///
/// One thread writes at a time, any number searches.
final class IvfLists {

  private static final long NOWHERE = -1;

  private final int dimension;

  private final float[] dimensionScales;
  private final float[] centroids;

  /// The centroids once more, as the codes of a list: read in a fifth of the time, and near enough.
  private final VectorList centroidCodes;

  /// Half the squared length of each centroid.
  private final float[] halves;

  /// The mean distance of a list's vectors from its centroid, along one direction.
  private final float[] spreads;

  private final AtomicReferenceArray<VectorList> lists;

  /// By id, the list in the high half and the slot in the low one; null until it is asked for where
  /// the lists come from a file.
  private volatile AtomicLongArray locations;

  private volatile float reach = Float.POSITIVE_INFINITY;
  private int dead;

  /// @param centroids lists × d
  IvfLists(int dimension, float[] dimensionScales, float[] centroids, float[] spreads) {
    this.dimension = dimension;
    this.dimensionScales = dimensionScales;
    this.centroids = centroids;
    int many = centroids.length / dimension;
    this.halves = new float[many];
    this.spreads = spreads;
    this.lists = new AtomicReferenceArray<>(many);
    this.centroidCodes = VectorList.unstamped(many, dimension, false);
    var encoder = new Encoder(dimension);
    for (int list = 0; list < many; list++) {
      encoder.encode(centroids, list * dimension, dimensionScales);
      centroidCodes.set(list, list, encoder.code, encoder.scale, centroids, list * dimension);
      halves[list] = Vectors.squaredNorm(centroids, list * dimension, dimension) / 2;
    }
    centroidCodes.show(many);
  }

  int size() {
    return lists.length();
  }

  VectorList list(int list) {
    return lists.getAcquire(list).checked();
  }

  void list(int list, VectorList vectors) {
    lists.setRelease(list, vectors);
  }

  float reach() {
    return reach;
  }

  /// @param newReach how many spreads from its centroid a list's vectors are looked for; infinite
  ///   for all lists
  void reach(float newReach) {
    reach = newReach;
  }

  float[] dimensionScales() {
    return dimensionScales;
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
  void put(int id, float[] vector, int offset, long stamp, Encoder encoder) {
    long former = location(id);
    int list = nearest(vector, offset);
    VectorList into = list(list);
    if (!into.isStamped()) {
      into = into.stamped();
      list(list, into);
    }
    if (into.isFull()) {
      into = into.grown();
      list(list, into);
    }
    encoder.encode(vector, offset, dimensionScales);
    int slot = into.add(id, encoder.code, encoder.scale, vector, offset, stamp);
    locate(id, list, slot);
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
      list(list(location), of);
    }
    of.kill(slot(location), stamp);
    dead++;
  }

  /// Copies the vector of an id that is there.
  void vector(int id, float[] into, int offset) {
    long location = location(id);
    list(list(location)).vector(slot(location), dimensionScales, into, offset);
  }

  private int nearest(float[] vector, int offset) {
    if (size() == 1) {
      return 0;
    }
    float[] products = products(scaled(vector, offset));
    int best = 0;
    for (int list = 0; list < size(); list++) {
      products[list] -= halves[list];
      best = products[list] > products[best] ? list : best;
    }
    return best;
  }

  /// A vector by which codes can be multiplied.
  private float[] scaled(float[] vector, int offset) {
    float[] scaled = new float[dimension];
    for (int k = 0; k < dimension; k++) {
      scaled[k] = vector[offset + k] * dimensionScales[k];
    }
    return scaled;
  }

  /// About the inner products with all centroids; whole blocks, of which the last may have places
  /// beyond the lists.
  private float[] products(float[] scaled) {
    float[] products = new float[Math.ceilDiv(size(), BLOCK) * BLOCK];
    float[] block = new float[BLOCK];
    for (int first = 0; first < size(); first += BLOCK) {
      CodeBlocks.score(
          centroidCodes.codes(),
          (long) first * dimension,
          centroidCodes.scales(),
          (long) first * Float.BYTES,
          scaled,
          dimension,
          block,
          Float.POSITIVE_INFINITY);
      System.arraycopy(block, 0, products, first, BLOCK);
    }
    return products;
  }

  /// The best at a time.
  Hits search(float[] query, int k, IdFilter filter, long now) {
    int most = Math.max(1, Math.min(k, vectors()));
    return new Search(query, most, filter, now).run();
  }

  /// Those that are gone but still in a list count, too.
  private int vectors() {
    int vectors = 0;
    for (int list = 0; list < size(); list++) {
      vectors += list(list).count();
    }
    return vectors;
  }

  /// One search, for one thread.
  private final class Search {

    /// Reading an id's vector from its place takes as long as scanning so many codes.
    private static final int JUMP = 40;

    private final float[] query;
    private final int k;
    private final IdFilter filter;
    private final long now;
    private final float[] scaled;
    private final float[] scores = new float[BLOCK];
    private final VectorList[] read = new VectorList[size()];

    Search(float[] query, int k, IdFilter filter, long now) {
      this.query = query;
      this.k = k;
      this.filter = filter;
      this.now = now;
      this.scaled = scaled(query, 0);
    }

    Hits run() {
      if ((long) filter.most() * JUMP < vectors()) {
        return fromMask();
      }
      boolean rescores = list(0).rows() != null;
      if (reach < Float.POSITIVE_INFINITY) {
        // Rounding to codes moves a few of the best below others.
        var best = new BestCodes(rescores ? k + k / 4 + 16 : k);
        readNearest(best);
        return rescores ? rescored(best) : asScanned(best);
      }
      var best = new BestCodes(k);
      float widest = readAll(best);
      if (!rescores) {
        return asScanned(best);
      }
      // What is among the best in truth has lost at most one error, and the worst of what was
      // found gained at most one.
      var candidates = BestCodes.from(best.floor() - 2 * error(widest));
      readAll(candidates);
      return rescored(candidates);
    }

    /// Reads the lists that may hold something better than what was found.
    private void readNearest(BestCodes best) {
      float[] bounds = Arrays.copyOf(products(scaled), size());
      float far = reach * (float) Math.sqrt(Vectors.squaredNorm(query, 0, dimension));
      Vectors.axpy(far, spreads, 0, bounds, 0, bounds.length);
      var order = new DescendingHeap(bounds);
      while (!order.isEmpty() && order.greatest() >= best.floor()) {
        scan(order.next(), best);
        best.trim();
      }
    }

    /// @return the greatest scale of a vector
    private float readAll(BestCodes best) {
      float widest = 0;
      for (int list = 0; list < size(); list++) {
        scan(list, best);
        widest = Math.max(widest, read[list].widest());
      }
      best.trim();
      return widest;
    }

    private void scan(int list, BestCodes best) {
      if (read[list] == null) {
        read[list] = list(list);
      }
      VectorList vectors = read[list];
      int count = vectors.count();
      for (int first = 0; first < count; first += BLOCK) {
        long found =
            CodeBlocks.score(
                vectors.codes(),
                (long) first * dimension,
                vectors.scales(),
                (long) first * Float.BYTES,
                scaled,
                dimension,
                scores,
                best.floor());
        if (count - first < BLOCK) {
          found &= (1L << (count - first)) - 1;
        }
        for (; found != 0; found &= found - 1) {
          int lane = Long.numberOfTrailingZeros(found);
          int slot = first + lane;
          if (vectors.isAlive(slot, now) && filter.passes(vectors.id(slot))) {
            best.add(scores[lane], place(list, slot));
          }
        }
      }
    }

    /// By how much rounding to codes may change a score at most.
    private float error(float scale) {
      float sum = 0;
      for (float value : scaled) {
        sum += Math.abs(value);
      }
      return scale / 2 * sum * (1 + 1e-4f);
    }

    private Hits rescored(BestCodes best) {
      var top = new TopK(k);
      float[] vector = new float[dimension];
      for (int i = 0; i < best.size(); i++) {
        VectorList of = read[list(best.place(i))];
        int slot = slot(best.place(i));
        of.vector(slot, dimensionScales, vector, 0);
        top.add(of.id(slot), Vectors.dot(query, vector));
      }
      return hits(top);
    }

    private Hits asScanned(BestCodes best) {
      var top = new TopK(k);
      for (int i = 0; i < best.size(); i++) {
        long place = best.place(i);
        top.add(read[list(place)].id(slot(place)), best.score(i));
      }
      return hits(top);
    }

    /// Where few may pass, going to each is less work than reading lists for them.
    private Hits fromMask() {
      var top = new TopK(k);
      float[] vector = new float[dimension];
      filter.forEachInMask(
          id -> {
            long place = location(id);
            if (place != NOWHERE && filter.passes(id)) {
              list(list(place)).vector(slot(place), dimensionScales, vector, 0);
              top.add(id, Vectors.dot(query, vector));
            }
          });
      return hits(top);
    }

    private static Hits hits(TopK top) {
      int[] ids = new int[top.size()];
      float[] scores = new float[ids.length];
      top.drain(ids, scores);
      return new Hits(ids, scores);
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
