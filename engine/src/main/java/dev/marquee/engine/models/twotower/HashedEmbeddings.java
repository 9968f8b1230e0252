package dev.marquee.engine.models.twotower;

import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.ModelReader;
import dev.marquee.engine.models.ModelWriter;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.io.IOException;

/// Learned embeddings of features, looked up by 64-bit hash.
final class HashedEmbeddings {

  private final int width;
  private final long[] tokens;
  private final float[] rows;
  private final Long2IntOpenHashMap places;

  /// @param tokens distinct
  /// @param rows tokens × width; kept
  HashedEmbeddings(int width, long[] tokens, float[] rows) {
    if (rows.length != (long) tokens.length * width) {
      throw new IllegalArgumentException(
          "%d features of width %d need as many rows, got %d floats"
              .formatted(tokens.length, width, rows.length));
    }
    this.width = width;
    this.tokens = tokens;
    this.rows = rows;
    this.places = new Long2IntOpenHashMap(tokens.length);
    places.defaultReturnValue(-1);
    for (int i = 0; i < tokens.length; i++) {
      places.put(tokens[i], i);
    }
  }

  /// Adds the rows of all known features in `wanted`.
  void addTo(long[] wanted, float[] into, int offset) {
    for (long token : wanted) {
      int place = places.get(token);
      if (place >= 0) {
        Vectors.axpy(1, rows, place * width, into, offset, width);
      }
    }
  }

  void writeTokens(ModelWriter writer) throws IOException {
    for (long token : tokens) {
      writer.writeLong(token);
    }
  }

  void writeRows(ModelWriter writer) throws IOException {
    writer.writeFloats(rows);
  }

  int size() {
    return tokens.length;
  }

  static long[] readTokens(ModelReader reader, int count) throws IOException {
    long[] tokens = new long[count];
    for (int i = 0; i < count; i++) {
      tokens[i] = reader.readLong();
    }
    return tokens;
  }
}
