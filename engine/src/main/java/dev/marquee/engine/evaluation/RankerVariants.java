package dev.marquee.engine.evaluation;

import dev.marquee.engine.math.metrics.Auc;
import dev.marquee.engine.models.Quality.Variant;
import dev.marquee.engine.models.RankerModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The AUC lost by the cheaper variants of a ranker.
record RankerVariants(RankerModel student) {

  /// @param full predictions of the ranker that the student was distilled from
  List<Variant> of(Predictions full) {
    Predictions its = Predictions.by(student, full.examples(), full.which());
    Map<String, Double> lost = new TreeMap<>();
    lost(full.click(), its.click(), full.clicked()).ifPresent(auc -> lost.put("click", auc));
    lost(full.watch(), its.watch(), full.completed()).ifPresent(auc -> lost.put("watch", auc));
    return List.of(new Variant("student", lost));
  }

  private static Optional<Double> lost(float[] full, float[] its, boolean[] labels) {
    var before = Auc.of(full, labels);
    var after = Auc.of(its, labels);
    return before.isPresent() && after.isPresent()
        ? Optional.of(before.getAsDouble() - after.getAsDouble())
        : Optional.empty();
  }
}
