package dev.marquee.engine.models;

import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ServiceLoader;

/// A file format of rankers besides Marquee's own, for import and export.
///
/// Implemented by adapters, which the engine finds on the class path with [ServiceLoader]. By
/// convention the format `x` uses files named `ranker.x` and comes with the module `marquee-x`.
public interface RankerFormat {

  /// The precision of weights and layer inputs in an exported file.
  enum Precision {
    /// 32-bit floats, unchanged.
    FP32,

    /// Embeddings and layers in 8 bits: less than half the size, with slightly different
    /// predictions.
    INT8
  }

  /// The format's name and file extension: letters and digits.
  String name();

  /// Reads a file and tests it on edge-case rows. The file must not change while the ranker is in
  /// use.
  ///
  /// @throws CorruptModelException if the file is not of this format
  /// @throws ModelMismatchException if the ranker does not fit this Marquee; names each difference
  FileRanker read(Path file) throws IOException;

  /// Exports a ranker to a stream that stays open.
  ///
  /// @param manifest of the ranker's version, for the metadata
  /// @throws IllegalArgumentException where the format cannot hold this many weights
  void write(WideAndDeepModel ranker, Manifest manifest, Precision precision, OutputStream out)
      throws IOException;

  /// The format with this name.
  ///
  /// @throws IllegalArgumentException if the class path has no adapter for it
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
