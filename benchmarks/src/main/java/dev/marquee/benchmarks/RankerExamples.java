package dev.marquee.benchmarks;

import dev.marquee.engine.Progress;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.evaluation.Evaluation;
import dev.marquee.engine.evaluation.Evaluation.State;
import dev.marquee.engine.evaluation.SourceFusion;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.models.ModelStore;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.serving.FunnelFactory;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.engine.training.RetrievalSettings;
import dev.marquee.engine.training.TrainingRun;
import dev.marquee.engine.training.examples.Examples;
import dev.marquee.engine.training.examples.SignalHistory;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/// The training examples of the ranker in production, and those that `marquee evaluate` scores it
/// on.
///
/// @param usable examples of `train` to train on
/// @param live impressions after the models' data ended; features know the outcomes before them
/// @param frozen the same impressions; outcomes are frozen at the time the models' data ended
/// @param known examples of `live` and `frozen` whose outcome is known
record RankerExamples(Examples train, int[] usable, Examples live, Examples frozen, int[] known) {

  /// Of a data directory in which `marquee train` has held back the latest impressions.
  static RankerExamples of(Path data) throws InterruptedException {
    ModelStore store = new ModelStore(data.resolve("models"));
    String version =
        store
            .current()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no models in '%s': run 'marquee train --until TIME' first"
                            .formatted(data)));
    Columns columns = store.manifest(version).columns();
    FoldSettings fold = FoldSettings.defaults().with(columns);
    Models models = new ModelStore(data.resolve("models"), columns).load(version);
    Instant split = models.manifest().run().dataUntil();
    var evaluation =
        new Evaluation(fold, FunnelFactory.defaults(), SignalHistory.NONE, Progress.NONE);
    try (var directory = RocksDirectory.openForReading(data.resolve("store"))) {
      EventLog log = directory.log();
      TrainingRun.Learnable learnable =
          new TrainingRun(
                  fold,
                  RetrievalSettings.defaults(),
                  SourceFusion.defaults(),
                  WideAndDeepSettings.defaults(),
                  "benchmark",
                  InstantSource.system())
              .learnable(log, Optional.of(split), SignalHistory.NONE, Progress.NONE);
      var live = evaluation.examples(log, models, split, Instant.MAX, State.LIVE);
      var frozen = evaluation.examples(log, models, split, Instant.MAX, State.FROZEN);
      return new RankerExamples(
          learnable.replay().examples(),
          learnable.usable(),
          live.examples(),
          frozen.examples(),
          live.known());
    }
  }

  /// A copy with some features blanked in all examples.
  RankerExamples without(Set<String> features, boolean withoutWatches) {
    return new RankerExamples(
        train.withFeatures(new BlankedRows(train, features, withoutWatches)),
        usable,
        live.withFeatures(new BlankedRows(live, features, withoutWatches)),
        frozen.withFeatures(new BlankedRows(frozen, features, withoutWatches)),
        known);
  }

  /// A ranker's predictions of examples.
  ///
  /// @param click pClick
  /// @param watch pClick × pWatch
  record Predicted(float[] click, float[] watch) {

    static Predicted by(RankerModel ranker, Examples of, int[] which) {
      float[] click = new float[which.length];
      float[] watch = new float[which.length];
      ranker.predict(of, which, click, watch);
      for (int i = 0; i < which.length; i++) {
        watch[i] *= click[i];
      }
      return new Predicted(click, watch);
    }
  }

  boolean[] clicked() {
    boolean[] clicked = new boolean[known.length];
    for (int i = 0; i < known.length; i++) {
      clicked[i] = live.clicked(known[i]);
    }
    return clicked;
  }

  boolean[] completed() {
    boolean[] completed = new boolean[known.length];
    for (int i = 0; i < known.length; i++) {
      completed[i] = live.completed(known[i]);
    }
    return completed;
  }
}
