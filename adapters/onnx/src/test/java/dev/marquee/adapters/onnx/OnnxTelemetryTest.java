package dev.marquee.adapters.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.models.RankerFormat.Precision;
import dev.marquee.testkit.ChildJvm;
import dev.marquee.testkit.Rankers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OnnxTelemetryTest {

  private static final String LONG_ARGUMENT = "x".repeat(10_000);

  @TempDir private Path folder;

  @Test
  void aProcessWithALongCommandLineReadsAModelAndKeepsNothingOfTheUser() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    // Where it finds variables of continuous integration, it reports nothing by itself.
    Map<String, String> environment = Map.of("HOME", home.toString());
    try (var child =
        ChildJvm.start(folder, environment, Reading.class, model().toString(), LONG_ARGUMENT)) {
      assertThat(child.end()).isZero();
    }
    assertThat(home).isEmptyDirectory();
  }

  private Path model() throws IOException {
    Path file = folder.resolve("ranker.onnx");
    try (var out = Files.newOutputStream(file)) {
      var manifest = Rankers.manifest("m1");
      WideAndDeepOnnx.write(Rankers.random(3), manifest, Precision.FP32, out);
    }
    return file;
  }

  /// Reads the model that its first argument names.
  static final class Reading {

    private Reading() {}

    public static void main(String[] arguments) throws IOException {
      OnnxModel.read(Path.of(arguments[0]));
    }
  }
}
