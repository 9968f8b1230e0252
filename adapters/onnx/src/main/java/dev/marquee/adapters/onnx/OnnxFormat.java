package dev.marquee.adapters.onnx;

import dev.marquee.engine.models.FileRanker;
import dev.marquee.engine.models.Manifest;
import dev.marquee.engine.models.RankerFormat;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/// Rankers as ONNX models: ONNX Runtime runs imported ones, and ours are exported to ONNX.
public final class OnnxFormat implements RankerFormat {

  /// The name of the format.
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
