package dev.marquee.server;

import dev.marquee.engine.Progress;
import dev.marquee.engine.evaluation.QualityReport;
import dev.marquee.engine.evaluation.QualityReport.Production;
import dev.marquee.engine.evaluation.SourceFusion;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.features.Signals;
import dev.marquee.engine.models.ModelMismatchException;
import dev.marquee.engine.models.ModelSignals;
import dev.marquee.engine.models.ModelStore;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.training.RetrievalSettings;
import dev.marquee.engine.training.TrainingRun;
import dev.marquee.engine.training.examples.SignalHistory;
import dev.marquee.engine.training.wideanddeep.WarmStart;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Training as the command line and the demo run it.
public final class Training {

  private static final DateTimeFormatter VERSION =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private Training() {}

  /// Finds the models that served feeds name; a version that is gone or damaged is not found.
  public static SignalHistory served(ModelStore store) {
    Map<String, Optional<Signals>> loaded = new HashMap<>();
    return SignalHistory.of(version -> loaded.computeIfAbsent(version, it -> load(store, it)));
  }

  private static Optional<Signals> load(ModelStore store, String version) {
    try {
      return Optional.of(ModelSignals.of(store.load(version).retrieval()));
    } catch (IllegalArgumentException | ModelMismatchException e) {
      return Optional.empty();
    }
  }

  /// A version named by the time.
  public static String newVersion() {
    return VERSION.format(Instant.now());
  }

  /// Trains all models under a version named by the time, and reports on them beside those in
  /// production.
  ///
  /// @param isWarm whether the ranker learns on from the one in production, if it can
  public static TrainingRun.Trained train(
      EventLog log,
      FoldSettings fold,
      Optional<Instant> until,
      ModelStore store,
      WideAndDeepSettings ranker,
      boolean isWarm,
      String code,
      Progress progress)
      throws InterruptedException {
    Optional<WarmStart> from = isWarm ? warmStart(store, progress) : Optional.empty();
    QualityReport report = new QualityReport(store.current().map(it -> production(store, it)));
    return run(fold, ranker, code)
        .train(log, until, newVersion(), served(store), report, from, progress);
  }

  private static Optional<WarmStart> warmStart(ModelStore store, Progress progress) {
    try {
      Optional<String> current = store.current();
      if (current.isEmpty()) {
        throw new IllegalArgumentException("none is in production");
      }
      return Optional.of(WarmStart.of(store.load(current.get())));
    } catch (IllegalArgumentException | ModelMismatchException e) {
      progress.note("the ranker begins anew: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Production production(ModelStore store, String version) {
    try {
      return Production.of(store.load(version));
    } catch (IllegalArgumentException | ModelMismatchException e) {
      return Production.unreadable(version);
    }
  }

  /// What [#train] would have the ranker learn from.
  public static TrainingRun.Learnable learnable(
      EventLog log, FoldSettings fold, Optional<Instant> until, ModelStore store, Progress progress)
      throws InterruptedException {
    return run(fold, WideAndDeepSettings.defaults(), "")
        .learnable(log, until, served(store), progress);
  }

  private static TrainingRun run(FoldSettings fold, WideAndDeepSettings ranker, String code) {
    return new TrainingRun(
        fold,
        RetrievalSettings.defaults(),
        SourceFusion.defaults(),
        ranker,
        code,
        InstantSource.system());
  }
}
