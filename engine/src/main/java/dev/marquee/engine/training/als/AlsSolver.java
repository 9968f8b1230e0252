package dev.marquee.engine.training.als;

/// How [AlsTrainer] brings a row's vector nearer to its best while the other side stands still. All
/// ways start from the vector of the epoch before and lead to the same place.
public sealed interface AlsSolver {

  /// Steps of conjugate gradients along the axes of the other side's Gramian, the cheapest and the
  /// default: `interactions · d` per step. See [AlsGradients].
  ///
  /// @param steps 2 take an epoch within a thousandth of the loss of the exact solution, 3 to it
  record Gradients(int steps) implements AlsSolver {

    public Gradients {
      atLeast1("steps", steps);
    }
  }

  /// iALS++: blocks of coordinates, each solved exactly with the others held still, at
  /// `interactions · d · size`. See [AlsBlocks].
  ///
  /// @param size coordinates in a block, rounded up to whole 16s; from d on, rows are solved
  ///   exactly
  record Blocks(int size) implements AlsSolver {

    public Blocks {
      atLeast1("size", size);
    }
  }

  private static void atLeast1(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, was " + value);
    }
  }
}
