package dev.marquee.engine.models.twotower;

import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.Items;
import dev.marquee.engine.models.ModelReader;
import dev.marquee.engine.models.ModelWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/// A user tower and a video tower. Their unit vectors are close if the viewer is likely to watch
/// the video (Covington, Adams and Sargin, "Deep Neural Networks for YouTube Recommendations",
/// 2016; Yi et al., "Sampling-Bias-Corrected Neural Modeling", 2019).
///
///     x_i = E_i + Σ features of i  F_f + c_i C       a video's row; c its content vector
///     v_i = x_i / |x_i|
///     r   = h W + Σ features of the moment  G_g       h: the rows x encoded by [HistoryReading]
///     u   = r / |r| ,  score = u · v_i + τ b_i
///
/// A user has no stored vector: it is computed from the current history, so a click affects the
/// next request. A video unknown to training gets a row from its features. Immutable; safe for use
/// by many threads.
public final class TwoTowerModel {

  private static final String KIND = "two-tower";
  private static final int VERSION = 1;
  private static final float TINY = 1e-12f;

  private final int dimension;
  private final double temperature;
  private final Items items;
  private final float[] rows;
  private final float[] vectors;
  private final float[] biases;

  /// The bias of a video unknown to training: the mean of the known biases.
  private final float usualBias;

  private final HashedEmbeddings videoFeatures;
  private final HashedEmbeddings momentFeatures;
  private final float[] map;
  private final int contentWidth;
  private final float[] content;
  private final HistoryReading history;

  /// The learned rows of the videos known to training.
  ///
  /// @param ids n distinct ids
  /// @param rows x, n × d
  /// @param biases τ b, one per item: its popularity among all viewers, in units of cosines
  public record ItemRows(List<String> ids, float[] rows, float[] biases) {}

  /// Learned rows of features.
  ///
  /// @param tokens hashes of the features of [dev.marquee.engine.features.TowerFeatures]
  /// @param rows a row of d floats for each of `tokens`
  public record TokenRows(long[] tokens, float[] rows) {

    public static final TokenRows NONE = new TokenRows(new long[0], new float[0]);
  }

  /// Linear maps into rows of d floats.
  ///
  /// @param history W, d × d
  /// @param contentWidth floats of a video's content vector; 0 for none
  /// @param content C, contentWidth × d
  public record Maps(float[] history, int contentWidth, float[] content) {

    /// For videos without content vectors.
    public static Maps withoutContent(float[] history) {
      return new Maps(history, 0, new float[0]);
    }
  }

  /// @param dimension d
  /// @param temperature τ, the divisor of scores in training
  /// @param videoFeatures F
  /// @param momentFeatures G
  public TwoTowerModel(
      int dimension,
      double temperature,
      ItemRows learned,
      TokenRows videoFeatures,
      TokenRows momentFeatures,
      Maps maps,
      HistoryReading history) {
    int count = learned.ids.size();
    if (dimension < 1
        || learned.rows.length != (long) count * dimension
        || learned.biases.length != count) {
      throw new IllegalArgumentException(
          "%d items of dimension %d need as many rows and biases, got %d floats and %d"
              .formatted(count, dimension, learned.rows.length, learned.biases.length));
    }
    if (maps.history.length != dimension * dimension
        || maps.content.length != maps.contentWidth * dimension) {
      throw new IllegalArgumentException(
          "maps of %d and %d floats do not fit dimension %d and content of %d"
              .formatted(maps.history.length, maps.content.length, dimension, maps.contentWidth));
    }
    this.dimension = dimension;
    this.temperature = temperature;
    this.items = new Items(learned.ids);
    this.rows = learned.rows;
    this.biases = learned.biases;
    this.usualBias = Vectors.sum(biases, 0, count) / Math.max(1, count);
    this.videoFeatures = new HashedEmbeddings(dimension, videoFeatures.tokens, videoFeatures.rows);
    this.momentFeatures =
        new HashedEmbeddings(dimension, momentFeatures.tokens, momentFeatures.rows);
    this.map = maps.history;
    this.contentWidth = maps.contentWidth;
    this.content = maps.content;
    this.history = history;
    this.vectors = rows.clone();
    for (int item = 0; item < count; item++) {
      normalise(vectors, item * dimension);
    }
  }

  /// d, the length of every vector.
  public int dimension() {
    return dimension;
  }

  public Items items() {
    return items;
  }

  /// Maximum number of history items that are read.
  public int historyLength() {
    return history.length();
  }

  /// Copies the row of an item, the input of the history encoder.
  public void row(int item, float[] into, int offset) {
    System.arraycopy(rows, item * dimension, into, offset, dimension);
  }

  /// Writes the row of a video unknown to training.
  ///
  /// @param features as [dev.marquee.engine.features.TowerFeatures#ofVideo] gives them
  /// @param contentVector of the video, or empty if there is none
  public void row(long[] features, float[] contentVector, float[] into, int offset) {
    Arrays.fill(into, offset, offset + dimension, 0);
    videoFeatures.addTo(features, into, offset);
    for (int i = 0; i < Math.min(contentVector.length, contentWidth); i++) {
      Vectors.axpy(contentVector[i], content, i * dimension, into, offset, dimension);
    }
  }

