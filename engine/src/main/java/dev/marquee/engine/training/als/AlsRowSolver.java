package dev.marquee.engine.training.als;

/// Improves rows' vectors one after another, on one thread.
interface AlsRowSolver {

  /// Improves the vector at `into[offset]`, of the row whose interactions are the elements [from,
  /// to) of `columns` and `weights`. Without any, the vector becomes zero.
  void improve(int[] columns, float[] weights, int from, int to, float[] into, int offset);
}
