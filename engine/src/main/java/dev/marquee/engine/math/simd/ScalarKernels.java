package dev.marquee.engine.math.simd;

import dev.marquee.engine.math.Logarithm;
import java.util.Arrays;

/// The scalar twin of the vector kernels: does in loops what they do in lanes.
public record ScalarKernels() implements Kernels {

  @Override
  public float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
    var lanes = new float[LANES];
    for (int i = 0; i < length; i++) {
      lanes[i % LANES] += a[aOffset + i] * b[bOffset + i];
    }
    return fold(lanes);
  }

  @Override
  public void dots(
      float[] x,
      int xOffset,
      int stride,
      int rows,
      float[] y,
      int yOffset,
      int length,
      float[] into,
      int intoOffset) {
    for (int row = 0; row < rows; row++) {
      var lanes = new float[LANES];
      int at = xOffset + row * stride;
      for (int i = 0; i < length; i++) {
        lanes[i % LANES] = Math.fma(x[at + i], y[yOffset + i], lanes[i % LANES]);
      }
      into[intoOffset + row] = fold(lanes);
    }
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
  public void combine(
      float[] scales,
      int scalesOffset,
      float[] x,
      int xOffset,
      int stride,
      int rows,
      float[] y,
      int yOffset,
      int length) {
    var chains = new float[4];
    for (int i = 0; i < length; i++) {
      Arrays.fill(chains, 0);
      for (int row = 0; row < rows; row++) {
        chains[row % 4] =
            Math.fma(scales[scalesOffset + row], x[xOffset + row * stride + i], chains[row % 4]);
      }
      y[yOffset + i] += (chains[0] + chains[2]) + (chains[1] + chains[3]);
    }
  }

  @Override
  public void products(
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      int bStride,
      int rows,
      boolean minus,
      float[] c,
      int cOffset,
      int cStride,
      int width) {
    for (int i = 0; i < TILE; i++) {
      for (int j = 0; j < width; j++) {
        float sum = 0;
        for (int row = 0; row < rows; row++) {
          sum = Math.fma(a[aOffset + row * aStride + i], b[bOffset + row * bStride + j], sum);
        }
        c[cOffset + i * cStride + j] += minus ? -sum : sum;
      }
    }
  }

  @Override
  public void eliminate(float[] u, float[] c, int offset, int stride, int width) {
    for (int j = 0; j < width; j++) {
      for (int i = 0; i < TILE; i++) {
        float y = c[offset + i * stride + j];
        for (int k = 0; k < i; k++) {
          y = Math.fma(u[k * TILE + i], c[offset + k * stride + j], y);
        }
        c[offset + i * stride + j] = y * u[i * TILE + i];
      }
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
  public void adam(
      float[] rates,
      float[] decays,
      float[] gradient,
      int gradientOffset,
      float[] first,
      float[] second,
      float[] weights,
      int offset,
      int length) {
    for (int i = 0; i < length; i++) {
      float slope = gradient[gradientOffset + i];
      float m = Math.fma(decays[0], slope - first[offset + i], first[offset + i]);
      float v = Math.fma(decays[1], slope * slope - second[offset + i], second[offset + i]);
      first[offset + i] = m;
      second[offset + i] = v;
      float size = (float) Math.sqrt(v * decays[3]) + decays[4];
      weights[offset + i] -= rates[i] * (m * decays[2]) / size;
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
  public void atLeastZero(float[] a, int offset, int length) {
    for (int i = 0; i < length; i++) {
      a[offset + i] = Math.max(a[offset + i], 0);
    }
  }

  @Override
  public void exp(float[] a, int offset, int length, float shift) {
    for (int i = 0; i < length; i++) {
      a[offset + i] = Kernels.exp(a[offset + i] - shift);
    }
  }

  @Override
  public void standardise(
      float[] mean, float[] scale, float farthest, float[] x, int offset, int length) {
    for (int i = 0; i < length; i++) {
      x[offset + i] = Kernels.standard(x[offset + i], mean[i], scale[i], farthest);
    }
  }

  @Override
  public void ln(float[] a, int offset, int length) {
    for (int i = 0; i < length; i++) {
      a[offset + i] = Logarithm.ln(a[offset + i]);
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
