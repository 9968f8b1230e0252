package dev.marquee.server.http;

import dev.marquee.engine.Marquee;
import dev.marquee.engine.retrieval.CircuitBreaker;
import dev.marquee.engine.serving.LiveState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The metrics of the API. Labels are routes and statuses, never ids.
final class ApiMetrics implements AutoCloseable {

  private final MeterRegistry registry;
  private final JvmGcMetrics garbage = new JvmGcMetrics();
  private final Timer feed;
  private final Counter degraded;
  private final Counter accepted;
  private final Counter repeated;
  private final Counter refused;

  ApiMetrics(MeterRegistry registry, Marquee marquee) {
    this.registry = registry;
    this.feed =
        Timer.builder("marquee.feed.latency")
            .description("Time from request to feed, without the network")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofSeconds(1))
            .register(registry);
    this.degraded = counter("marquee.feed.degraded", "Feeds served degraded");
    this.accepted = counter("marquee.events.accepted", "Events stored for the first time");
    this.repeated =
        counter("marquee.events.repeated", "Events acknowledged that were already stored");
    this.refused = counter("marquee.events.refused", "Requests whose events were refused");
    LiveState state = marquee.state();
    gauge("marquee.log.end", "Offset of the log's last event", marquee, ApiMetrics::logEnd);
    gauge("marquee.log.applied", "Offset of the last folded event", state, LiveState::applied);
    gauge(
        "marquee.snapshot.number",
        "Offset of the snapshot that readers see",
        state,
        s -> s.snapshot().number());
    gauge(
        "marquee.breakers.open",
        "Sources and rankers whose circuit breaker is not closed",
        marquee,
        ApiMetrics::openBreakers);
    gauge(
        "marquee.videos", "Videos ever seen in the log", state, s -> s.snapshot().videos().size());
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    garbage.bindTo(registry);
  }

  private static double logEnd(Marquee marquee) {
    return marquee.log().end();
  }

  private static double openBreakers(Marquee marquee) {
    return marquee.recommender().funnel().breakers().values().stream()
        .filter(breaker -> breaker.state() != CircuitBreaker.State.CLOSED)
        .count();
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private <T> void gauge(
      String name, String description, T of, java.util.function.ToDoubleFunction<T> value) {
    Gauge.builder(name, of, value).description(description).register(registry);
  }

  void feed(long nanos, boolean isDegraded) {
    feed.record(nanos, TimeUnit.NANOSECONDS);
    if (isDegraded) {
      degraded.increment();
    }
  }

  void stored(int events, int again) {
    accepted.increment(events);
    repeated.increment(again);
  }

  void refused() {
    refused.increment();
  }

  /// @param route its path template
  void answered(String route, int status, long nanos) {
    Timer.builder("marquee.http.requests")
        .description("Answered requests")
        .tag("route", route)
        .tag("status", Integer.toString(status))
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    garbage.close();
  }
}
