package dev.marquee.server.http;

import dev.marquee.engine.serving.LiveState;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/// Health checks and metrics, for monitoring systems.
final class HealthRoutes {

  private final LiveState state;
  private final PrometheusMeterRegistry registry;

  /// @param status `up` or `down`
  /// @param why the problem; empty if there is none
  record Health(String status, String why) {}

  HealthRoutes(LiveState state, PrometheusMeterRegistry registry) {
    this.state = state;
    this.registry = registry;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/health/live", _ -> Answer.ok(new Health("up", ""))),
        Route.of("GET", "/health/ready", this::ready),
        Route.of("GET", "/metrics", this::metrics));
  }

  /// Ready while the state follows the log: a server that no longer folds serves outdated feeds and
  /// accepts no events.
  private Answer ready(Call call) {
    RuntimeException failure = state.failure();
    return failure == null
        ? Answer.ok(new Health("up", ""))
        : Answer.json(
            503,
            new Health(
                "down",
                "folding the log stopped at offset %d, restart the server: %s"
                    .formatted(state.applied(), failure.getMessage())));
  }

  private Answer metrics(Call call) {
    return Answer.text("text/plain; version=0.0.4; charset=utf-8", registry.scrape());
  }
}
