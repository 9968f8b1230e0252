package dev.marquee.engine.reproduction;

/// Scores an item by how many users had it, the same for all users.
final class Popular implements Scorer {

  private final float[] counts;

  Popular(Histories train) {
    this.counts = new float[train.items()];
    for (int user = 0; user < train.users(); user++) {
      for (int item : train.itemsOf(user)) {
        counts[item]++;
      }
    }
  }

  @Override
  public void score(int user, float[] into) {
    System.arraycopy(counts, 0, into, 0, counts.length);
  }

  /// Orders the items that scores above 0 have not reached behind those that they have: a score of
  /// 0 becomes one below 0, the less so the more popular the item is.
  void fillZeros(float[] scores) {
    for (int item = 0; item < counts.length; item++) {
      if (scores[item] == 0) {
        scores[item] = -1 / (1 + counts[item]);
      }
    }
  }
}
