package dev.marquee.engine.evaluation;

import dev.marquee.engine.Progress;
import dev.marquee.engine.Request;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.Limits;
import dev.marquee.engine.models.ModelSignals;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.serving.Funnel;
import dev.marquee.engine.serving.FunnelFactory;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.training.examples.ExampleReplay;
import dev.marquee.engine.training.examples.ExampleReplay.Span;
import dev.marquee.engine.training.examples.Examples;
import dev.marquee.engine.training.examples.SignalHistory;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Evaluates models on a span of the log that they were not trained on.
///
/// Two replays: in the live one a feature may use every outcome that was visible before its
/// impression, as in serving. In the frozen one, outcomes are frozen at the start of the span,
/// while sessions continue. AUC, log loss and calibration use the live state. Metrics averaged over
/// users use the frozen state, since a user's own outcomes within the span would lower them
/// mechanically.
///
/// @param fold how events become state; must be what training used
/// @param funnels makes the funnel that is evaluated, as it would serve
/// @param served finds the models that logged feeds were served with, to compare their rows
public record Evaluation(
    FoldSettings fold, FunnelFactory funnels, SignalHistory served, Progress progress) {

  /// The state used for metrics without a prefix.
  public enum State {
    /// Each metric uses the state that suits it.
    BOTH,
    LIVE,
    FROZEN
  }

  /// The result of an evaluation.
  ///
  /// @param metrics by name; a metric that is not defined for the data is left out
  /// @param impressions how many were scored
  /// @param users how many had a video to be found
  public record EvaluationResult(Map<String, Double> metrics, int impressions, int users) {}

  /// Impressions that are scored.
  ///
  /// @param replay the examples, and the fold at the end of the log
  /// @param known the examples whose outcome is known, in the log's order
  public record ScoredReplay(ExampleReplay.ReplayResult replay, int[] known) {

    public Examples examples() {
      return replay.examples();
    }
  }

  /// Replays the impressions that [#evaluate] scores, bit-identical to its examples in one state.
  ///
  /// @param state live or frozen
  /// @throws IllegalArgumentException where the models have seen events of the span
  public ScoredReplay examples(EventLog log, Models models, Instant from, Instant to, State state) {
    Optional<Instant> frozenFrom =
        switch (state) {
          case LIVE -> Optional.empty();
          case FROZEN -> Optional.of(from);
          case BOTH -> throw new IllegalArgumentException("examples are of one state, not of both");
        };
    return scored(log, models, new Span(from, to, frozenFrom), (user, video, at) -> {});
  }

  private ScoredReplay scored(
      EventLog log, Models models, Span span, Fold.CompletionListener completions) {
    if (models.manifest().run().dataUntil().isAfter(span.from())) {
      throw new IllegalArgumentException(
          ("models '%s' learned from events until %s, expected none after --from %s: evaluate"
                  + " later events, or train with --until %s")
              .formatted(
                  models.version(), models.manifest().run().dataUntil(), span.from(), span.from()));
    }
    SignalHistory signals = served.with(span.from(), ModelSignals.of(models.retrieval()));
    ExampleReplay.ReplayResult replay =
        new ExampleReplay(log, fold, progress, signals, completions).replay(span);
    Instant closedBefore =
        replay.latest().map(latest -> latest.minus(fold.attributionWindow())).orElse(Instant.MIN);
    return new ScoredReplay(replay, replay.examples().usable(millis(closedBefore)));
  }

  /// Evaluates on impressions from `from` to before `to`.
  ///
  /// @throws IllegalArgumentException where the models have seen events of the span
  public EvaluationResult evaluate(
      EventLog log, Models models, Instant from, Instant to, State state)
      throws InterruptedException {
    long fromMillis = millis(from);
    long toMillis = millis(to);
    Map<String, IntSet> completedWithin = new HashMap<>();
    ScoredReplay live =
        scored(
            log,
            models,
            new Span(from, to, Optional.empty()),
            (user, video, at) -> {
              if (at >= fromMillis && at < toMillis) {
                completedWithin.computeIfAbsent(user, id -> new IntOpenHashSet()).add(video);
              }
            });
    Map<String, IntSet> completedBefore = new HashMap<>();
    ScoredReplay frozen =
        scored(
            log,
            models,
            new Span(from, to, Optional.of(from)),
            (user, video, at) ->
                completedBefore.computeIfAbsent(user, id -> new IntOpenHashSet()).add(video));

    Map<String, Double> metrics = new TreeMap<>();
    ImpressionMetrics ofLive =
        new ImpressionMetrics(live.examples(), live.known(), models.ranker());
    ImpressionMetrics ofFrozen =
        new ImpressionMetrics(frozen.examples(), frozen.known(), models.ranker());
    ofLive.all().forEach((key, value) -> metrics.put("live." + key, value));
    ofFrozen.all().forEach((key, value) -> metrics.put("frozen." + key, value));
    for (String key : ofLive.all().keySet()) {
      boolean perUser = ImpressionMetrics.isPerUser(key);
      boolean readFrozen = state == State.FROZEN || (state == State.BOTH && perUser);
      metrics.put(key, (readFrozen ? ofFrozen : ofLive).all().get(key));
    }
    metrics.put("skew.checked", (double) live.replay().skewChecked());
    metrics.put("skew.different", (double) live.replay().skewDifferent());
    metrics.put("skew.not_compared", (double) live.replay().skewNotCompared());

    completedBefore.forEach(
        (user, before) -> {
          IntSet within = completedWithin.get(user);
          if (within != null) {
            within.removeAll(before);
          }
        });
    completedWithin.values().removeIf(IntSet::isEmpty);
    Funnel funnel = funnels.over(models, frozen.replay().fold().videos());
    RetrievalMetrics retrieval =
        new RetrievalMetrics(funnel, frozen.replay().fold(), from, Request.MAX, progress);
    metrics.putAll(retrieval.measure(completedWithin));
    return new EvaluationResult(metrics, live.known().length, completedWithin.size());
  }

  /// Epoch milliseconds; times before or after all events saturate.
  private static long millis(Instant time) {
    if (time.isBefore(Limits.EARLIEST)) {
      return Long.MIN_VALUE;
    }
    return time.isBefore(Limits.LATEST) ? time.toEpochMilli() : Long.MAX_VALUE;
  }
}
