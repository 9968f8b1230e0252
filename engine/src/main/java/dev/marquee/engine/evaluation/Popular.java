package dev.marquee.engine.evaluation;

/// Scores an item by how many users had it, for whoever asks.
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
}
