package dev.marquee.engine;

import dev.marquee.engine.evaluation.Evaluation;
import dev.marquee.engine.evaluation.Promotion;
import dev.marquee.engine.evaluation.PromotionGate.Verdict;
import dev.marquee.engine.evaluation.QualityReport;
import dev.marquee.engine.evaluation.QualityReport.Production;
import dev.marquee.engine.evaluation.SourceFusion;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.features.Signals;
import dev.marquee.engine.models.ModelMismatchException;
import dev.marquee.engine.models.ModelSignals;
import dev.marquee.engine.models.ModelStore;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.serving.FunnelFactory;
import dev.marquee.engine.training.TrainingRun;
import dev.marquee.engine.training.TrainingSettings;
import dev.marquee.engine.training.examples.SignalHistory;
import dev.marquee.engine.training.wideanddeep.WarmStart;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Offline work on a platform's log: training, evaluation, and examples for export.
///
/// Reads the log and the models; saves and promotes models. [Marquee#offline] returns it for a
/// running recommender, [Marquee#openOffline] for a data directory that another process may serve.
/// For one thread at a time.
public final class Offline implements AutoCloseable {

  private static final DateTimeFormatter VERSION =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  /// The code version of this build, from the manifest of its jar.
  private static final String CODE =
      Optional.ofNullable(Offline.class.getPackage().getImplementationVersion())
          .orElse("development");

  private final EventLog log;
  private final ModelStore models;
  private final MarqueeSettings settings;
  private final FunnelFactory funnels;
  private final Progress progress;
  private final Runnable onClose;

  Offline(
      EventLog log,
      ModelStore models,
      MarqueeSettings settings,
      FunnelFactory funnels,
      Progress progress,
      Runnable onClose) {
    this.log = log;
    this.models = models;
    this.settings = settings;
    this.funnels = funnels;
    this.progress = progress;
    this.onClose = onClose;
  }

  /// A trained version and the verdict of the promotion gate.
  ///
  /// @param trained its models and the report on them
  /// @param before the version that was in production before; empty if there was none
  /// @param verdict whether it is in production
  public record TrainedVersion(
      TrainingRun.Trained trained, Optional<String> before, Verdict verdict) {

    public Models models() {
      return trained.models();
    }
  }

  public EventLog log() {
    return log;
  }

  public ModelStore models() {
    return models;
  }

  public MarqueeSettings settings() {
    return settings;
  }

  /// Trains all models, without saving or promoting them.
  ///
  /// @param until train on every impression before this time; if empty, on those whose attribution
  ///   window has closed
  /// @param isWarm whether the ranker is fine-tuned from the one in production, if possible
  /// @throws IllegalArgumentException if the log holds too little to learn from
  public TrainingRun.Trained train(Optional<Instant> until, boolean isWarm)
      throws InterruptedException {
    Optional<WarmStart> from = isWarm ? warmStart() : Optional.empty();
    QualityReport report = new QualityReport(models.current().map(this::production));
    return run().train(log, until, newVersion(), served(), report, from, progress);
  }

  /// Saves the trained models, and puts them into production if they pass the gate.
  public TrainedVersion promote(TrainingRun.Trained trained) {
    models.save(trained.models(), trained.videos(), trained.quality());
    Optional<String> before = models.current();
    Promotion promotion = new Promotion(models, settings.promotion());
    return new TrainedVersion(trained, before, promotion.promote(trained.models().version()));
  }

  /// Evaluates models on impressions from `from` to before `to`.
  ///
  /// @throws IllegalArgumentException if the models were trained on events of the span
  public Evaluation.EvaluationResult evaluate(
      Models evaluated, Instant from, Instant to, Evaluation.State state)
      throws InterruptedException {
    return evaluation().evaluate(log, evaluated, from, to, state);
  }

  /// The impressions that [#evaluate] scores, with features from one state.
  public Evaluation.ScoredReplay scored(
      Models evaluated, Instant from, Instant to, Evaluation.State state) {
    return evaluation().examples(log, evaluated, from, to, state);
  }

  private Evaluation evaluation() {
    return new Evaluation(settings.fold(), funnels, served(), progress);
  }

  /// The examples that [#train] would train the ranker on.
  public TrainingRun.Learnable learnable(Optional<Instant> until) throws InterruptedException {
    return run().learnable(log, until, served(), progress);
  }

  /// Looks up the models that served feeds name; a deleted or damaged version is not found.
  public SignalHistory served() {
    Map<String, Optional<Signals>> loaded = new HashMap<>();
    return SignalHistory.of(version -> loaded.computeIfAbsent(version, this::signals));
  }

  private Optional<Signals> signals(String version) {
    try {
      return Optional.of(ModelSignals.of(models.load(version).retrieval()));
    } catch (IllegalArgumentException | ModelMismatchException e) {
      return Optional.empty();
    }
  }

  /// A new version name, made from the time.
  public static String newVersion() {
    return VERSION.format(Instant.now());
  }

  private Optional<WarmStart> warmStart() {
    try {
      Optional<String> current = models.current();
      if (current.isEmpty()) {
        throw new IllegalArgumentException("none is in production");
      }
      return Optional.of(WarmStart.of(models.load(current.get())));
    } catch (IllegalArgumentException | ModelMismatchException e) {
      progress.note("the ranker is trained from scratch: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Production production(String version) {
    try {
      return Production.of(models.load(version));
    } catch (IllegalArgumentException | ModelMismatchException e) {
      return Production.unreadable(version);
    }
  }

  private TrainingRun run() {
    TrainingSettings training = settings.training();
    return new TrainingRun(
        settings.fold(),
        training.retrieval(),
        SourceFusion.of(funnels),
        training.ranker(),
        CODE,
        InstantSource.system());
  }

  @Override
  public void close() {
    onClose.run();
  }
}
