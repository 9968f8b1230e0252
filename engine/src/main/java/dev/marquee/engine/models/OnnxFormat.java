package dev.marquee.engine.models;

import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/// Rankers as ONNX models: [OnnxModel] reads them, [WideAndDeepOnnx] writes them.
public final class OnnxFormat implements RankerFormat {

  /// What the format is called.
  public static final String NAME = "onnx";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public FileRanker read(Path file) throws IOException {
    return OnnxModel.read(file);
  }

  @Override
  public void write(
      WideAndDeepModel ranker, Manifest manifest, Precision precision, OutputStream out)
      throws IOException {
    WideAndDeepOnnx.write(ranker, manifest, precision, out);
  }
}
