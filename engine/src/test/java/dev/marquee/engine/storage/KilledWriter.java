package dev.marquee.engine.storage;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.testkit.RandomEvents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The process that [KilledWriterTest] kills: appends from four threads for ever, and prints the id
/// of each event once it is acknowledged.
public final class KilledWriter {

  private static final int THREADS = 4;
  private static final int BATCH = 20;

  private KilledWriter() {}

  /// Runs until it is killed.
  ///
  /// @param arguments the data directory, what ids start with, and a seed
  public static void main(String... arguments) throws InterruptedException {
    try (var directory = RocksDirectory.open(Path.of(arguments[0]))) {
      appendForEver(directory.log(), arguments[1], Long.parseLong(arguments[2]));
    }
  }

  /// Appends to any log; a test elsewhere may fold the log's events meanwhile.
  public static void appendForEver(EventLog log, String idPrefix, long seed)
      throws InterruptedException {
    var threads = new ArrayList<Thread>();
    for (int t = 0; t < THREADS; t++) {
      var random = new Random(seed + t);
      var events = new RandomEvents(random, idPrefix + "-" + t + "-");
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (true) {
                      List<Event> batch = events.some(1 + random.nextInt(BATCH));
                      log.append(batch).join();
                      batch.forEach(event -> System.out.println(event.id()));
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
