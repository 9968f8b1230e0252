package dev.marquee.engine.serving;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.Watch;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.engine.storage.RocksStateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The process that [KilledServerTest] kills: ingests from two threads for ever, saves its state
/// all the time, and prints the id of each event once it is acknowledged.
public final class KilledServer {

  private static final int THREADS = 2;
  private static final int BATCH = 10;
  private static final int USERS = 30;
  private static final int VIDEOS = 200;
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  /// Saves every few batches, and keeps fewer users in memory than there are.
  static final LiveStateSettings SETTINGS =
      new LiveStateSettings(
          Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(5), 20, 10);

  private KilledServer() {}

  /// Runs until it is killed.
  ///
  /// @param arguments the data directory, what ids start with, and a seed
  public static void main(String... arguments) throws InterruptedException {
    try (var directory = RocksDirectory.open(Path.of(arguments[0]));
        var live = live(directory)) {
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        String prefix = arguments[1] + "-" + t + "-";
        Random random = new Random(Long.parseLong(arguments[2]) + t);
        threads.add(Thread.ofPlatform().start(() -> ingestForEver(live, prefix, random)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  static LiveState live(RocksDirectory directory) {
    return new LiveState(
        directory.log(),
        new RocksStateStore(directory),
        FoldSettings.defaults(),
        SETTINGS,
        InstantSource.fixed(START));
  }

  private static void ingestForEver(LiveState live, String prefix, Random random) {
    for (int number = 0; ; ) {
      List<Event> batch = new ArrayList<>();
      for (int i = random.nextInt(BATCH); i >= 0; i--) {
        batch.add(event(prefix + number++, random));
      }
      live.ingest(batch);
      batch.forEach(event -> System.out.println(event.id()));
    }
  }

  private static Event event(String id, Random random) {
    String user = "user" + random.nextInt(USERS);
    String video = "video" + random.nextInt(VIDEOS);
    Instant at = START.plusSeconds(random.nextInt(100_000));
    return switch (random.nextInt(8)) {
      case 0 -> new VideoPublished(id, at, video, details(at, random));
      case 1 -> new ProfileUpdated(id, at, user, profile(random));
      case 2, 3 -> new Click(id, at, user, video, "");
      case 4 ->
          new Watch(id, at, user, video, "", random.nextInt(90), 60, completion(random), true);
      default -> new Impression(id, at, user, video, "", -1, new Context("DE", "tv", "home"));
    };
  }

  private static VideoDetails details(Instant at, Random random) {
    return new VideoDetails(
        "a title",
        "channel" + random.nextInt(20),
        List.of("category" + random.nextInt(10)),
        "en",
        List.of(),
        0,
        60,
        at,
        "",
        Map.of("mood", "m" + random.nextInt(5)));
  }

  private static UserProfile profile(Random random) {
    return new UserProfile("DE", "de", 1950 + random.nextInt(60), "", Map.of());
  }

  private static Watch.Completion completion(Random random) {
    return random.nextBoolean() ? Watch.Completion.UNSTATED : Watch.Completion.COMPLETED;
  }
}
