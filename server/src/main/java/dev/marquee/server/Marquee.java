package dev.marquee.server;

import dev.marquee.engine.models.ModelStore;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.ranking.Objective;
import dev.marquee.engine.retrieval.sources.SimilarVideos;
import dev.marquee.engine.serving.Funnel;
import dev.marquee.engine.serving.LiveState;
import dev.marquee.engine.serving.LiveStateSettings;
import dev.marquee.engine.serving.Recommender;
import dev.marquee.engine.serving.WarmUp;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.engine.storage.RocksStateStore;
import dev.marquee.server.data.ColumnsFile;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A data directory being served: the log, the live state, the models in production and the
/// recommender over them.
///
/// One process at a time. Models promoted by a training run beside it are taken up within a second
/// or two; a version that cannot be loaded is refused and the old one stays.
public final class Marquee implements AutoCloseable {

  private static final System.Logger LOGGER = System.getLogger(Marquee.class.getName());

  private final FoldSettings fold;
  private final InstantSource clock;
  private final RocksDirectory directory;
  private final LiveState state;
  private final ModelStore models;
  private final Recommender recommender;
  private final ScheduledExecutorService modelWatch;
  private volatile Optional<Serving> serving = Optional.empty();
  private String refused = "";

  /// Models in production and the source that knows which videos are alike.
  ///
  /// @param models one training run's models
  /// @param similar by its item vectors
  public record Serving(Models models, SimilarVideos similar) {}

  private Marquee(Path data, InstantSource clock) {
    this.fold = FoldSettings.defaults().with(ColumnsFile.read(data));
    this.clock = clock;
    this.directory = RocksDirectory.open(data.resolve("store"));
    this.state =
        new LiveState(
            directory.log(),
            new RocksStateStore(directory),
            fold,
            LiveStateSettings.defaults(),
            clock);
    this.models = new ModelStore(data.resolve("models"), fold.columns());
    this.recommender =
        new Recommender(state, Funnel.withoutModels(), () -> UUID.randomUUID().toString());
    reloadModels();
    this.modelWatch =
        Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("model-watch").daemon().unstarted(task));
    var _ = modelWatch.scheduleWithFixedDelay(this::reloadModels, 1, 1, TimeUnit.SECONDS);
  }

  /// Opens a data directory for serving, and makes it where there is none.
  public static Marquee open(Path data, InstantSource clock) {
    return new Marquee(data, clock);
  }

  /// Serves with the version in production, if it is not the one in use, once it is warm.
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
      Funnel funnel = Funnel.of(loaded, videos, Objective.defaults());
      WarmUp.Warmth warmth = WarmUp.defaults().of(funnel, recommender, clock.instant());
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

  /// How events become state here: replays of the log need the same.
  public FoldSettings fold() {
    return fold;
  }

  public RocksDirectory directory() {
    return directory;
  }

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
    directory.close();
  }
}
