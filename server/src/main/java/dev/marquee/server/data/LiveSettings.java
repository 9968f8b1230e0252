package dev.marquee.server.data;

import dev.marquee.engine.Marquee;
import dev.marquee.engine.events.SettingsChanged;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/// The settings of a running server. Changes in the settings file are applied within two seconds if
/// they need no restart; a file that changes any other setting is refused.
public final class LiveSettings implements AutoCloseable {

  private final WatchedFile<LoadedSettings> file;
  private volatile LoadedSettings current;

  /// Watches the settings that a recommender was opened with. Each version that differs from the
  /// defaults is logged as an event, and served feeds name the version.
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

  /// Starts watching.
  ///
  /// @param started the settings that the server started with
  /// @param user receives the settings after each change
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

  /// Why the current settings file is not in use; empty if it is.
  public String refused() {
    return file.refused();
  }

  /// Applies a change now, if there is one.
  public void look() {
    file.look();
  }

  @Override
  public void close() {
    file.close();
  }
}
