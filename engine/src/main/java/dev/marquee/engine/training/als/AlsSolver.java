package dev.marquee.engine.training.als;

/// How [AlsTrainer] improves a row's vector while the other side is fixed. All solvers start from
/// the previous epoch's vector and converge to the same solution.
public sealed interface AlsSolver {

  /// Steps of conjugate gradients along the axes of the other side's Gramian, the cheapest and the
  /// default: `interactions · d` per step. See [AlsGradients].
  ///
  /// @param steps with 2, the loss after an epoch is within 0.1 % of the exact solver's; with 3,
  ///   equal
  record Gradients(int steps) implements AlsSolver {

    public Gradients {
      atLeast1("steps", steps);
    }
  }

  /// iALS++: blocks of coordinates, each solved exactly with the others fixed, at `interactions · d
  /// · size`. See [AlsBlocks].
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
