package dev.marquee.server.demo;

import dev.marquee.engine.Marquee;
import dev.marquee.engine.Progress;
import dev.marquee.engine.evaluation.Evaluation;
import dev.marquee.engine.evaluation.Promotion;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.training.TrainingRun;
import dev.marquee.engine.training.examples.ExampleReplay;
import dev.marquee.engine.training.examples.ExampleReplay.Span;
import dev.marquee.server.data.LiveSettings;
import dev.marquee.server.data.LoadedSettings;
import dev.marquee.server.data.SettingsSources;
import dev.marquee.server.http.HttpApi;
import dev.marquee.server.http.PortInUseException;
import dev.marquee.simulator.LoggingPolicy;
import dev.marquee.simulator.Simulation;
import dev.marquee.simulator.TakeoverPolicy;
import dev.marquee.simulator.World;
import dev.marquee.simulator.WorldSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// A small simulated platform: its history is sent over HTTP, models are trained and are evaluated
/// on its last days, and then its viewers use Marquee's feeds.
///
/// Simulated time ends shortly before the present, so that the history is recent when a person
/// looks at it.
public final class Demo implements AutoCloseable {

  /// Number of feeds requested by an unattended run.
  public static final int FEEDS = 1_200;

  /// Number of warm-up feeds that do not count towards latencies.
  private static final int WARM_UP = 200;

  private static final int HISTORY_BATCH = 5_000;
  private static final int LIVE_BATCH = 20;

  /// The part at the end of the history that is held out for evaluation.
  private static final Duration HELD_BACK = Duration.ofDays(2);

  private final DemoSettings settings;
  private final Progress progress;
  private final Consumer<String> story;
  private final DemoClock clock;
  private final Instant historyEnd;
  private final Marquee marquee;
  private final LiveSettings live;
  private final HttpApi api;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Simulation simulation;
  private final HttpPolicy policy;
  private EventSender sender;

  /// @param sources sources of the server's settings
  /// @param story receives a line about each step
  public Demo(
      DemoSettings settings, SettingsSources sources, Progress progress, Consumer<String> story) {
    this.settings = settings;
    this.progress = progress;
    this.story = story;
    // One more day than the history, in which the viewers use Marquee's feeds.
    WorldSettings world =
        WorldSettings.defaults()
            .withSeed(settings.seed())
            .withViewers(settings.users())
            .withVideos(settings.videos())
            .withDays(settings.days() + 1)
            .withStart(
                Instant.now()
                    .truncatedTo(ChronoUnit.HOURS)
                    .minus(Duration.ofDays(settings.days() + 1)));
    this.historyEnd = world.start().plus(Duration.ofDays(settings.days()));
    this.clock = new DemoClock(world.start());
    SettingsSources local =
        sources.with("http.host", "127.0.0.1").with("http.port", Integer.toString(settings.port()));
    LoadedSettings loaded = local.load(story);
    this.marquee =
        Marquee.in(settings.data()).clock(clock).with(loaded.settings().marquee()).open();
    this.live = LiveSettings.of(marquee, local, loaded, clock);
    this.api = listen(settings.port());
    this.policy = new HttpPolicy(http, api.uri(), clock);
    World made = World.create(world);
    var before = new LoggingPolicy(made, new SplittableRandom(settings.seed()));
    this.simulation =
        new Simulation(
            made, new TakeoverPolicy(before, historyEnd, policy), event -> sender.send(event));
  }

  private HttpApi listen(int port) {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    HttpApi listening = new HttpApi(marquee, live, registry, clock);
    try {
      listening.start();
    } catch (PortInUseException e) {
      listening.start(0);
      story.accept("port " + port + " is taken, listening on " + listening.port() + " instead");
    }
    return listening;
  }

  /// The address of the web page.
  public URI uri() {
    return api.uri();
  }

  /// Simulates the history, sends it to the API, trains, evaluates, and puts the models into
  /// production. Returns figures by name.
  public Map<String, Double> prepare() throws InterruptedException {
    Map<String, Double> metrics = new LinkedHashMap<>();
    live(metrics);
    Instant split = historyEnd.minus(HELD_BACK);
    TrainingRun.Trained trained = train(split, metrics);
    Models models = trained.models();
    evaluate(models, split, metrics);
    marquee.models().save(models, trained.videos(), trained.quality());
    new Promotion(marquee.models()).require(models.version());
    marquee.reloadModels();
    clock.wakeUp();
    return metrics;
  }

