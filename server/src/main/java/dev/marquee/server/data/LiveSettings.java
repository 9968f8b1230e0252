package dev.marquee.server.data;

import dev.marquee.engine.Marquee;
import dev.marquee.engine.events.SettingsChanged;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/// The settings of a running server. What may change live is taken up from the settings file within
/// a second or two; a file that changes anything else is refused.
public final class LiveSettings implements AutoCloseable {

  private final WatchedFile<LoadedSettings> file;
  private volatile LoadedSettings current;

  /// The settings of a recommender that was opened with them. Each version that differs from the
  /// defaults is an event of the log, which served feeds name.
  public static LiveSettings of(
      Marquee marquee, SettingsSources sources, LoadedSettings started, InstantSource clock) {
    if (!started.version().equals(LoadedSettings.defaults().version())) {
      comeIntoForce(marquee, started, clock);
    }
    return new LiveSettings(sources, started, next -> comeIntoForce(marquee, next, clock));
  }

  private static void comeIntoForce(Marquee marquee, LoadedSettings next, InstantSource clock) {
    marquee.ingest(
        List.of(
            new SettingsChanged(
                "settings-" + UUID.randomUUID(),
                clock.instant(),
                SettingsSources.FILE,
                next.version(),
                SettingsText.withoutSecrets(SettingsText.yaml(next)))));
    marquee.use(next.settings().marquee(), next.version());
  }

  /// Begins to watch.
  ///
  /// @param started what the server started with
  /// @param user takes the settings of each change
  LiveSettings(SettingsSources sources, LoadedSettings started, Consumer<LoadedSettings> user) {
    this.current = started;
    this.file =
        new WatchedFile<>(
            sources.file(),
            () -> current.requireTakesEffectLive(sources.load(_ -> {})),
            next -> {
              user.accept(next);
              current = next;
            });
  }

  /// The settings in use.
  public LoadedSettings current() {
    return current;
  }

  /// Why the settings file as it is now is not in use; empty where it is.
  public String refused() {
    return file.refused();
  }

  /// Takes up a change now, if there is one.
  public void look() {
    file.look();
  }

  @Override
  public void close() {
    file.close();
  }
}
