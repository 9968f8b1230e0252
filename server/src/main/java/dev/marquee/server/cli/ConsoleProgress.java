package dev.marquee.server.cli;

import dev.marquee.engine.Progress;
import java.io.Console;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// Shows a progress bar on standard error for each step that takes longer than two seconds. If
/// standard error is not a terminal, it prints a line when such a step is done. Notes are printed
/// as lines in both cases.
///
/// Used by one thread.
final class ConsoleProgress implements Progress, AutoCloseable {

  private static final long PATIENCE_NANOS = 2_000_000_000L;

  private final boolean terminal = isTerminal();
  private String step = "";
  private long startNanos;
  private ProgressBar bar;

  /// Since Java 25 `System.console()` is null without a terminal again, unlike in Java 22.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  @Override
  public void step(String what, long done, long total) {
    if (!what.equals(step)) {
      close();
      step = what;
      startNanos = System.nanoTime();
    }
    long nanos = System.nanoTime() - startNanos;
    if (terminal && bar == null && nanos > PATIENCE_NANOS && done < total) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(what)
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .build();
    }
    if (bar != null) {
      bar.maxHint(total);
      bar.stepTo(done);
    }
    if (done >= total) {
      if (!terminal && nanos > PATIENCE_NANOS) {
        System.err.printf("%s: %.1f s%n", what, nanos / 1e9);
      }
      close();
    }
  }

  @Override
  public void note(String what) {
    close();
    System.err.println(what);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
    step = "";
  }
}
