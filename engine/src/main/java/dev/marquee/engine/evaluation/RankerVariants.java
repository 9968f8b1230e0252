package dev.marquee.engine.evaluation;

import dev.marquee.engine.math.Auc;
import dev.marquee.engine.models.OnnxModel;
import dev.marquee.engine.models.Quality.Variant;
import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.models.WideAndDeepModel;
import dev.marquee.engine.models.WideAndDeepOnnx;
import dev.marquee.engine.models.WideAndDeepOnnx.Precision;
import dev.marquee.engine.training.RankerJudge.Tried;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the cheaper forms of a ranker lose.
///
/// @param tried the ranker that predictions are of, and its student
record RankerVariants(Tried tried) {

  List<Variant> of(Predictions full) {
    List<Variant> variants = new ArrayList<>();
    variants.add(variant("student", tried.student(), full));
    if (tried.ranker() instanceof WideAndDeepModel ranker) {
      int8(ranker).ifPresent(model -> variants.add(variant("int8", model, full)));
    }
    return variants;
  }

  private static Variant variant(String name, RankerModel model, Predictions full) {
    Predictions its = Predictions.by(model, full.examples(), full.which());
    Map<String, Double> lost = new TreeMap<>();
    lost(full.click(), its.click(), full.clicked()).ifPresent(auc -> lost.put("click", auc));
    lost(full.watch(), its.watch(), full.completed()).ifPresent(auc -> lost.put("watch", auc));
    return new Variant(name, lost);
  }

  private static Optional<Double> lost(float[] full, float[] its, boolean[] labels) {
    var before = Auc.of(full, labels);
    var after = Auc.of(its, labels);
    return before.isPresent() && after.isPresent()
        ? Optional.of(before.getAsDouble() - after.getAsDouble())
        : Optional.empty();
  }

  /// The ranker in 8 bits as ONNX Runtime runs it; empty where that is not there, or runs not here,
  /// or where the ranker is too large to be exported.
  private static Optional<OnnxModel> int8(WideAndDeepModel ranker) {
    try {
      Path file = Files.createTempFile("ranker-int8", ".onnx");
      try {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
          WideAndDeepOnnx.write(ranker, Precision.INT8, out);
        }
        return Optional.of(OnnxModel.read(file));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (LinkageError | IllegalArgumentException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the ranker in 8 bits cannot be written and read", e);
    }
  }
}
