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

/// For each item the few items that go with it best, and how well: a trimmed items × items table,
/// made ahead of time by co-watch similarity or link propagation.
///
/// A viewer's score of an item is the sum of what the rows of the viewer's history say of it: Σ
/// weight × neighbour's weight, where the latest watch weighs 1 and each one before it `recency`
/// times the one after. With 1 it is the row of the viewer's watches times the table, as in
/// evaluation. Does not change; safe for use by many threads.
public final class ItemNeighbours {

  private static final String KIND = "item-neighbours";
  private static final int VERSION = 1;

  private final Items items;
  private final CsrMatrix neighbours;

  /// @param neighbours items × items: the weights of row `i` are of the items that go with item `i`
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

  /// Items × items: the weights of row `i` are of the items that go with item `i`.
  public CsrMatrix table() {
    return neighbours;
  }

  /// Adds up the scores of all neighbours of a history.
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

  /// The score of one item, 0 where no row of the history has it: the bits of [#add].
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
  /// @throws CorruptModelException where the stream is damaged, or is another kind or version
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
