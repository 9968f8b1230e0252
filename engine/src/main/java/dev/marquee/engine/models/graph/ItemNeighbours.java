package dev.marquee.engine.models.graph;

import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.math.SparseSums;
import dev.marquee.engine.models.Items;
import dev.marquee.engine.models.ModelReader;
import dev.marquee.engine.models.ModelWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/// The most similar items of each item, with weights: a trimmed items × items table, computed
/// offline by co-watch similarity or link propagation.
///
/// A viewer's score for an item is the sum over the viewer's history of watch weight × neighbour
/// weight. The latest watch weighs 1 and each earlier one `recency` times the next. With `recency`
/// 1 it is the viewer's binary watch vector times the table, as in evaluation. Immutable; safe for
/// use by many threads.
public final class ItemNeighbours {

  private static final String KIND = "item-neighbours";
  private static final int VERSION = 1;

  private final Items items;
  private final CsrMatrix neighbours;

  /// @param neighbours items × items: row `i` holds the weights of item `i`'s neighbours
  public ItemNeighbours(Items items, CsrMatrix neighbours) {
    if (neighbours.rows() != items.size() || neighbours.columns() != items.size()) {
      throw new IllegalArgumentException(
          "%d items need a table of as many rows and columns, got %d × %d"
              .formatted(items.size(), neighbours.rows(), neighbours.columns()));
    }
    this.items = items;
    this.neighbours = neighbours;
  }

  public Items items() {
    return items;
  }

  /// Items × items: row `i` holds the weights of item `i`'s neighbours.
  public CsrMatrix table() {
    return neighbours;
  }

  /// Sums the scores of all neighbours of a history.
  ///
  /// @param history items, each once, the latest first
  public void add(int[] history, float recency, SparseSums scores) {
    float weight = 1;
    for (int item : history) {
      for (int i = neighbours.start(item); i < neighbours.end(item); i++) {
        scores.add(neighbours.columnIndices()[i], weight * neighbours.weights()[i]);
      }
      weight *= recency;
    }
  }

  /// The score of one item, bit-identical to [#add]; 0 if no row of the history has it.
  public float score(int[] history, float recency, int item) {
    float score = 0;
    float weight = 1;
    for (int watched : history) {
      int place =
          Arrays.binarySearch(
              neighbours.columnIndices(), neighbours.start(watched), neighbours.end(watched), item);
      score += place < 0 ? 0 : weight * neighbours.weights()[place];
      weight *= recency;
    }
    return score;
  }

  /// Writes the table to a stream, which stays open.
  public void write(OutputStream out) throws IOException {
    var writer = new ModelWriter(out, KIND, VERSION);
    writer.writeInt(items.size());
    writer.writeInt(neighbours.entries());
    writer.seal();
    items.write(writer);
    writer.writeMatrix(neighbours);
    writer.seal();
  }

  /// Reads a table from a stream that holds nothing else; the stream stays open.
  ///
  /// @throws CorruptModelException if the stream is damaged, or of another kind or version
  public static ItemNeighbours read(InputStream in) throws IOException {
    var reader = new ModelReader(in, KIND, VERSION);
    int size = reader.readInt();
    int entries = reader.readInt();
    reader.checkSeal("the sizes");
    Items items = Items.read(reader, size);
    CsrMatrix neighbours = reader.readMatrix(size, size, entries);
    reader.checkSeal("the neighbours");
    reader.checkEnd();
    return new ItemNeighbours(items, neighbours);
  }
}
