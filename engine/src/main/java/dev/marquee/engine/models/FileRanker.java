package dev.marquee.engine.models;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// A ranker stored in a file format other than Marquee's own, see [RankerFormat].
public interface FileRanker extends RankerModel {

  /// Metadata: the platform's own columns that the ranker was trained with, as JSON.
  String COLUMNS = "marquee.columns";

  /// Metadata: the ranker was trained on no event at or after this time.
  String DATA_UNTIL = "marquee.data_until";

  /// Metadata: how many examples the ranker was trained on.
  String EXAMPLES = "marquee.examples";

  /// The name of its format.
  String format();

  /// What the file says about itself.
  ///
  /// @param key such as [#DATA_UNTIL]
  Optional<String> metadata(String key);

  /// Writes the file to a stream, byte for byte as it was read. The stream stays open.
  void write(OutputStream out) throws IOException;
}
