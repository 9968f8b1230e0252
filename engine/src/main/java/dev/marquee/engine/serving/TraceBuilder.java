package dev.marquee.engine.serving;

import dev.marquee.engine.retrieval.CircuitBreaker;
import dev.marquee.engine.retrieval.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Records what the stages of one request do. For one thread.
final class TraceBuilder {

  private final List<String> degraded = new ArrayList<>();
  private final Map<String, Integer> stages = new LinkedHashMap<>();
  private final Map<String, Integer> dropped = new LinkedHashMap<>();
  private final Map<String, String> failed = new LinkedHashMap<>();
  private final Map<String, String> breakers = new LinkedHashMap<>();
  private final Map<String, Double> millis = new LinkedHashMap<>();

  /// Adds a reason why the feed is degraded.
  void degraded(String why) {
    degraded.add(why);
  }

  List<String> degraded() {
    return List.copyOf(degraded);
  }

  /// Records that a part did not complete its work.
  void lacks(String part, String what) {
    failed.put(part, what);
    degraded.add(part + ": " + what);
  }

  /// Records that a part threw an exception; each part is listed only once.
  void failed(String part, RuntimeException e) {
    if (failed.put(part, why(e)) == null) {
      degraded.add(part + " failed: " + why(e));
    }
  }

  static String why(RuntimeException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  /// Records how many videos are left after a stage.
  void left(String stage, int videos) {
    stages.put(stage, videos);
  }

  void dropped(String filter) {
    dropped.merge(filter, 1, Integer::sum);
  }

  void took(String stage, long sinceNanos) {
    millis.put(stage, (System.nanoTime() - sinceNanos) / 1e6);
  }

  /// Records the state of a part's circuit breaker, unless it is closed.
  void breaker(String part, CircuitBreaker breaker) {
    CircuitBreaker.State state = breaker.state();
    if (state != CircuitBreaker.State.CLOSED) {
      breakers.put(part, state.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
  }

  Trace build(String arm, String models, Query query, Map<String, Integer> sources) {
    return new Trace(
        new Trace.By(arm, models, query.snapshot().number(), query.user().position()),
        sources,
        stages,
        dropped,
        failed,
        breakers,
        millis);
  }
}
