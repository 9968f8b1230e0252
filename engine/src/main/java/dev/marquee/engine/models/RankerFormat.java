package dev.marquee.engine.models;

import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ServiceLoader;

/// A file format of rankers besides Marquee's own, for import and export.
///
/// Adapters implement it. The engine finds them on the class path by [ServiceLoader] and names none
/// of them. By convention the format `x` stands in files `ranker.x` and comes with the module
/// `marquee-x`.
public interface RankerFormat {

  /// How weights and inputs of the layers stand in an exported file.
  enum Precision {
    /// As they are.
    FP32,

    /// Embeddings and layers in 8 bits, less than half the size. Predictions change a little.
    INT8
  }

  /// The name of the format, which is the end of its files' names too: letters and digits.
  String name();

  /// Reads a file and tests it on rows that are hard on a model. The file must stay as it is while
  /// the ranker is used.
  ///
  /// @throws CorruptModelException where the file is not of this format
  /// @throws ModelMismatchException where it is no ranker for this Marquee; names each difference
  FileRanker read(Path file) throws IOException;

  /// Exports a ranker to a stream that stays open.
  ///
  /// @param manifest of the version that the ranker is of, for the metadata
  /// @throws IllegalArgumentException where the format cannot hold this many weights
  void write(WideAndDeepModel ranker, Manifest manifest, Precision precision, OutputStream out)
      throws IOException;

  /// The format of a name.
  ///
  /// @throws IllegalArgumentException where no adapter for it is on the class path
  static RankerFormat named(String name) {
    for (RankerFormat format : ServiceLoader.load(RankerFormat.class)) {
      if (format.name().equals(name)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "no adapter for rankers of the format '%s': add the module marquee-%s to the class path"
            .formatted(name, name));
  }
}
