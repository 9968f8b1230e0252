package dev.marquee.engine.index;

/// Finds the vectors nearest to a query; each vector has an id.
///
/// Any number of threads may search while others write. A search sees every write that completed
/// before it started: never a removed vector, a replaced one or half of one. It may see any part of
/// the concurrent writes, but at most one vector per id. [Hits#merge] merges the results of several
/// indexes with disjoint ids; where the search is exact, the merge equals the result of one index
/// of all vectors. `VectorIndexContract` tests this for every implementation.
///
/// Scores are floats: an inner product that overflows is an infinity and ranks as such.
public interface VectorIndex {

  /// d, the length of each vector.
  int dimension();

  /// The number of vectors.
  int size();

  /// Adds a vector, or replaces the one of this id.
  ///
  /// @param id 0 or above; ids should be dense, as memory grows with the largest
  /// @param vector d finite floats from `offset` on; they are copied
  /// @throws IllegalArgumentException where a float is not finite or the id is negative
  void put(int id, float[] vector, int offset);

  /// Removes a vector.
  ///
  /// @return whether there was one
  boolean remove(int id);

  /// The `k` best vectors that pass a filter, or all that pass where there are fewer.
  ///
  /// @param query d finite floats
  /// @throws IllegalArgumentException where the query has another length or is not finite, or `k`
  ///   is below 1
  Hits search(float[] query, int k, IdFilter filter);

  /// Whether the index has changed so much since it was built that its owner should
  /// [re-cluster][#recluster] or rebuild it.
  boolean isWorn();

  /// Re-clusters the current vectors while searches and writes continue.
  ///
  /// @return false where this kind of index cannot: its owner then rebuilds it
  /// @throws InterruptedException where the caller is interrupted; the index stays as it was
  boolean recluster() throws InterruptedException;
}
