package dev.marquee.benchmarks;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog.Appended;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.engine.storage.RocksEventLog;
import dev.marquee.simulator.LoggingPolicy;
import dev.marquee.simulator.Simulation;
import dev.marquee.simulator.World;
import dev.marquee.simulator.WorldSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/// How fast do events become durable, and how fast does one thread replay them with the full folds?
///
/// Simulates a platform of about 28,000 viewers until it has ten million events, appends them in
/// batches of 1,000 with eight under way, then reads the whole log three times without and three
/// times with the folds. Correctness is guarded by `RocksEventLogTest` and `FoldTest`.
///
/// Arguments: a directory that does not exist yet, and the number of events (default 10,000,000).
public final class LogSpeed {

  private static final int BATCH = 1_000;
  private static final int UNDER_WAY = 8;
  private static final int ROUNDS = 3;

  private LogSpeed() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int wanted = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000_000;
    if (Files.exists(folder)) {
      throw new IllegalArgumentException("'" + folder + "' exists: name a new directory");
    }
    System.out.println(Machine.describe());
    try (RocksDirectory directory = RocksDirectory.open(folder)) {
      append(directory, wanted);
    }
    System.out.printf("on disk                %,d MB%n", megabytes(folder));
    try (RocksDirectory directory = RocksDirectory.open(folder)) {
      replay(directory.log());
    }
    System.out.printf("peak memory            %,d MB%n", Machine.peakMegabytes());
  }

  /// Measures only the time spent waiting for the log, not the simulation.
  private static void append(RocksDirectory directory, int wanted) {
    RocksEventLog log = directory.log();
    List<Event> batch = new ArrayList<>(BATCH);
    Deque<CompletableFuture<Appended>> underWay = new ArrayDeque<>();
    long[] nanos = new long[1];
    long[] appended = new long[1];
    World world = World.create(WorldSettings.defaults().withViewers(28_000).withDays(60));
    Simulation simulation =
        new Simulation(
            world,
            new LoggingPolicy(world, new SplittableRandom(1)),
            event -> {
              batch.add(event);
              if (batch.size() == BATCH) {
                long start = System.nanoTime();
                if (underWay.size() == UNDER_WAY) {
                  underWay.remove().join();
                }
                underWay.add(log.append(List.copyOf(batch)));
                appended[0] += BATCH;
                batch.clear();
                nanos[0] += System.nanoTime() - start;
              }
            });
    long begin = System.nanoTime();
    boolean goesOn = true;
    while (goesOn && appended[0] < wanted) {
      goesOn = simulation.step();
    }
    long start = System.nanoTime();
    underWay.forEach(CompletableFuture::join);
    nanos[0] += System.nanoTime() - start;
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf("events                 %,d%n", appended[0]);
    System.out.printf(
        "durable ingest         %,.0f events/s beside the simulation (%.1f s)%n",
        appended[0] / seconds, seconds);
    System.out.printf(
        "waiting for the log    %.1f s of them, %,d syncs%n", nanos[0] / 1e9, directory.walSyncs());
  }

  private static void replay(RocksEventLog log) {
    double[] reading = new double[ROUNDS];
    double[] folding = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long[] read = new long[1];
      long start = System.nanoTime();
      log.replay(
          (offset, event) -> {
            read[0]++;
            return true;
          });
      reading[round] = read[0] / ((System.nanoTime() - start) / 1e9);
      Fold fold = new Fold(FoldSettings.defaults());
      start = System.nanoTime();
      log.replay(
          (offset, event) -> {
            fold.apply(offset, event);
            return true;
          });
      folding[round] = fold.offset() / ((System.nanoTime() - start) / 1e9);
      System.out.printf(
          "round %d                read %,.0f, read and fold %,.0f events/s (%,d users, %,d"
              + " videos)%n",
          round + 1, reading[round], folding[round], fold.users().size(), fold.videos().size());
    }
    Arrays.sort(reading);
    Arrays.sort(folding);
    System.out.printf(
        "replay, median         read %,.0f, read and fold %,.0f events/s on one thread%n",
        reading[ROUNDS / 2], folding[ROUNDS / 2]);
  }

  private static long megabytes(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum() >> 20;
    }
  }
}
