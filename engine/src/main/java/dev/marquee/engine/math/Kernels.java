package dev.marquee.engine.math;

/// The loops behind [Vectors], once per vector width, all with the same bits as [ScalarKernels].
///
/// A sum goes into [#LANES] partial sums, element `i` into partial sum `i % LANES`, which are then
/// folded in halves: 16 into 8, into 4, into 2, into 1. A product is rounded before it is added: a
/// fused multiply-add would differ from the scalar twin, which has no fast one on every machine.
interface Kernels {

  /// Partial sums of one sum; the width of the widest vectors, so that narrower ones can follow.
  int LANES = 16;

  float dot(float[] a, int aOffset, float[] b, int bOffset, int length);

  float sum(float[] a, int offset, int length);

  void axpy(float scale, float[] x, int xOffset, float[] y, int yOffset, int length);

  void axpy4(float[] scales, float[] x, int[] xOffsets, float[] y, int yOffset, int length);

  void scale(float scale, float[] x, int offset, int length);

  /// Takes the widest kernels that this machine runs as fast as they look.
  static Kernels choose() {
    // An embedder may have forgotten --add-modules jdk.incubator.vector.
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return new ScalarKernels();
    }
    return SimdKernels.choose();
  }
}
