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

  /// Orders items with score 0 by popularity, after those with a score above 0: a 0 becomes a
  /// negative score, closer to 0 for more popular items.
  void fillZeros(float[] scores) {
    for (int item = 0; item < counts.length; item++) {
      if (scores[item] == 0) {
        scores[item] = -1 / (1 + counts[item]);
      }
    }
  }
}
