package dev.marquee.benchmarks;

import dev.marquee.engine.math.Vectors;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Synthetic vectors like a two-tower model's, and viewers' queries.
///
/// 2,000 clusters of power-law size belong to 40 topics and overlap; the variance decays along
/// rotated directions; all vectors share a common component; lengths go from 1 to 2 with
/// popularity. A viewer is the mean of 3 to 12 videos plus noise. (With well-separated clusters,
/// every clustering index looks good.)
///
/// @param vectors n × d
/// @param queries many × d
record IndexVectors(int dimension, float[] vectors, float[] queries) {

  private static final int TOPICS = 40;
  private static final int CLUSTERS = 2_000;
  private static final double TOPIC_SHARE = 0.6;
  private static final double OWN_SHARE = 0.5;
  private static final double NOISE_SHARE = 0.65;
  private static final double LEAN = 0.5;
  private static final double QUERY_NOISE = 0.1;

  static IndexVectors generate(int n, int dimension, int queries, long seed) {
    return generate(n, dimension, queries, seed, false);
  }

  /// @param isOrdered whether vectors of a cluster are adjacent
  static IndexVectors generate(int n, int dimension, int queries, long seed, boolean isOrdered) {
    var random = new SplittableRandom(seed);
    float[] turn = rotation(dimension, random);
    float[] lean = unit(dimension, random, turn);
    float[][] topics = new float[TOPICS][];
    for (int topic = 0; topic < TOPICS; topic++) {
      topics[topic] = unit(dimension, random, turn);
    }
    float[][] centres = new float[CLUSTERS][];
    double[] sums = new double[CLUSTERS];
    double sum = 0;
    for (int cluster = 0; cluster < CLUSTERS; cluster++) {
      centres[cluster] = unit(dimension, random, turn);
      Vectors.scale((float) OWN_SHARE, centres[cluster], 0, dimension);
      add(TOPIC_SHARE, topics[random.nextInt(TOPICS)], centres[cluster]);
      add(LEAN, lean, centres[cluster]);
      sum += Math.pow(cluster + 1, -0.7);
      sums[cluster] = sum;
    }
    float[] vectors = new float[Math.multiplyExact(n, dimension)];
    for (int i = 0; i < n; i++) {
      double share = isOrdered ? (double) i / n : random.nextDouble();
      int cluster = Arrays.binarySearch(sums, share * sum);
      float[] vector = unit(dimension, random, turn);
      Vectors.scale((float) NOISE_SHARE, vector, 0, dimension);
      add(1, centres[Math.min(CLUSTERS - 1, cluster < 0 ? -1 - cluster : cluster)], vector);
      double length = Math.sqrt(Vectors.squaredNorm(vector, 0, dimension));
      // Few are popular.
      double wanted = 1 + Math.pow(random.nextDouble(), 4);
      Vectors.scale((float) (wanted / length), vector, 0, dimension);
      System.arraycopy(vector, 0, vectors, i * dimension, dimension);
    }
    float[] asked = new float[queries * dimension];
    for (int query = 0; query < queries; query++) {
      float[] mean = unit(dimension, random, turn);
      Vectors.scale((float) QUERY_NOISE, mean, 0, dimension);
      int count = 3 + random.nextInt(10);
      for (int i = 0; i < count; i++) {
        int item = random.nextInt(n);
        Vectors.axpy(1f / count, vectors, item * dimension, mean, 0, dimension);
      }
      System.arraycopy(mean, 0, asked, query * dimension, dimension);
    }
    return new IndexVectors(dimension, vectors, asked);
  }

  int size() {
    return vectors.length / dimension;
  }

  int asked() {
    return queries.length / dimension;
  }

  float[] query(int query) {
    return Arrays.copyOfRange(queries, query * dimension, (query + 1) * dimension);
  }

  /// Writes n, d and the number of queries, then vectors and queries, little-endian.
  void write(Path file) throws IOException {
    try (var out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
      var head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
      out.write(head.putInt(size()).putInt(dimension).putInt(asked()).array());
      write(vectors, out);
      write(queries, out);
    }
  }

  /// Reads what [#write] wrote.
  static IndexVectors read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
      channel.read(head);
      int n = head.getInt(0);
      int dimension = head.getInt(4);
      float[] vectors = new float[n * dimension];
      float[] queries = new float[head.getInt(8) * dimension];
      var all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      var floats = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
      MemorySegment.copy(all, floats, 12, vectors, 0, vectors.length);
      MemorySegment.copy(all, floats, 12 + 4L * vectors.length, queries, 0, queries.length);
      return new IndexVectors(dimension, vectors, queries);
    }
  }

  private static void write(float[] values, DataOutputStream out) throws IOException {
    var buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += buffer.capacity() / Float.BYTES) {
      int count = Math.min(buffer.capacity() / Float.BYTES, values.length - from);
      buffer.clear().asFloatBuffer().put(values, from, count);
      out.write(buffer.array(), 0, count * Float.BYTES);
    }
  }

  private static void add(double scale, float[] from, float[] to) {
    Vectors.axpy((float) scale, from, 0, to, 0, to.length);
  }

  /// A random unit vector with the decaying spectrum.
  private static float[] unit(int dimension, SplittableRandom random, float[] turn) {
    float[] vector = new float[dimension];
    for (int k = 0; k < dimension; k++) {
      float part = (float) (random.nextGaussian() / Math.sqrt(1 + k / 4.0));
      Vectors.axpy(part, turn, k * dimension, vector, 0, dimension);
    }
    double length = Math.sqrt(Vectors.squaredNorm(vector, 0, dimension));
    Vectors.scale((float) (1 / length), vector, 0, dimension);
    return vector;
  }

  /// A random orthonormal basis, by Gram-Schmidt.
  private static float[] rotation(int dimension, SplittableRandom random) {
    float[] rows = new float[dimension * dimension];
    for (int row = 0; row < dimension; row++) {
      for (int k = 0; k < dimension; k++) {
        rows[row * dimension + k] = (float) random.nextGaussian();
      }
      for (int before = 0; before < row; before++) {
        float along = Vectors.dot(rows, row * dimension, rows, before * dimension, dimension);
        Vectors.axpy(-along, rows, before * dimension, rows, row * dimension, dimension);
      }
      double length = Math.sqrt(Vectors.squaredNorm(rows, row * dimension, dimension));
      Vectors.scale((float) (1 / length), rows, row * dimension, dimension);
    }
    return rows;
  }
}
