package dev.marquee.engine.index;

/// Vectors under ids, of which the nearest to a query are found.
///
/// Any number of threads searches while others write. A search sees all that was written before it
/// began: never a vector that was removed before, nor the old one of an id that was replaced, nor
/// half of either; of what is written meanwhile it sees any part, but of each id one vector at
/// most. What several indexes of disjoint ids find is merged by [Hits#merge] into what one index of
/// all would find, where the search is exact. `VectorIndexContract` holds every implementation to
/// this.
///
/// Scores are floats: an inner product beyond their range is an infinity and ranks as such.
public interface VectorIndex {

  /// d, the length of each vector.
  int dimension();

  /// How many vectors there are.
  int size();

  /// Adds a vector, or replaces the one of this id.
  ///
  /// @param id 0 or above and dense: memory grows with the greatest
  /// @param vector d finite floats from `offset` on; is copied
  /// @throws IllegalArgumentException where a float is not finite or the id is negative
  void put(int id, float[] vector, int offset);

  /// Removes a vector.
  ///
  /// @return whether there was one
  boolean remove(int id);

  /// The `k` best that pass a filter, or all that do where those are fewer.
  ///
  /// @param query d finite floats
  /// @throws IllegalArgumentException where the query has another length or is not finite, or `k`
  ///   is below 1
  Hits search(float[] query, int k, IdFilter filter);

  /// Whether so much has changed since the index was built that its owner should renew it, by
  /// [#recluster] or by building another.
  boolean isWorn();

  /// Re-clusters the current vectors while searches and writes continue.
  ///
  /// @return false where this kind of index cannot: its owner then builds another
  /// @throws InterruptedException where the caller is interrupted; the index stays as it was
  boolean recluster() throws InterruptedException;
}
