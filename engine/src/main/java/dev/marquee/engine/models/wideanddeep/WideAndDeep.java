package dev.marquee.engine.models.wideanddeep;

import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Rows;
import dev.marquee.engine.math.Vectors;
import java.util.Arrays;

/// The weights of one network with a wide and a deep part and two heads (Cheng et al., "Wide & Deep
/// Learning for Recommender Systems", 2016), and how it reads a row.
///
///     x = [request | video | pair]                                  see [InputLayout]
///     z = relu(... relu(x W₁ + b₁) ...)                             hidden layers
///     m = z, or Σ g_e z_e, g = softmax(gate logits)                  experts, by head
///     logit = m · o + wide · row + b                                by head
///
/// A bucket of the table has two wide weights, for the click and the watch head, and an embedding
/// of d floats. History and video are compared by attention of the video's embedding t over the
/// embeddings h of the watched videos (Zhou et al., "Deep Interest Network", 2018, by inner
/// products): a = softmax(t · h / √d + recency), p = Σ a h; the input has p and p ⊙ t. Experts are
/// those of Ma et al., "Modeling Task Relationships in Multi-task Learning with Multi-gate
/// Mixture-of-Experts", 2018.
///
/// Training writes to the arrays; serving must not.
public record WideAndDeep(
    Shape shape,
    Scaling scaling,
    float[] table,
    float[] wide,
    float[] recency,
    float[][] layers,
    float[] outputs) {

  /// The click head comes first, then the watch head.
  public static final int HEADS = 2;

  /// Standardised features are clipped to this distance from the mean.
  public static final float FARTHEST = 5;

  /// Number of latest watches with a recency weight of their own.
  public static final int RECENT = 50;

  /// How dense features are read: `(value - mean) * scale`.
  ///
  /// @param mean of each feature
  /// @param scale the inverse of each feature's standard deviation; 0 if the feature is ignored
  public record Scaling(float[] mean, float[] scale) {}

  /// The size of a network.
  ///
  /// @param bits the table has 2^bits buckets
  /// @param embedding d
  /// @param hidden sizes of the hidden layers, at least one
  /// @param experts copies of the last hidden layer that heads mix; 1 for a shared bottom
  /// @param attention whether the history is read
  public record Shape(
      InputLayout layout, int bits, int embedding, int[] hidden, int experts, boolean attention) {

    public Shape {
      if (hidden.length == 0) {
        throw new IllegalArgumentException("a network needs at least one hidden layer");
      }
      if (bits < 1 || bits > 26 || embedding < 1 || experts < 1) {
        throw new IllegalArgumentException(
            "a network needs 1 to 26 bits, and embedding and experts of at least 1, got %d, %d, %d"
                .formatted(bits, embedding, experts));
      }
    }

    /// Floats in the input.
    public int width() {
      return layout.width(embedding);
    }

    /// Floats per bucket.
    public int bucketWidth() {
      return HEADS + embedding;
    }

    /// Floats from one embedding to the next in attention: d padded with zeros to whole SIMD
    /// vectors.
    public int stride() {
      return (embedding + 15) & ~15;
    }

    /// Floats that layer `i` reads.
    public int into(int i) {
      return i == 0 ? width() : hidden[i - 1];
    }

    /// Outputs of layer `i`. The last layer has its experts side by side, then the gate logits, one
    /// per expert, by head.
    public int outOf(int i) {
      return i < hidden.length - 1 ? hidden[i] : experts * hidden[i] + gates();
    }

    /// Number of gate logits.
    public int gates() {
      return experts == 1 ? 0 : HEADS * experts;
    }

    /// Floats that a head reads.
    public int last() {
      return hidden[hidden.length - 1];
    }

    /// The bucket of a hashed category.
    public int bucket(int hash) {
      return WideAndDeep.bucket(hash, 32 - bits);
    }
  }

  /// @param shift 32 less the bits of a bucket's number
  static int bucket(int hash, int shift) {
    return (hash * 0x9E3779B1) >>> shift;
  }

  /// A network of zeros that does not scale dense features.
  public static WideAndDeep zeros(Shape shape) {
    int dense = shape.layout().dense();
    float[] ones = new float[dense];
    Arrays.fill(ones, 1);
    float[][] layers = new float[shape.hidden().length][];
    for (int i = 0; i < layers.length; i++) {
      // The biases follow the weights.
      layers[i] = new float[(shape.into(i) + 1) * shape.outOf(i)];
    }
    return new WideAndDeep(
        shape,
        new Scaling(new float[dense], ones),
        new float[Math.multiplyExact(1 << shape.bits(), shape.bucketWidth())],
        new float[HEADS * dense],
        new float[RECENT],
        layers,
        new float[HEADS * (shape.last() + 1)]);
  }

  public float[] mean() {
    return scaling.mean;
  }

  public float[] scale() {
    return scaling.scale;
  }

  /// All arrays in a fixed order, for writing and reading.
  public float[][] parts() {
    float[][] parts = new float[6 + layers.length][];
    parts[0] = mean();
    parts[1] = scale();
    parts[2] = table;
    parts[3] = wide;
    parts[4] = recency;
    parts[5] = outputs;
    System.arraycopy(layers, 0, parts, 6, layers.length);
    return parts;
  }

  /// The offset of a bucket's embedding.
  public int embedding(int hash) {
    return shape.bucket(hash) * shape.bucketWidth() + HEADS;
  }

  /// A standardised dense feature; NaN counts as the mean.
  private float standard(float value, int column) {
    float x = (value - scaling.mean[column]) * scaling.scale[column];
    return Float.isNaN(x) ? 0 : Math.clamp(x, -FARTHEST, FARTHEST);
  }

  /// Reads the request's part of a row.
  ///
  /// @param wideSums the wide part is added to these
  public void request(Rows rows, int row, float[] x, int at, float[] wideSums) {
    InputLayout layout = shape.layout();
    int next = dense(layout.requestDense(), rows, row, x, at, wideSums);
    int start = rows.hashedStart(row);
    int[] hashed = rows.hashed(row);
    next = fields(layout.requestFields(), hashed, start, x, next, wideSums);
    crosses(layout.crosses().request(), hashed, start, wideSums);
    int first = start + layout.fields();
    bag(hashed, first, first + rows.userAttributes(row), x, next, wideSums);
  }

  /// Reads the video's part of a row.
  public void video(Rows rows, int row, float[] x, int at, float[] wideSums) {
    InputLayout layout = shape.layout();
    int start = rows.hashedStart(row);
    int[] hashed = rows.hashed(row);
    int next = fields(layout.videoFields(), hashed, start, x, at, wideSums);
    int first = start + layout.fields() + rows.userAttributes(row);
    bag(hashed, first, rows.hashedEnd(row), x, next, wideSums);
  }

  /// Reads the rest of a row, except the history.
  ///
  /// @return the offset at which the attention over the history follows
  public int pair(Rows rows, int row, float[] x, int at, float[] wideSums) {
    InputLayout layout = shape.layout();
    crosses(layout.crosses().pair(), rows.hashed(row), rows.hashedStart(row), wideSums);
    return dense(layout.pairDense(), rows, row, x, at, wideSums);
  }

  private int dense(int[] columns, Rows rows, int row, float[] x, int at, float[] wideSums) {
    float[] values = rows.dense(row);
    int start = rows.denseStart(row);
    int count = shape.layout().dense();
    for (int i = 0; i < columns.length; i++) {
      float value = standard(values[start + columns[i]], columns[i]);
      x[at + i] = value;
      wideSums[0] += value * wide[columns[i]];
      wideSums[1] += value * wide[count + columns[i]];
    }
    return at + columns.length;
  }

  private int fields(int[] of, int[] hashed, int start, float[] x, int at, float[] wideSums) {
    int next = at;
    for (int field : of) {
      int place = embedding(hashed[start + field]);
      System.arraycopy(table, place, x, next, shape.embedding());
      next += shape.embedding();
      addWide(place, wideSums);
    }
    return next;
  }

  private void crosses(int[] of, int[] hashed, int start, float[] wideSums) {
    for (int field : of) {
      addWide(embedding(hashed[start + field]), wideSums);
    }
  }

  private void addWide(int place, float[] wideSums) {
    wideSums[0] += table[place - 2];
    wideSums[1] += table[place - 1];
  }

  /// Writes the mean embedding of some categories; zero if there are none.
  private void bag(int[] hashed, int from, int to, float[] x, int at, float[] wideSums) {
    int d = shape.embedding();
    Arrays.fill(x, at, at + d, 0);
    for (int i = from; i < to; i++) {
      int place = embedding(hashed[i]);
      Vectors.axpy(1f / (to - from), table, place, x, at, d);
      addWide(place, wideSums);
    }
  }

  /// Writes the video's embedding t, the attention query.
  ///
  /// @param into receives [Shape#stride] floats, starting at `at`
  public void target(Rows rows, int row, float[] into, int at) {
    int start = rows.hashedStart(row);
    int[] hashed = rows.hashed(row);
    int[] fields = shape.layout().target();
    sum(hashed[start + fields[0]], hashed[start + fields[1]], into, at);
  }

  /// Writes the embeddings h of a history (attention keys), the latest first, [Shape#stride] floats
  /// each.
  ///
  /// @return number of embeddings
  public int keys(int[] history, float[] into, int at) {
    int count = Math.min(RECENT, history.length / FeatureRows.HISTORY_WIDTH);
    for (int i = 0; i < count; i++) {
      sum(history[2 * i], history[2 * i + 1], into, at + i * shape.stride());
    }
    return count;
  }

  private void sum(int video, int category, float[] into, int at) {
    int d = shape.embedding();
    System.arraycopy(table, embedding(video), into, at, d);
    Vectors.axpy(1, table, embedding(category), into, at, d);
  }

  /// Writes p and p ⊙ t into the input.
  ///
  /// @param t the video's embedding, starting at `tAt`
  /// @param keys `count` embeddings, starting at `keysAt`
  /// @param shares receives the attention of each
  /// @param pooled receives p, [Shape#stride] floats
  public void attend(
      float[] t,
      int tAt,
      float[] keys,
      int keysAt,
      int count,
      float[] shares,
      int sharesAt,
      float[] pooled,
      float[] x,
      int at) {
    int stride = shape.stride();
    Arrays.fill(pooled, 0);
    if (count > 0) {
      for (int i = 0; i < count; i++) {
        shares[sharesAt + i] = Vectors.dot(t, tAt, keys, keysAt + i * stride, stride);
      }
      share(shares, sharesAt, count);
      Vectors.combine(shares, sharesAt, keys, keysAt, stride, count, pooled, 0, stride);
    }
    join(pooled, 0, t, tAt, x, at);
  }

  /// Converts the inner products of a video with a history into attention shares, in place.
  void share(float[] products, int at, int count) {
    float inverse = (float) (1 / Math.sqrt(shape.embedding()));
    for (int i = 0; i < count; i++) {
      products[at + i] = products[at + i] * inverse + recency[i];
    }
    Vectors.exp(products, at, count, Vectors.max(products, at, count));
    Vectors.scale(1 / Vectors.sum(products, at, count), products, at, count);
  }

  /// Writes p and p ⊙ t.
  void join(float[] pooled, int pooledAt, float[] t, int tAt, float[] x, int at) {
    int d = shape.embedding();
    System.arraycopy(pooled, pooledAt, x, at, d);
    for (int k = 0; k < d; k++) {
      x[at + d + k] = pooled[pooledAt + k] * t[tAt + k];
    }
  }
}
