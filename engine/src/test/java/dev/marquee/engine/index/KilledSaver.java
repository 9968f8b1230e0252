package dev.marquee.engine.index;

import dev.marquee.engine.index.ivf.IvfIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// The process that [KilledSaverTest] kills: saves two indexes to one file in turn, and prints each
/// that is there.
///
/// All coordinates of all vectors of an index are one number.
public final class KilledSaver {

  static final int D = 8;
  static final int VECTORS = 20_000;

  private KilledSaver() {}

  /// Runs until it is killed.
  ///
  /// @param arguments the file
  public static void main(String... arguments) throws IOException, InterruptedException {
    Path file = Path.of(arguments[0]);
    IvfIndex[] indexes = {of(1), of(2)};
    for (int number = 0; ; number = 1 - number) {
      indexes[number].save(file, "model");
      System.out.println(number + 1);
    }
  }

  static IvfIndex of(float number) throws InterruptedException {
    float[] vectors = new float[VECTORS * D];
    Arrays.fill(vectors, number);
    return IvfIndex.build(VectorSource.rows(vectors, D), IndexSettings.of(D));
  }
}
