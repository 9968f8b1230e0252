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

/// A file whose changes are applied without a restart. A changed file is read and checked as a
/// whole; if it is refused, the previous content stays in use.
///
/// Checked every second. Safe for use by many threads.
///
/// @param <T> the parsed content of the file
public final class WatchedFile<T> implements AutoCloseable {

  private static final System.Logger LOGGER = System.getLogger(WatchedFile.class.getName());

  private final Path file;
  private final Supplier<T> reader;
  private final Consumer<T> user;
  private final ScheduledExecutorService watch;
  private byte[] seen;
  private volatile String refused = "";

  /// Starts watching.
  ///
  /// @param reader reads and checks the file; an exception refuses the file
  /// @param user receives the parsed content of each change, in order
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

  /// Why the current file is not in use; empty if it is.
  public String refused() {
    return refused;
  }

  /// Checks for a change now.
  public synchronized void look() {
    byte[] now = bytes().orElse(null);
    if (Arrays.equals(now, seen)) {
      return;
    }
    seen = now;
    try {
      user.accept(reader.get());
      refused = "";
      LOGGER.log(Level.INFO, "reloaded " + file);
    } catch (RuntimeException e) {
      refused = e.getMessage() == null ? e.toString() : e.getMessage();
      LOGGER.log(Level.WARNING, file + " refused, the previous content stays in use: " + refused);
    }
  }

  private Optional<byte[]> bytes() {
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      return Optional.ofNullable(seen); // the file is being written: the next check reads it
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
