package dev.marquee.engine.training;

import dev.marquee.engine.Progress;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.models.Fusion;
import dev.marquee.engine.models.Manifest;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.models.Quality;
import dev.marquee.engine.models.RetrievalModels;
import dev.marquee.engine.settings.SettingTree;
import dev.marquee.engine.state.AttributionCounts;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.training.examples.ExampleReplay;
import dev.marquee.engine.training.examples.ExampleReplay.Span;
import dev.marquee.engine.training.examples.Examples;
import dev.marquee.engine.training.examples.LogSurvey;
import dev.marquee.engine.training.examples.SignalHistory;
import dev.marquee.engine.training.examples.WatchHistories;
import dev.marquee.engine.training.wideanddeep.RankerEvaluator;
import dev.marquee.engine.training.wideanddeep.WarmStart;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings;
import dev.marquee.engine.training.wideanddeep.WideAndDeepTrainer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Trains all models in two passes over a log. The first, a survey, gives the histories for
/// retrieval at any cut-off time. The second, a replay, gives the ranker's examples and the state
/// at the time for which source weights are learned.
///
/// The ranker's features include scores of retrieval models, and an example may only contain scores
/// of a model whose data ended before it. So earlier models are trained on the first part of the
/// log and score the examples of the rest. The served models are trained on all of it.
///
/// @param fold how events become state; must be what serving uses
/// @param retrieval trains the models of the candidate sources
/// @param fusion learns the weights of the sources
/// @param code the Marquee version, for the manifest
/// @param clock for the manifest only
public record TrainingRun(
    FoldSettings fold,
    RetrievalSettings retrieval,
    FusionLearner fusion,
    WideAndDeepSettings ranker,
    String code,
    InstantSource clock) {

  /// The share of the impressions that the earlier models are trained on.
  private static final double EARLIER = 0.4;

  /// The share of the impressions that the sources' models are trained on before their weights are
  /// learned from the watches after it.
  private static final double WEIGHED_FROM = 0.8;

  /// A larger share of outcomes without an impression is worth a note.
  private static final double UNATTRIBUTED = 0.05;

  /// With fewer impressions, no earlier models are trained.
  private static final int LEAST_IMPRESSIONS = 1_000;

  /// The result of a training run.
  ///
  /// @param models not saved yet
  /// @param videos all videos in the log, for the index saved with the models
  /// @param quality of the ranker; empty without an evaluator or a holdout
  public record Trained(Models models, VideoTable videos, Optional<Quality> quality) {}

  /// The training data of the ranker.
  ///
  /// @param replay the examples, and the fold with their videos
  /// @param closedBefore outcomes of impressions before this time count as known
  /// @param dataUntil what happened from then on is in no example's features
  public record Learnable(
      ExampleReplay.ReplayResult replay, Instant closedBefore, Instant dataUntil) {

    /// The examples to train on, in the log's order.
    public int[] usable() {
      return replay.examples().usable(closedBefore.toEpochMilli());
    }

    /// The examples from a time on whose attribution window has closed. Outcomes known earlier are
    /// mostly complete watches, which would dominate the last day.
    int[] since(Instant time) {
      Examples examples = replay.examples();
      return Arrays.stream(usable())
          .filter(example -> examples.at(example) >= time.toEpochMilli())
          .filter(example -> examples.at(example) < closedBefore.toEpochMilli())
          .toArray();
    }
  }

  /// Trains on the log.
  ///
  /// @param until train on all impressions before this time, even if their outcomes came later;
  ///   without it, on all impressions whose attribution window has closed
  /// @throws IllegalArgumentException if the log holds too little training data
  /// @param served finds the models that logged feeds were served with, to compare their rows
  public Trained train(
      EventLog log,
      Optional<Instant> until,
      String version,
      SignalHistory served,
      Progress progress)
      throws InterruptedException {
    return train(log, until, version, served, RankerEvaluator.NONE, Optional.empty(), progress);
  }

  /// Trains on the log, and evaluates the ranker.
  ///
  /// @param from the warm start of the ranker; if it is impossible, a progress note says why and
  ///   the ranker is trained from scratch
  public Trained train(
      EventLog log,
      Optional<Instant> until,
      String version,
      SignalHistory served,
      RankerEvaluator judge,
      Optional<WarmStart> from,
      Progress progress)
      throws InterruptedException {
    long logOffset = log.end();
    LogSurvey survey = LogSurvey.of(log, fold, until, progress);
    tell(survey.attribution(), progress);
    Optional<Instant> weighedFrom = weighedFrom(survey);
    Optional<Fold> then = weighedFrom.map(this::standingStill);
    Learnable learnable = learnable(log, until, survey, served, then, progress);
    ExampleReplay.ReplayResult replay = learnable.replay();
    Optional<WarmStart> warm = from.filter(start -> isLearnedOnFrom(start, learnable, progress));
    int[] learned =
        warm.map(start -> learnable.since(start.learnedUntil())).orElseGet(learnable::usable);
    WatchHistories histories =
        survey
            .histories()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no user has a positive watch (clicked, and watched for more than 30 s or"
                            + " most of the video): send clicks and watches as well as"
                            + " impressions"));
    Fusion weights =
        weighedFrom.isEmpty()
            ? Fusion.NONE
            : weights(survey, weighedFrom.get(), then.get(), progress);
    RetrievalModels retrievalModels = retrieval.train(histories, progress);
    WideAndDeepTrainer.Learned rankers =
        new WideAndDeepTrainer(ranker, progress).learn(replay.examples(), learned, warm);
    Optional<Quality> quality =
        rankers
            .tried()
            .flatMap(tried -> judge.judge(tried, rankers.ranker(), replay.examples(), progress));
    Manifest manifest =
        new Manifest(
            version,
            new Manifest.Run(
                clock.instant(),
                learnable.dataUntil(),
                after(replay.examples(), learned),
                logOffset,
                learned.length,
                ranker.seed(),
                code),
            FeatureRows.DENSE_NAMES,
            fold.columns(),
            settings(warm),
            metrics(replay, survey, learned, histories, weights),
            Map.of());
    return new Trained(
        new Models(
            manifest, retrievalModels, weights, rankers.ranker(), Optional.of(rankers.student())),
        replay.fold().videos(),
        quality);
  }

  private static void tell(AttributionCounts attribution, Progress progress) {
    if (attribution.unattributedShare() > UNATTRIBUTED) {
      progress.note(
          "%,d of %,d clicks and watches have no impression: they count in histories, but not in"
                  .formatted(attribution.unattributed(), attribution.outcomes())
              + " rates, and the ranker does not learn from them");
    }
    if (attribution.clickedBefore() > 0) {
      progress.note(
          "%,d of the clicks come before their impression in the log: they are lost to rates and"
                  .formatted(attribution.clickedBefore())
              + " labels");
    }
  }

  /// The data that [#train] would train the ranker on; trains no ranker.
  ///
  /// @throws IllegalArgumentException if the log holds no user events
  public Learnable learnable(
      EventLog log, Optional<Instant> until, SignalHistory served, Progress progress)
      throws InterruptedException {
    LogSurvey survey = LogSurvey.of(log, fold, until, progress);
    return learnable(log, until, survey, served, Optional.empty(), progress);
  }

  private Learnable learnable(
      EventLog log,
      Optional<Instant> until,
      LogSurvey survey,
      SignalHistory served,
      Optional<Fold> then,
      Progress progress)
      throws InterruptedException {
    SignalHistory signals = earlierModel(survey, served);
    ExampleReplay.ReplayResult replay =
        new ExampleReplay(log, fold, progress, signals, (user, video, at) -> {})
            .replay(until.map(Span::until).orElseGet(Span::all), survey, then);
    Instant latest =
        replay
            .latest()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the log holds no events of users: import some, or send them to a server"));
    return new Learnable(
        replay,
        until.orElse(latest.minus(fold.attributionWindow())),
        until.orElse(latest.plusMillis(1)));
  }

  /// Trains models on the first part of the log, to score the examples of the rest.
  private SignalHistory earlierModel(LogSurvey survey, SignalHistory served)
      throws InterruptedException {
    if (survey.impressions() < LEAST_IMPRESSIONS) {
      return served;
    }
    Instant from = survey.timeAfter(EARLIER);
    Optional<WatchHistories> histories = survey.historiesBefore(from);
    return histories.isEmpty()
        ? served
        : served.with(from, retrieval.trainSignals(histories.get(), Progress.NONE));
  }

  /// The time from which watches set the source weights; empty with too few impressions.
  private static Optional<Instant> weighedFrom(LogSurvey survey) {
    return survey.impressions() < LEAST_IMPRESSIONS
        ? Optional.empty()
        : Optional.of(survey.timeAfter(WEIGHED_FROM));
  }

  /// A fold that, after all events, still has the state of this time.
  private Fold standingStill(Instant from) {
    Fold standing = new Fold(fold);
    standing.freezeOutcomes(from);
    return standing;
  }

  /// Learns the source weights from what viewers completed after the data of earlier models ended.
  private Fusion weights(LogSurvey survey, Instant from, Fold then, Progress progress)
      throws InterruptedException {
    Optional<WatchHistories> histories = survey.historiesBefore(from);
    if (histories.isEmpty()) {
      return Fusion.NONE;
    }
    RetrievalModels models = retrieval.train(histories.get(), progress);
    return fusion.learn(models, then, from, survey.completedFrom(from), progress);
  }

  private boolean isLearnedOnFrom(WarmStart start, Learnable learnable, Progress progress) {
    int[] fresh = learnable.since(start.learnedUntil());
    Optional<String> refusal = start.refusal(ranker, learnable.replay().examples(), fresh);
    refusal.ifPresent(why -> progress.note("the ranker is trained from scratch: " + why));
    return refusal.isEmpty();
  }

  /// The time just after the latest of some examples.
  private static Instant after(Examples examples, int[] some) {
    return Instant.ofEpochMilli(Arrays.stream(some).mapToLong(examples::at).max().orElseThrow())
        .plusMillis(1);
  }

  private Map<String, String> settings(Optional<WarmStart> warm) {
    Map<String, String> settings = new TreeMap<>();
    settings.putAll(SettingTree.below("fold", fold).values(fold));
    settings.putAll(SettingTree.below("training.retrieval", retrieval).values(retrieval));
    settings.putAll(SettingTree.below("ranker", ranker).values(ranker));
    warm.ifPresent(start -> settings.put(WarmStart.SETTING, start.version()));
    return settings;
  }

  private static Map<String, Double> metrics(
      ExampleReplay.ReplayResult replay,
      LogSurvey survey,
      int[] learned,
      WatchHistories histories,
      Fusion weights) {
    Examples examples = replay.examples();
    long clicks = Arrays.stream(learned).filter(examples::clicked).count();
    long completed = Arrays.stream(learned).filter(examples::completed).count();
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("examples", (double) learned.length);
    metrics.put("rate.click", (double) clicks / learned.length);
    metrics.put("rate.watch", (double) completed / learned.length);
    metrics.put("retrieval.users", (double) histories.matrix().rows());
    metrics.put("retrieval.videos", (double) histories.matrix().columns());
    metrics.put("retrieval.positives", (double) histories.matrix().entries());
    weights.weights().forEach((source, weight) -> metrics.put("fusion." + source, weight));
    metrics.put(Manifest.UNATTRIBUTED_OUTCOMES, survey.attribution().unattributedShare());
    metrics.put(Manifest.LOST_CLICKS, survey.attribution().lostClicks());
    metrics.put("skew.checked", (double) replay.skewChecked());
    metrics.put("skew.different", (double) replay.skewDifferent());
    metrics.put("skew.not_compared", (double) replay.skewNotCompared());
    return metrics;
  }
}
