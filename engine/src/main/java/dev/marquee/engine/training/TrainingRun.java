package dev.marquee.engine.training;

import dev.marquee.engine.Progress;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Fold;
import dev.marquee.engine.features.FoldSettings;
import dev.marquee.engine.models.Fusion;
import dev.marquee.engine.models.Manifest;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.models.Quality;
import dev.marquee.engine.models.RetrievalModels;
import dev.marquee.engine.training.ExampleReplay.Span;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Trains all models from a log: one replay gives the ranker's examples and the histories that
/// matrix factorisation learns from.
///
/// The ranker reads the scores of retrieval's models, and an example may only carry a score of a
/// model whose data ended before it. So earlier models learn from the first part of the log, and
/// the examples of the rest carry their scores; the models that are served learn from all of it.
///
/// @param fold how events become state; must be what serving uses
/// @param retrieval how candidates' models learn
/// @param fusion weighs the sources
/// @param code version of Marquee, for the manifest
/// @param clock for the manifest alone
public record TrainingRun(
    FoldSettings fold,
    RetrievalSettings retrieval,
    FusionLearner fusion,
    WideAndDeepSettings ranker,
    String code,
    InstantSource clock) {

  /// The share of the impressions that the earlier model learns from.
  private static final double EARLIER = 0.4;

  /// The share of the impressions after which what viewers watched weighs the sources, whose models
  /// learned from what was before.
  private static final double WEIGHED_FROM = 0.8;

  /// With fewer impressions no earlier model is worth its while.
  private static final int LEAST_IMPRESSIONS = 1_000;

  /// What a run gives.
  ///
  /// @param models not saved yet
  /// @param videos all that the log told of, for the index that is saved with them
  /// @param quality of the ranker; empty where nobody judged, or nothing was held back to judge by
  public record Trained(Models models, VideoTable videos, Optional<Quality> quality) {}

  /// What the ranker learns from.
  ///
  /// @param replay its examples, and the fold that knows their videos
  /// @param closedBefore outcomes of impressions before this time count as known
  /// @param dataUntil what happened from then on is in no example's features
  public record Learnable(ExampleReplay.Result replay, Instant closedBefore, Instant dataUntil) {

    /// The examples that are learned from, in the log's order.
    public int[] usable() {
      return replay.examples().usable(closedBefore.toEpochMilli());
    }
  }

  /// Trains on what the log holds.
  ///
  /// @param until learn from every impression before this time, whose outcomes the log may know
  ///   only later; without it, from every impression whose attribution window has closed
  /// @throws IllegalArgumentException where the log holds too little to learn from
  /// @param served finds the models that served feeds name, to compare their rows
  public Trained train(
      EventLog log,
      Optional<Instant> until,
      String version,
      SignalHistory served,
      Progress progress)
      throws InterruptedException {
    return train(log, until, version, served, RankerJudge.NONE, progress);
  }

  /// Trains on what the log holds, and has the ranker judged.
  public Trained train(
      EventLog log,
      Optional<Instant> until,
      String version,
      SignalHistory served,
      RankerJudge judge,
      Progress progress)
      throws InterruptedException {
    long logOffset = log.end(0);
    long[] times = impressionTimes(log, until);
    Completions completions = new Completions();
    Learnable learnable = learnable(log, until, times, served, completions::add, progress);
    ExampleReplay.Result replay = learnable.replay();
    int[] usable = learnable.usable();
    WatchHistories histories =
        WatchHistories.of(replay.positives(), replay.fold().videos())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no user has a positive watch (clicked, and watched for more than 30 s or"
                            + " most of the video): send clicks and watches as well as"
                            + " impressions"));
    Fusion weights = weights(log, times, completions, progress);
    RetrievalModels retrievalModels = retrieval.train(histories, progress);
    WideAndDeepTrainer.Learned learned =
        new WideAndDeepTrainer(ranker, progress).learn(replay.examples(), usable, Optional.empty());
    Optional<Quality> quality =
        learned
            .tried()
            .flatMap(tried -> judge.judge(tried, learned.ranker(), replay.examples(), progress));
    Manifest manifest =
        new Manifest(
            version,
            clock.instant(),
            learnable.dataUntil(),
            logOffset,
            usable.length,
            ranker.seed(),
            code,
            FeatureRows.DENSE_NAMES,
            fold.columns(),
            Map.of(
                "fold",
                fold.toString(),
                "retrieval",
                retrieval.toString(),
                "ranker",
                ranker.toString()),
            metrics(replay, usable, histories, weights),
            Map.of());
    return new Trained(
        new Models(
            manifest, retrievalModels, weights, learned.ranker(), Optional.of(learned.student())),
        replay.fold().videos(),
        quality);
  }

  /// What [#train] would have the ranker learn from, without learning it.
  ///
  /// @throws IllegalArgumentException where no user did anything
  public Learnable learnable(
      EventLog log, Optional<Instant> until, SignalHistory served, Progress progress)
      throws InterruptedException {
    long[] times = impressionTimes(log, until);
    return learnable(log, until, times, served, (user, video, at) -> {}, progress);
  }

  private Learnable learnable(
      EventLog log,
      Optional<Instant> until,
      long[] times,
      SignalHistory served,
      Fold.CompletionListener completions,
      Progress progress)
      throws InterruptedException {
    ExampleReplay.Result replay =
        new ExampleReplay(log, fold, progress, earlierModel(times, log, served), completions)
            .replay(until.map(Span::until).orElseGet(Span::all));
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

  /// The times of all impressions that may be learned from, the earliest first.
  private static long[] impressionTimes(EventLog log, Optional<Instant> until) {
    LongArrayList times = new LongArrayList();
    log.read(
        0,
        0,
        (offset, event) -> {
          if (event instanceof Impression && until.map(event.at()::isBefore).orElse(true)) {
            times.add(event.at().toEpochMilli());
          }
          return true;
        });
    times.sort(null);
    return times.toLongArray();
  }

  /// What an earlier time knew.
  private ExampleReplay.Result before(EventLog log, Instant from, Progress progress) {
    return new ExampleReplay(log, fold, progress)
        .replay(new Span(Instant.MIN, Instant.MIN, Optional.of(from)));
  }

  /// Trains on the first part of the log, for the examples of the rest.
  private SignalHistory earlierModel(long[] times, EventLog log, SignalHistory served)
      throws InterruptedException {
    if (times.length < LEAST_IMPRESSIONS) {
      return served;
    }
    Instant from = Instant.ofEpochMilli(times[(int) (EARLIER * times.length)]);
    ExampleReplay.Result earlier = before(log, from, Progress.NONE);
    Optional<WatchHistories> histories =
        WatchHistories.of(earlier.positives(), earlier.fold().videos());
    return histories.isEmpty()
        ? served
        : served.with(from, retrieval.trainSignals(histories.get(), Progress.NONE));
  }

  /// Weighs the sources by what viewers completed after models of an earlier time had learned.
  private Fusion weights(EventLog log, long[] times, Completions completions, Progress progress)
      throws InterruptedException {
    if (times.length < LEAST_IMPRESSIONS) {
      return Fusion.NONE;
    }
    Instant from = Instant.ofEpochMilli(times[(int) (WEIGHED_FROM * times.length)]);
    ExampleReplay.Result earlier = before(log, from, progress);
    Optional<WatchHistories> histories =
        WatchHistories.of(earlier.positives(), earlier.fold().videos());
    if (histories.isEmpty()) {
      return Fusion.NONE;
    }
    RetrievalModels models = retrieval.train(histories.get(), progress);
    return fusion.learn(models, earlier.fold(), from, completions.from(from), progress);
  }

  private static Map<String, Double> metrics(
      ExampleReplay.Result replay, int[] usable, WatchHistories histories, Fusion weights) {
    Examples examples = replay.examples();
    long clicks = Arrays.stream(usable).filter(examples::clicked).count();
    long completed = Arrays.stream(usable).filter(examples::completed).count();
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("examples", (double) usable.length);
    metrics.put("rate.click", (double) clicks / usable.length);
    metrics.put("rate.watch", (double) completed / usable.length);
    metrics.put("retrieval.users", (double) histories.matrix().rows());
    metrics.put("retrieval.videos", (double) histories.matrix().columns());
    metrics.put("retrieval.positives", (double) histories.matrix().entries());
    weights.weights().forEach((source, weight) -> metrics.put("fusion." + source, weight));
    metrics.put("skew.checked", (double) replay.skewChecked());
    metrics.put("skew.different", (double) replay.skewDifferent());
    return metrics;
  }
}
