package dev.marquee.engine.events;

import dev.marquee.engine.math.Vectors;
import java.util.Arrays;

/// The embedding of a video by the platform's own encoder: similar videos have vectors of similar
/// direction. Immutable.
public final class ContentVector {

  /// The maximum length.
  public static final int LONGEST = 1_024;

  /// The vector of a video without one.
  public static final ContentVector NONE = new ContentVector(new float[0]);

  private final float[] values;

  /// In double precision, since squares of floats may overflow or underflow.
  private final double norm;

  private ContentVector(float[] values) {
    this.values = values;
    double square = 0;
    for (float value : values) {
      square += (double) value * value;
    }
    this.norm = Math.sqrt(square);
  }

  /// A vector of finite floats, which are copied.
  ///
  /// @throws InvalidEventException where there are none or too many, or one is not finite
  public static ContentVector of(float... values) {
    if (values.length == 0 || values.length > LONGEST) {
      throw InvalidEventException.found(
          "vector", "a list of " + values.length + " numbers", "1 to " + LONGEST + " numbers");
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new InvalidEventException("vector[" + i + "]", values[i], "a number that is finite");
      }
    }
    return new ContentVector(values.clone());
  }

  public boolean isEmpty() {
    return values.length == 0;
  }

  /// The number of floats; 0 for [#NONE].
  public int length() {
    return values.length;
  }

  public float get(int i) {
    return values[i];
  }

  /// Copies the floats.
  public void copyTo(float[] into, int offset) {
    System.arraycopy(values, 0, into, offset, values.length);
  }

  /// Adds `weight` times its unit vector; nothing where its norm is 0.
  public void addDirection(float weight, float[] to) {
    if (norm > 0) {
      for (int k = 0; k < values.length; k++) {
        to[k] += weight * (float) (values[k] / norm);
      }
    }
  }

  /// The cosine of the angle to a unit vector of the same dimension; NaN where its norm is 0.
  public float cosine(float[] unit) {
    return (float) (Vectors.dot(values, unit) / norm);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContentVector that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return isEmpty() ? "none" : values.length + " floats from " + values[0];
  }
}
