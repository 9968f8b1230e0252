package dev.marquee.server.cli;

import dev.marquee.server.demo.Demo;
import dev.marquee.server.demo.DemoSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `marquee demo`: runs a simulated platform, from the first event to served feeds.
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Simulate a platform, ingest its events, train, evaluate, and serve.",
      "Needs no data. Keeps nothing unless --data names a directory."
    })
final class DemoCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "an empty directory to keep the data in (default: a temporary one, removed at the end)")
  private Path kept;

  @Mixin private SettingsOptions given;

  @Option(names = "--json", description = "print one JSON object as the last line")
  private boolean json;

  @Option(names = "--once", description = "request feeds over HTTP, print a summary, and exit")
  private boolean once;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "5000",
      description = "simulated viewers (default: ${DEFAULT-VALUE})")
  private int users;

  @Option(
      names = "--videos",
      paramLabel = "N",
      defaultValue = "20000",
      description = "videos at the end of the history (default: ${DEFAULT-VALUE})")
  private int videos;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "14",
      description = "days of history, at least 3 (default: ${DEFAULT-VALUE})")
  private int days;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "seed of the simulated platform (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "8080",
      description =
          "port to listen on; if it is in use, a free one is chosen (default: ${DEFAULT-VALUE})")
  private int port;

  private volatile Optional<Demo> serving = Optional.empty();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (kept != null && Files.exists(kept.resolve("store"))) {
      throw new IllegalArgumentException(
          "'" + kept + "' already holds data: give the demo an empty directory, or none");
    }
    Path data = kept == null ? Files.createTempDirectory("marquee-demo") : kept;
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(data)));
    try {
      run(new DemoSettings(data, users, videos, days, seed, port));
    } finally {
      deleteTemporary(data);
    }
    return 0;
  }

  private void run(DemoSettings settings) throws InterruptedException {
    try (ConsoleProgress progress = new ConsoleProgress();
        Demo demo =
            new Demo(
                settings,
                given.sources(settings.data()),
                progress,
                line -> System.out.println(line))) {
      Report report = new Report(System.out);
      report.metrics(demo.prepare());
      if (once) {
        report.metrics(demo.askForFeeds(Demo.FEEDS));
        report.print();
        report.json(json);
      } else {
        report.json(json);
        serving = Optional.of(demo);
        System.out.println("Open " + demo.uri() + " and pick a user. Ctrl-C stops.");
        new CountDownLatch(1).await();
      }
    }
  }

  /// Runs at Ctrl-C, and does not wait for a demo that is still preparing.
  private void stop(Path data) {
    serving.ifPresent(Demo::close);
    deleteTemporary(data);
  }

  private void deleteTemporary(Path data) {
    if (kept == null) {
      // Threads that are still writing may create files while others are deleted.
      for (int tries = 0; tries < 5 && Files.exists(data); tries++) {
        delete(data);
      }
      if (Files.exists(data)) {
        System.err.println("could not delete " + data);
      }
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // A file disappeared in the meantime; the caller tries again.
    }
  }
}
