package dev.marquee.benchmarks;

import dev.marquee.engine.Request;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.ranking.Objective;
import dev.marquee.engine.serving.Feed;
import dev.marquee.engine.serving.FunnelFactory;
import dev.marquee.engine.serving.LiveState;
import dev.marquee.engine.serving.LiveStateSettings;
import dev.marquee.engine.serving.Recommender;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.engine.storage.RocksStateStore;
import dev.marquee.simulator.ClosedLoop;
import dev.marquee.simulator.FeedPolicy;
import dev.marquee.simulator.FeedRequest;
import dev.marquee.simulator.Slate;
import dev.marquee.simulator.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The real funnel as a simulated audience's policy: observed events go into a log, feeds come from
/// the live state, and the models are retrained every `retrainEvery`.
final class FunnelPolicy implements FeedPolicy, AutoCloseable {

  private static final int BATCH = 2_000;

  private final RocksDirectory directory;
  private final LiveState state;
  private final Recommender recommender;
  private final Objective objective;
  private final PolicyTraining training;
  private final Duration retrainEvery;
  private final List<Event> observed = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private Instant trainedAt;
  private int feeds;

  FunnelPolicy(Path folder, Objective objective, PolicyTraining training, Duration retrainEvery) {
    this.directory = RocksDirectory.open(folder);
    this.objective = objective;
    this.training = training;
    this.retrainEvery = retrainEvery;
    // Simulated days pass in seconds: snapshots and charts have to keep up.
    LiveStateSettings settings =
        new LiveStateSettings(
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofMinutes(5),
            Integer.MAX_VALUE,
            1_000_000);
    this.state =
        new LiveState(
            directory.log(),
            new RocksStateStore(directory),
            FoldSettings.defaults(),
            settings,
            () -> now);
    this.recommender =
        new Recommender(state, FunnelFactory.defaults().beforeTraining(), _ -> "feed-" + ++feeds);
  }

  /// Runs an audience on the funnel, with its store in a new temporary folder.
  static Tally run(
      ClosedLoop loop, Objective objective, PolicyTraining training, Duration retrainEvery)
      throws IOException {
    Path folder = Files.createTempDirectory("marquee-loop").resolve("store");
    try (FunnelPolicy policy = new FunnelPolicy(folder, objective, training, retrainEvery)) {
      return loop.run(world -> policy);
    }
  }

  @Override
  public void observe(Event event) {
    observed.add(event);
    if (observed.size() == BATCH) {
      ingest();
    }
  }

  private void ingest() {
    if (!observed.isEmpty()) {
      state.ingest(observed);
      observed.clear();
    }
  }

  @Override
  public Slate feed(FeedRequest request) {
    now = request.at();
    ingest();
    if (trainedAt == null || Duration.between(trainedAt, now).compareTo(retrainEvery) >= 0) {
      train();
    }
    Feed feed =
        recommender.feed(
            Request.of(request.viewer(), request.at())
                .from(
                    request.context().country(),
                    request.context().device(),
                    request.context().surface())
                .limit(request.limit())
                .within(Duration.ofSeconds(10)));
    return new Slate(feed.id(), feed.videos());
  }

  private void train() {
    try {
      Models models = training.train(directory.log(), now);
      recommender.use(
          FunnelFactory.defaults().with(objective).over(models, state.snapshot().videos()));
      trainedAt = now;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while training", e);
    }
  }

  @Override
  public void close() {
    state.close();
    directory.close();
  }
}
