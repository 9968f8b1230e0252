package dev.marquee.engine;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.FeedId;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.models.ModelStore;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.reranking.Filter;
import dev.marquee.engine.reranking.Reranker;
import dev.marquee.engine.retrieval.SourceKind;
import dev.marquee.engine.retrieval.sources.SimilarVideos;
import dev.marquee.engine.serving.Feed;
import dev.marquee.engine.serving.Funnel;
import dev.marquee.engine.serving.FunnelFactory;
import dev.marquee.engine.serving.LiveState;
import dev.marquee.engine.serving.Recommender;
import dev.marquee.engine.serving.WarmUp;
import dev.marquee.engine.state.Storage;
import dev.marquee.engine.state.StorageKind;
import dev.marquee.engine.storage.RocksStorage;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The entry point: one platform's recommender over its data directory.
///
///     try (Marquee marquee = Marquee.open(Path.of("data"), MarqueeSettings.defaults())) {
///       marquee.ingest(events);
///       marquee.train(Progress.NONE);
///       Feed feed = marquee.feed(Request.of("ann", Instant.now()));
///     }
///
/// Only one process at a time can open a data directory; another process may use [#openOffline] at
/// the same time. Models that the other process promotes are in use here within two seconds. A
/// version that cannot be loaded is refused, and the current one stays in use. Safe for use by many
/// threads.
public final class Marquee implements AutoCloseable {

  private static final System.Logger LOGGER = System.getLogger(Marquee.class.getName());

  private volatile MarqueeSettings settings;
  private final Builder parts;
  private final Storage storage;
  private final LiveState state;
  private final ModelStore models;
  private volatile FunnelFactory funnels;
  private final Recommender recommender;
  private final SecureRandom random = new SecureRandom();
  private final ScheduledExecutorService modelWatch;
  private volatile Optional<Serving> serving = Optional.empty();
  private String refused = "";

  /// The models in production, and the lookup of similar videos.
  ///
  /// @param models one training run's models
  /// @param similar finds similar videos by the item vectors of these models
  public record Serving(Models models, SimilarVideos similar) {}