  /// Normalises a row to a unit vector, for scoring.
  public void normalise(float[] row, int offset) {
    float norm = (float) Math.sqrt(Vectors.squaredNorm(row, offset, dimension)) + TINY;
    Vectors.scale(1 / norm, row, offset, dimension);
  }

  /// The viewer's unit vector; zero if neither history nor request features are known.
  ///
  /// @param historyRows rows of the watched videos, the latest first
  /// @param count number of rows; those beyond [#historyLength] are ignored
  /// @param moment as [dev.marquee.engine.features.TowerFeatures#ofRequest] gives it
  public float[] query(float[] historyRows, int count, long[] moment) {
    float[] read = history.read(historyRows, count, dimension);
    float[] query = HistoryReading.times(read, 0, map, dimension);
    momentFeatures.addTo(moment, query, 0);
    normalise(query, 0);
    return query;
  }

  /// The cosine of the viewer's vector and an item's, plus the item's bias.
  public float score(float[] query, int item) {
    return Vectors.dot(query, 0, vectors, item * dimension, dimension) + biases[item];
  }

  /// The bias of an item: its popularity among all viewers.
  public float bias(int item) {
    return biases[item];
  }

  /// The [#bias] to use for a video unknown to training.
  public float usualBias() {
    return usualBias;
  }

  /// Scores all items into `into[0]` to `into[n - 1]`, each bit-identical to [#score].
  public void scoreAll(float[] query, float[] into) {
    for (int item = 0; item < items.size(); item++) {
      into[item] = score(query, item);
    }
  }

  /// Copies the unit vector of an item.
  public void vector(int item, float[] into, int offset) {
    System.arraycopy(vectors, item * dimension, into, offset, dimension);
  }

  /// Writes the model to a stream, which stays open.
  public void write(OutputStream out) throws IOException {
    var writer = new ModelWriter(out, KIND, VERSION);
    writer.writeInt(items.size());
    writer.writeInt(dimension);
    writer.writeInt(videoFeatures.size());
    writer.writeInt(momentFeatures.size());
    writer.writeInt(contentWidth);
    writer.writeInt(history.length());
    writer.writeInt(history.attends() ? 1 : 0);
    writer.writeDouble(history.halfLife());
    writer.writeDouble(temperature);
    writer.seal();
    for (String id : items.ids()) {
      writer.writeString(id);
    }
    videoFeatures.writeTokens(writer);
    momentFeatures.writeTokens(writer);
    writer.writeFloats(rows);
    writer.writeFloats(biases);
    videoFeatures.writeRows(writer);
    momentFeatures.writeRows(writer);
    writer.writeFloats(map);
    writer.writeFloats(content);
    writer.writeFloats(history.positions());
    writer.writeFloats(history.query());
    writer.writeFloats(history.key());
    writer.seal();
  }

  /// Reads a model from a stream that holds nothing else; the stream stays open.
  ///
  /// @throws CorruptModelException if the stream is damaged, or of another kind or version
  public static TwoTowerModel read(InputStream in) throws IOException {
    var reader = new ModelReader(in, KIND, VERSION);
    int count = reader.readInt();
    int d = reader.readInt();
    int videoFeatures = reader.readInt();
    int momentFeatures = reader.readInt();
    int contentWidth = reader.readInt();
    int length = reader.readInt();
    boolean attends = reader.readInt() == 1;
    double halfLife = reader.readDouble();
    double temperature = reader.readDouble();
    reader.checkSeal("the sizes");
    var ids = new String[count];
    for (int i = 0; i < count; i++) {
      ids[i] = reader.readString();
    }
    long[] videoTokens = HashedEmbeddings.readTokens(reader, videoFeatures);
    long[] momentTokens = HashedEmbeddings.readTokens(reader, momentFeatures);
    float[] rows = reader.readFloats(Math.multiplyExact(count, d));
    float[] biases = reader.readFloats(count);
    float[] videoRows = reader.readFloats(Math.multiplyExact(videoFeatures, d));
    float[] momentRows = reader.readFloats(Math.multiplyExact(momentFeatures, d));
    float[] map = reader.readFloats(d * d);
    float[] content = reader.readFloats(contentWidth * d);
    float[] positions = reader.readFloats(attends ? length * d : 0);
    float[] query = reader.readFloats(attends ? d * d : 0);
    float[] key = reader.readFloats(attends ? d * d : 0);
    reader.checkSeal("the weights");
    reader.checkEnd();
    return new TwoTowerModel(
        d,
        temperature,
        new ItemRows(List.of(ids), rows, biases),
        new TokenRows(videoTokens, videoRows),
        new TokenRows(momentTokens, momentRows),
        new Maps(map, contentWidth, content),
        new HistoryReading(length, halfLife, positions, query, key));
  }
}
