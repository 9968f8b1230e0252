package dev.marquee.engine.models.als;

import dev.marquee.engine.math.Gramian;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.CorruptModelException;
import dev.marquee.engine.models.Items;
import dev.marquee.engine.models.ModelReader;
import dev.marquee.engine.models.ModelWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/// Item vectors learned by implicit ALS. A user has no stored vector: it is folded in from the
/// history at request time, so that new users and new watches count at once.
///
/// Items are numbered as in [#items]. Immutable; safe for use by many threads. One array holds all
/// vectors, so items × d stay below 2^31: 33 million items at d = 64.
public final class AlsModel {

  private static final String KIND = "als";
  private static final int VERSION = 1;

  private final AlsLoss loss;
  private final int dimension;
  private final Items items;
  private final float[] factors;
  private final float[] gramian;

  /// @param dimension d
  /// @param itemIds n distinct ids
  /// @param factors n × d, the vectors in the order of the ids; not copied, so don't modify it
  ///   later
  public AlsModel(AlsLoss loss, int dimension, List<String> itemIds, float[] factors) {
    this(loss, dimension, new Items(itemIds), factors);
  }

  private AlsModel(AlsLoss loss, int dimension, Items items, float[] factors) {
    if (dimension < 1 || factors.length != (long) items.size() * dimension) {
      throw new IllegalArgumentException(
          "%d items of dimension %d need as many vectors, got %d floats"
              .formatted(items.size(), dimension, factors.length));
    }
    this.loss = loss;
    this.dimension = dimension;
    this.items = items;
    this.factors = factors;
    this.gramian = Gramian.of(factors, items.size(), dimension);
  }

  public AlsLoss loss() {
    return loss;
  }

  /// d, the length of every vector.
  public int dimension() {
    return dimension;
  }

  /// The items that have a vector.
  public Items items() {
    return items;
  }

  /// Copies the vector of an item into `into[offset]` and the d - 1 places after it.
  public void vector(int item, float[] into, int offset) {
    System.arraycopy(factors, start(item), into, offset, dimension);
  }

  /// The vector of a user with this history: d floats, all zero if the history is empty.
  ///
  /// Takes d³ / 3 steps and d² per item: 27 µs for d = 64 and 50 items (`AlsFoldInBenchmark`).
  ///
  /// @param history items, each once
  /// @param weights of the interactions as in training, mostly 1
  /// @throws IndexOutOfBoundsException if an item is not in this model
  public float[] foldIn(int[] history, float[] weights) {
    if (history.length != weights.length) {
      throw new IllegalArgumentException(
          "every item has a weight, but there are " + history.length + " and " + weights.length);
    }
    for (int item : history) {
      Objects.checkIndex(item, items.size());
    }
    var user = new float[dimension];
    new AlsFoldIn(factors, dimension, gramian, loss)
        .solve(history, weights, 0, history.length, user, 0);
    return user;
  }

  /// How well the item fits the user: about 1 for a certain interaction, about 0 for none.
  public float score(float[] user, int item) {
    return Vectors.dot(user, 0, factors, start(item), dimension);
  }

  /// Scores all items into `into[0]` to `into[n - 1]`, each bit-identical to [#score].
  public void scoreAll(float[] user, float[] into) {
    for (int item = 0; item < items.size(); item++) {
      into[item] = Vectors.dot(user, 0, factors, item * dimension, dimension);
    }
  }

  /// Writes the model to a file atomically: readers see the old file or the new one.
  public void write(Path file) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try (OutputStream out = Files.newOutputStream(unfinished)) {
      write(out);
    }
    Files.move(
        unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Writes the model to a stream, which stays open.
  public void write(OutputStream out) throws IOException {
    var writer = new ModelWriter(out, KIND, VERSION);
    writer.writeInt(items.size());
    writer.writeInt(dimension);
    writer.writeDouble(loss.unobservedWeight());
    writer.writeDouble(loss.regularisation());
    writer.writeDouble(loss.frequencyExponent());
    writer.seal();
    items.write(writer);
    writer.writeFloats(factors);
    writer.seal();
  }

  /// Reads a model from a file.
  ///
  /// @throws CorruptModelException if the file is damaged, or of another kind or version
  public static AlsModel read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    } catch (CorruptModelException e) {
      throw new CorruptModelException(file + ": " + e.getMessage());
    }
  }

  /// Reads a model from a stream that holds nothing else; the stream stays open.
  ///
  /// @throws CorruptModelException if the stream is damaged, or of another kind or version
  public static AlsModel read(InputStream in) throws IOException {
    var reader = new ModelReader(in, KIND, VERSION);
    int size = reader.readInt();
    int dimension = reader.readInt();
    double unobservedWeight = reader.readDouble();
    double regularisation = reader.readDouble();
    double frequencyExponent = reader.readDouble();
    reader.checkSeal("the sizes");
    Items items = Items.read(reader, size);
    float[] factors = reader.readFloats(Math.multiplyExact(size, dimension));
    reader.checkSeal("the vectors");
    reader.checkEnd();
    var loss = new AlsLoss(unobservedWeight, regularisation, frequencyExponent);
    return new AlsModel(loss, dimension, items, factors);
  }

  private int start(int item) {
    return Objects.checkIndex(item, items.size()) * dimension;
  }
}