  private Marquee(Builder parts) {
    this.parts = parts;
    this.settings = parts.settings;
    // Before anything is opened, because it fails if an adapter is missing.
    this.funnels = parts.funnels();
    this.storage =
        parts.storage.orElseGet(() -> storage(parts.data, settings.events(), StorageKind::open));
    this.state =
        new LiveState(
            storage.log(), storage.states(), settings.fold(), settings.live(), parts.clock);
    this.models = new ModelStore(parts.data.resolve("models"), settings.fold().columns());
    this.recommender = new Recommender(state, funnels.beforeTraining(), this::newFeedId);
    reloadModels();
    this.modelWatch =
        Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("model-watch").daemon().unstarted(task));
    var _ = modelWatch.scheduleWithFixedDelay(this::reloadModels, 1, 1, TimeUnit.SECONDS);
  }

  private String newFeedId(Request request) {
    int partition = storage.log().partitionOf(request.user());
    return new FeedId(partition, request.at(), random.nextLong()).toString();
  }

  /// Opens a data directory for serving, and creates it if it does not exist.
  public static Marquee open(Path data, MarqueeSettings settings) {
    return in(data).with(settings).open();
  }

  /// Starts a builder for a recommender with another clock, another storage or additional stages.
  public static Builder in(Path data) {
    return new Builder(data);
  }

  /// Opens a data directory for training and evaluation, whether or not another process serves it.
  ///
  /// @param progress receives the progress of long steps
  public static Offline openOffline(Path data, MarqueeSettings settings, Progress progress) {
    FunnelFactory funnels = settings.funnels(); // fails if an adapter is missing
    ModelStore models = new ModelStore(data.resolve("models"), settings.fold().columns());
    Storage reading = storage(data, settings.events(), StorageKind::openForReading);
    return new Offline(reading.log(), models, settings, funnels, progress, reading::close);
  }

  /// Opens a data directory only to append to its log, as importers do; nothing is folded.
  public static Storage openStorage(Path data, MarqueeSettings settings) {
    return storage(data, settings.events(), StorageKind::open);
  }

  /// Builds a recommender. For one thread and one call of [#open].
  public static final class Builder {

    private final Path data;
    private MarqueeSettings settings = MarqueeSettings.defaults();
    private InstantSource clock = InstantSource.system();
    private Optional<Storage> storage = Optional.empty();
    private final List<SourceKind> sources = new ArrayList<>();
    private final List<Filter> filters = new ArrayList<>();
    private final List<Reranker> rerankers = new ArrayList<>();

    private Builder(Path data) {
      this.data = data;
    }

    public Builder with(MarqueeSettings all) {
      settings = all;
      return this;
    }

    /// Sets the clock; a simulation passes its own.
    public Builder clock(InstantSource other) {
      clock = other;
      return this;
    }

    /// Sets the storage of events and states, instead of the one that the setting `events` names.
    /// The recommender closes it.
    public Builder storage(Storage other) {
      storage = Optional.of(other);
      return this;
    }

    /// Adds a candidate source to the built-in ones.
    public Builder source(SourceKind source) {
      sources.add(source);
      return this;
    }

    /// Adds a filter after the built-in ones.
    public Builder filter(Filter filter) {
      filters.add(filter);
      return this;
    }

    /// Adds a re-ranker after the configured ones.
    public Builder reranker(Reranker reranker) {
      rerankers.add(reranker);
      return this;
    }

    public Marquee open() {
      return new Marquee(this);
    }

    private FunnelFactory funnels() {
      return settings.funnels().with(sources, filters, rerankers);
    }
  }

  @FunctionalInterface
  private interface Opening {
    Storage open(StorageKind kind, String location, Path data);
  }

  private static Storage storage(Path data, String uri, Opening opening) {
    int colon = uri.indexOf(':');
    String scheme = colon < 0 ? uri : uri.substring(0, colon);
    List<StorageKind> kinds = new ArrayList<>(List.of(RocksStorage.KIND));
    ServiceLoader.load(StorageKind.class).forEach(kinds::add);
    for (StorageKind kind : kinds) {
      if (colon > 0 && kind.scheme().equals(scheme)) {
        return opening.open(kind, uri.substring(colon + 1), data);
      }
    }
    throw new IllegalArgumentException(
        "no event log for '%s': expected %s, or add the adapter for '%s:' to the class path"
            .formatted(
                uri,
                String.join(" or ", kinds.stream().map(kind -> kind.scheme() + ":FOLDER").toList()),
                scheme));
  }

  /// Appends events. When this returns they are durable and folded, and the viewers' next feeds
  /// take them into account.
  ///
  /// @throws dev.marquee.engine.events.ConflictingEventException if an id is already stored with
  ///   other content; nothing is stored then
  public EventLog.Appended ingest(List<? extends Event> events) {
    return state.ingest(List.copyOf(events));
  }

  /// Waits until feeds see the videos, counters and popularity lists of all events ingested before,
  /// which takes less than a second. A viewer's own events count at once and need no waiting.
  ///
  /// @throws IllegalStateException if the log is no longer followed
  public void awaitSnapshot() throws InterruptedException {
    long known = state.applied();
    while (state.charts().number() < known) {
      if (state.failure() != null) {
        throw new IllegalStateException("folding the log failed: open it again", state.failure());
      }
      Thread.sleep(5);
    }
  }

  /// Erases a user. The state is dropped at once, and earlier events are pseudonymised before this
  /// returns.
  ///
  /// @param pseudonym replaces the user's id in the earlier events; must not identify anyone
  public void erase(UserErased erased, String pseudonym) {
    state.erase(erased, erased.user(), pseudonym);
  }

  /// Returns a feed for the request; an unknown user gets what is popular in their country. A
  /// failing part does not make this fail: [Feed#degraded] names what is missing.
  public Feed feed(Request request) {
    return recommender.feed(request);
  }

  /// Trains all models on the log so far, and serves with them if they pass the promotion gate.
  ///
  /// @throws IllegalArgumentException if the log holds too little to learn from
  public Offline.TrainedVersion train(Progress progress) throws InterruptedException {
    Offline offline = offline(progress);
    Offline.TrainedVersion version = offline.promote(offline.train(Optional.empty(), false));
    reloadModels();
    return version;
  }

  /// Training and evaluation on this log. Closing the returned object leaves this open.
  public Offline offline(Progress progress) {
    return new Offline(storage.log(), models, settings, funnels, progress, () -> {});
  }

  /// Switches to the version in production, after a warm-up, unless it is already in use.
  public synchronized void reloadModels() {
    try {
      Optional<String> promoted = models.current();
      if (promoted.isEmpty()
          || promoted.get().equals(refused)
          || promoted.equals(serving.map(now -> now.models().version()))) {
        return;
      }
      refused = promoted.get();
      Models loaded = models.load(promoted.get());
      var videos = state.snapshot().videos();
      Funnel funnel = funnels.over(loaded, videos);
      WarmUp.Warmth warmth =
          settings.funnel().serving().warmUp().of(funnel, recommender, parts.clock.instant());
      recommender.use(funnel);
      serving = Optional.of(new Serving(loaded, new SimilarVideos(loaded.als(), videos)));
      refused = "";
      LOGGER.log(
          Level.INFO,
          "serving models "
              + loaded.version()
              + (loaded.retrieval().index().isEmpty() ? ", with an index built just now" : "")
              + ", warmed up by "
              + warmth);
    } catch (RuntimeException e) {
      LOGGER.log(
          Level.WARNING,
          "models "
              + refused
              + " refused, "
              + serving.map(now -> now.models().version() + " stay").orElse("none in use")
              + ": "
              + e.getMessage());
    }
  }

  /// Uses other settings from the next feed on. Settings that need a restart take effect when this
  /// is opened again.
  ///
  /// @param version identifies the settings in the log, as
  ///   [dev.marquee.engine.events.SettingsChanged] does
  public synchronized void use(MarqueeSettings next, String version) {
    if (!next.equals(settings)) {
      FunnelFactory others = parts.with(next).funnels();
      recommender.use(
          serving
              .map(now -> others.over(now.models(), state.snapshot().videos()))
              .orElseGet(others::beforeTraining));
      funnels = others;
      settings = next;
    }
    recommender.nameSettings(version);
  }

  public MarqueeSettings settings() {
    return settings;
  }

  /// The event log, from which all state is derived.
  public EventLog log() {
    return storage.log();
  }

  /// The current state.
  public LiveState state() {
    return state;
  }

  public ModelStore models() {
    return models;
  }

  public Recommender recommender() {
    return recommender;
  }

  /// The models in use; empty before the first training.
  public Optional<Serving> serving() {
    return serving;
  }

  @Override
  public void close() {
    modelWatch.shutdownNow();
    state.close();
    storage.close();
  }
}
