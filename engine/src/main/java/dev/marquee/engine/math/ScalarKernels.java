package dev.marquee.engine.math;

/// The plain twin of the vector kernels: says in loops what they do in lanes.
record ScalarKernels() implements Kernels {

  @Override
  public float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
    var lanes = new float[LANES];
    for (int i = 0; i < length; i++) {
      lanes[i % LANES] += a[aOffset + i] * b[bOffset + i];
    }
    return fold(lanes);
  }

  @Override
  public float sum(float[] a, int offset, int length) {
    var lanes = new float[LANES];
    for (int i = 0; i < length; i++) {
      lanes[i % LANES] += a[offset + i];
    }
    return fold(lanes);
  }

  @Override
  public void axpy(float scale, float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] += scale * x[xOffset + i];
    }
  }

  @Override
  public void axpy4(float[] scales, float[] x, int[] xOffsets, float[] y, int yOffset, int length) {
    for (int j = 0; j < 4; j++) {
      axpy(scales[j], x, xOffsets[j], y, yOffset, length);
    }
  }

  @Override
  public void scale(float scale, float[] x, int offset, int length) {
    for (int i = 0; i < length; i++) {
      x[offset + i] *= scale;
    }
  }

  @Override
  public void adagrad(
      float rate,
      float epsilon,
      float[] gradient,
      int gradientOffset,
      float[] squares,
      float[] weights,
      int offset,
      int length) {
    for (int i = 0; i < length; i++) {
      float slope = gradient[gradientOffset + i];
      float square = squares[offset + i] + slope * slope;
      squares[offset + i] = square;
      weights[offset + i] -= rate * slope / ((float) Math.sqrt(square) + epsilon);
    }
  }

  @Override
  public float max(float[] a, int offset, int length) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      max = Math.max(max, a[offset + i]);
    }
    return max;
  }

  @Override
  public void exp(float[] a, int offset, int length, float shift) {
    for (int i = 0; i < length; i++) {
      a[offset + i] = Kernels.exp(a[offset + i] - shift);
    }
  }

  private static float fold(float[] lanes) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        lanes[i] += lanes[i + half];
      }
    }
    return lanes[0];
  }
}
