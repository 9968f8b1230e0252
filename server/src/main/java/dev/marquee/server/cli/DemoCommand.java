package dev.marquee.server.cli;

import dev.marquee.server.demo.Demo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `marquee demo`: a simulated platform, from its first event to a served feed.
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Simulate a platform, take in its events, train, evaluate, and serve.",
      "Needs no data. Keeps nothing unless --data names a directory."
    })
final class DemoCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  @Option(names = "--once", description = "ask for feeds over HTTP, print a summary, and end")
  private boolean once;

  @Option(names = "--users", defaultValue = "5000", description = "default: ${DEFAULT-VALUE}")
  private int users;

  @Option(names = "--videos", defaultValue = "20000", description = "default: ${DEFAULT-VALUE}")
  private int videos;

  @Option(
      names = "--days",
      defaultValue = "14",
      description = "days of history, at least 3 (default: ${DEFAULT-VALUE})")
  private int days;

  @Option(names = "--seed", defaultValue = "1", description = "default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "a free port is taken if it is not free (default: ${DEFAULT-VALUE})")
  private int port;

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean keep = spec.commandLine().getParseResult().hasMatchedOption("--data");
    Path data = keep ? common.data : Files.createTempDirectory("marquee-demo");
    if (Files.exists(data.resolve("store"))) {
      throw new IllegalArgumentException(
          "'" + data + "' holds data already: give the demo an empty directory, or none");
    }
    Demo.Settings settings =
        new Demo.Settings(data, users, videos, days, seed, port, Version.current());
    ConsoleProgress progress = new ConsoleProgress();
    try (Demo demo = new Demo(settings, progress, line -> System.out.println(line))) {
      Report report = new Report(System.out);
      report.metrics(demo.prepare());
      if (once) {
        report.metrics(demo.askForFeeds(Demo.FEEDS));
        report.print();
        report.json(common.json);
      } else {
        report.json(common.json);
        serveUntilInterrupted(demo, keep ? Optional.empty() : Optional.of(data));
      }
    } finally {
      if (!keep) {
        delete(data);
      }
    }
    return 0;
  }

  private static void serveUntilInterrupted(Demo demo, Optional<Path> temporary)
      throws InterruptedException {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      demo.close();
                      temporary.ifPresent(DemoCommand::delete);
                    }));
    System.out.println("Open " + demo.uri() + " and pick a user. Ctrl-C stops.");
    new CountDownLatch(1).await();
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      System.err.println("left behind: " + folder);
    }
  }
}
