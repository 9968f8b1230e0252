package dev.marquee.server.data;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A file whose changes are taken up without a restart: it is read whole and checked whole, and
/// where it is refused, what was there before stays.
///
/// Looked at each second. Safe for use by many threads.
///
/// @param <T> what is made of the file
public final class WatchedFile<T> implements AutoCloseable {

  private static final System.Logger LOGGER = System.getLogger(WatchedFile.class.getName());

  private final Path file;
  private final Supplier<T> reader;
  private final Consumer<T> user;
  private final ScheduledExecutorService watch;
  private byte[] seen;
  private volatile String refused = "";

  /// Begins to watch.
  ///
  /// @param reader reads the file and checks it; what it throws refuses the file
  /// @param user takes what was read, in the order of the changes
  public WatchedFile(Path file, Supplier<T> reader, Consumer<T> user) {
    this.file = file;
    this.reader = reader;
    this.user = user;
    this.seen = bytes().orElse(null);
    this.watch =
        Executors.newSingleThreadScheduledExecutor(
            task ->
                Thread.ofPlatform().name("watch-" + file.getFileName()).daemon().unstarted(task));
    var _ = watch.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  /// Why the file as it is now is not in use; empty where it is.
  public String refused() {
    return refused;
  }

  /// Looks for a change now.
  public synchronized void look() {
    byte[] now = bytes().orElse(null);
    if (Arrays.equals(now, seen)) {
      return;
    }
    seen = now;
    try {
      user.accept(reader.get());
      refused = "";
      LOGGER.log(Level.INFO, "took up " + file);
    } catch (RuntimeException e) {
      refused = e.getMessage() == null ? e.toString() : e.getMessage();
      LOGGER.log(Level.WARNING, file + " refused, what was read before stays: " + refused);
    }
  }

  private Optional<byte[]> bytes() {
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      return Optional.ofNullable(seen); // being written: the next look sees it
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
