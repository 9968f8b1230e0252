package dev.marquee.engine.index;

import java.util.SplittableRandom;

/// The vectors to build an index from, read one at a time by any number of threads.
public interface VectorSource {

  int size();

  /// The id of a vector: 0 or above, unique.
  int id(int number);

  /// Copies a vector.
  void read(int number, float[] into, int offset);

  /// A uniform sample of the vectors, in the source's order.
  default float[] sample(int size, int dimension, long seed) {
    var random = new SplittableRandom(seed);
    float[] sample = new float[size * dimension];
    int n = size();
    int taken = 0;
    // Selection sampling, which takes exactly `size` (Knuth, algorithm S).
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

  /// Vectors with the given ids.
  ///
  /// @param ids one for each number; not copied, so it must not be changed later
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

  /// Vectors row by row in one array; ids are the row numbers.
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
