package dev.marquee.engine.models;

import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Rows;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A format of rankers that only tests know: Marquee's own bytes under another name.
public final class TestFormat implements RankerFormat {

  static final String NAME = "test";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public FileRanker read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new Ranker(NAME, WideAndDeepModel.read(in), Files.readAllBytes(file));
    }
  }

  @Override
  public void write(
      WideAndDeepModel ranker, Manifest manifest, Precision precision, OutputStream out)
      throws IOException {
    ranker.write(out);
  }

  /// A ranker that says which format it is of.
  static final class Ranker implements FileRanker {

    private final String format;
    private final WideAndDeepModel model;
    private final byte[] bytes;

    Ranker(String format, WideAndDeepModel model, byte... bytes) {
      this.format = format;
      this.model = model;
      this.bytes = bytes.clone();
    }

    @Override
    public String format() {
      return format;
    }

    @Override
    public Optional<String> metadata(String key) {
      return Optional.empty();
    }

    @Override
    public void write(OutputStream out) throws IOException {
      out.write(bytes);
    }

    @Override
    public void predict(FeatureRows rows, float[] pClick, float[] pWatch) {
      model.predict(rows, pClick, pWatch);
    }

    @Override
    public void predict(Rows rows, int[] which, float[] pClick, float[] pWatch) {
      model.predict(rows, which, pClick, pWatch);
    }
  }
}