  private void live(Map<String, Double> metrics) {
    long start = System.nanoTime();
    story.accept(
        "Simulating %,d viewers, %,d videos, %d days, and sending the events to %sv1/events …"
            .formatted(settings.users(), settings.videos(), settings.days(), api.uri()));
    sender = new EventSender(http, api.uri(), clock, HISTORY_BATCH);
    for (int hour = 1; hour <= settings.days() * 24; hour++) {
      simulation.runUntil(
          historyEnd.minus(Duration.ofDays(settings.days())).plus(Duration.ofHours(hour)));
      progress.step("simulating and ingesting", hour, settings.days() * 24L);
    }
    sender.close();
    double seconds = (System.nanoTime() - start) / 1e9;
    long events = marquee.log().end();
    var tally = simulation.tally();
    metrics.put("events", (double) events);
    metrics.put("impressions", (double) tally.impressions());
    metrics.put("rate.click", tally.clickRate());
    metrics.put("seconds.ingest", seconds);
    metrics.put("ingest.events_per_second", events / seconds);
    story.accept(
        "  %,d events, %,d impressions, %.1f %% clicked, in %.1f s"
            .formatted(events, tally.impressions(), 100 * tally.clickRate(), seconds));
  }

  private TrainingRun.Trained train(Instant split, Map<String, Double> metrics)
      throws InterruptedException {
    long start = System.nanoTime();
    story.accept("Training on everything but the last two days …");
    TrainingRun.Trained trained = marquee.offline(progress).train(Optional.of(split), false);
    double seconds = (System.nanoTime() - start) / 1e9;
    metrics.put("seconds.train", seconds);
    int examples = trained.models().manifest().run().examples();
    metrics.put("examples", (double) examples);
    story.accept("  %,d examples, in %.1f s".formatted(examples, seconds));
    return trained;
  }

  private void evaluate(Models models, Instant split, Map<String, Double> metrics)
      throws InterruptedException {
    long start = System.nanoTime();
    story.accept("Evaluating on the last two days …");
    Evaluation.EvaluationResult result =
        marquee.offline(progress).evaluate(models, split, historyEnd, Evaluation.State.BOTH);
    metrics.putAll(result.metrics());
    double seconds = (System.nanoTime() - start) / 1e9;
    metrics.put("seconds.evaluate", seconds);
    story.accept(
        "  AUC click %s, completed watch %s; Recall@100 popular %s, als %s, merged %s,"
                .formatted(
                    figure(3, metrics.get("auc.click")),
                    figure(3, metrics.get("auc.watch")),
                    figure(3, metrics.get("recall@100.popular")),
                    figure(3, metrics.get("recall@100.als")),
                    figure(3, metrics.get("recall@100")))
            + " in %.1f s".formatted(seconds));
  }

  /// Formats a figure; a dash if it is undefined.
  private static String figure(int decimals, Double value) {
    return value == null ? "-" : ("%." + decimals + "f").formatted(value);
  }

  /// Continues the simulation: requests feeds over HTTP and sends the resulting events at the same
  /// time. Then replays the log and compares every served feature row. Returns figures by name.
  public Map<String, Double> askForFeeds(int feeds) {
    story.accept("Requesting %,d feeds over HTTP while events are being sent …".formatted(feeds));
    long start = System.nanoTime();
    long before = marquee.log().end();
    clock.advanceTo(historyEnd);
    sender = new EventSender(http, api.uri(), clock, LIVE_BATCH);
    while (policy.feeds() < feeds && simulation.step()) {
      progress.step("requesting feeds", policy.feeds(), feeds);
    }
    sender.close();
    clock.wakeUp();
    double seconds = (System.nanoTime() - start) / 1e9;
    long after = marquee.log().end();
    ExampleReplay.ReplayResult replay =
        new ExampleReplay(
                marquee.log(),
                marquee.settings().fold(),
                progress,
                marquee.offline(progress).served(),
                (user, video, at) -> {})
            .replay(new Span(Instant.MAX, Instant.MAX, Optional.empty()));
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("feeds", (double) policy.feeds());
    metrics.put("feeds.degraded", (double) policy.degraded());
    metrics.put("feeds.events_meanwhile", (double) (after - before));
    policy.millisAt(0.5, WARM_UP).ifPresent(millis -> metrics.put("feed.p50_ms", millis));
    policy.millisAt(0.99, WARM_UP).ifPresent(millis -> metrics.put("feed.p99_ms", millis));
    metrics.put("skew.checked", (double) replay.skewChecked());
    metrics.put("skew.different", (double) replay.skewDifferent());
    metrics.put("skew.not_compared", (double) replay.skewNotCompared());
    story.accept(
        "  %,d feeds of %,d videos in %.1f s, p50 %s ms, p99 %s ms, while %,d events were sent"
            .formatted(
                policy.feeds(),
                policy.items(),
                seconds,
                figure(1, metrics.get("feed.p50_ms")),
                figure(1, metrics.get("feed.p99_ms")),
                after - before));
    story.accept(
        "  training-serving skew: %,d of %,d served rows"
            .formatted(replay.skewDifferent(), replay.skewChecked()));
    return metrics;
  }

  @Override
  public void close() {
    api.close();
    live.close();
    marquee.close();
  }
}
