package dev.marquee.engine.index.ivf;

import dev.marquee.engine.index.Hits;
import dev.marquee.engine.index.IdFilter;
import dev.marquee.engine.math.Vectors;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The vectors divided into lists, and the search in these.
///
/// The vectors of a list are around its centroid. [IvfSearch] says which lists a query reads.
///
/// One thread writes at a time, any number of threads search.
final class IvfLists {

  /// The location of an id without a vector.
  static final long NOWHERE = -1;

  private final int dimension;
  private final ResidualStatistics residuals;
  private final float[] centroids;

  /// The centroids coordinate by coordinate: d × lists.
  private final float[] columns;

  /// Half the squared norm of each centroid.
  private final float[] halves;

  /// How far a list's vectors are from its centroid, relative to all lists.
  private final float[] spreads;

  private final AtomicReferenceArray<VectorList> lists;

  /// By id: the list in the high half, the slot in the low half. Where the lists come from a file,
  /// null until first needed.
  private volatile AtomicLongArray locations;

  private volatile ProbePolicy policy = ProbePolicy.EVERYTHING;

  /// For the thread that writes.
  private final Encoder encoder;

  // Written before the stamp of a write, and read after the stamp.

  private int vectors;

  /// The greatest [Encoder#quantizationError] of a vector.
  private float maxQuantizationError;

  private int dead;

  /// @param centroids lists × d
  IvfLists(ResidualStatistics residuals, float[] centroids, float[] spreads) {
    this.dimension = residuals.scales().length;
    this.residuals = residuals;
    this.encoder = new Encoder(residuals.scales());
    this.centroids = centroids;
    int count = centroids.length / dimension;
    this.halves = new float[count];
    this.spreads = spreads;
    this.lists = new AtomicReferenceArray<>(count);
    this.columns = new float[centroids.length];
    for (int list = 0; list < count; list++) {
      for (int k = 0; k < dimension; k++) {
        columns[k * count + list] = centroids[list * dimension + k];
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

  /// Sets the lists, as the build made them.
  ///
  /// @param maxError the greatest quantization error of their vectors
  void fill(VectorList[] built, float maxError) {
    int sum = 0;
    for (int list = 0; list < built.length; list++) {
      lists.setRelease(list, built[list]);
      sum += built[list].count();
    }
    maxQuantizationError = maxError;
    vectors = sum;
  }

  ProbePolicy policy() {
    return policy;
  }

  /// Sets which lists searches read.
  void probe(ProbePolicy newPolicy) {
    policy = newPolicy;
  }

  int dimension() {
    return dimension;
  }

  /// The number of vectors in the lists, dead ones included.
  int vectors() {
    return vectors;
  }

  float maxQuantizationError() {
    return maxQuantizationError;
  }

  ResidualStatistics residuals() {
    return residuals;
  }

  float[] spreads() {
    return spreads;
  }

  /// Lists × d; not to be changed.
  float[] centroids() {
    return centroids;
  }

  /// The number of vectors that died since the lists were built.
  int dead() {
    return dead;
  }

  /// The list and slot of an id's vector; [#NOWHERE] where there is none.
  long location(int id) {
    AtomicLongArray now = locations();
    return id < now.length() ? now.getAcquire(id) : NOWHERE;
  }

  private AtomicLongArray locations() {
    AtomicLongArray now = locations;
    return now == null ? find() : now;
  }

  /// Indexes the locations of all vectors. No write can have come before, as each write calls this
  /// first.
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

  /// Adds a vector that is visible from `stamp` on; a former one of the same id is dead from then
  /// on.
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
    maxQuantizationError = Math.max(maxQuantizationError, encoder.quantizationError);
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

  /// Copies the vector of an id, which must have one.
  void vector(int id, float[] into, int offset) {
    copy(list(list(location(id))), location(id), into, offset);
  }

  /// Copies the vector at a place.
  void copy(VectorList of, long place, float[] into, int offset) {
    of.vector(slot(place), residuals.scales(), centroids, list(place) * dimension, into, offset);
  }

  private int nearest(float[] vector, int offset) {
    return size() == 1 ? 0 : KMeans.nearest(products(vector, offset), 0, halves);
  }

  /// The inner products with all centroids.
  float[] products(float[] vector, int offset) {
    float[] products = new float[size()];
    Vectors.combine(vector, offset, columns, 0, size(), dimension, products, 0, size());
    return products;
  }

  /// Searches the vectors that are alive at the time `now`.
  Hits search(float[] query, int k, IdFilter filter, long now) {
    return new IvfSearch(this, query, Math.clamp(k, 1, Math.max(1, vectors)), filter, now).run();
  }

  /// Packs a list and one of its slots, the list in the high half.
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
