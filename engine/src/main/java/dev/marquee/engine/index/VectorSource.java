package dev.marquee.engine.index;

import java.util.SplittableRandom;

/// Many vectors to build an index of, read one at a time by any number of threads.
public interface VectorSource {

  int size();

  /// The id of a vector: 0 or above, each once.
  int id(int number);

  /// Copies a vector.
  void read(int number, float[] into, int offset);

  /// A uniform sample of the vectors, in the source's order.
  default float[] sample(int size, int dimension, long seed) {
    var random = new SplittableRandom(seed);
    float[] sample = new float[size * dimension];
    int n = size();
    int taken = 0;
    // Each with the chance that makes exactly `size` (Knuth, algorithm S).
    for (int i = 0; i < n && taken < size; i++) {
      if (random.nextInt(n - i) < size - taken) {
        read(i, sample, taken++ * dimension);
      }
    }
    return sample;
  }

  /// Copies a vector by its number.
  interface Reader {
    void read(int number, float[] into, int offset);
  }

  /// Vectors under ids.
  ///
  /// @param ids one a number; kept, not to be written later
  static VectorSource of(int[] ids, Reader reader) {
    return new VectorSource() {
      @Override
      public int size() {
        return ids.length;
      }

      @Override
      public int id(int number) {
        return ids[number];
      }

      @Override
      public void read(int number, float[] into, int offset) {
        reader.read(number, into, offset);
      }
    };
  }

  /// Vectors row by row in one array, numbered from 0.
  static VectorSource rows(float[] rows, int dimension) {
    if (rows.length % dimension != 0) {
      throw new IllegalArgumentException(
          rows.length + " floats are not whole vectors of " + dimension);
    }
    return new VectorSource() {
      @Override
      public int size() {
        return rows.length / dimension;
      }

      @Override
      public int id(int number) {
        return number;
      }

      @Override
      public void read(int number, float[] into, int offset) {
        System.arraycopy(rows, number * dimension, into, offset, dimension);
      }
    };
  }
}
