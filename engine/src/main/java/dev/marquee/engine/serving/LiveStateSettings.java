package dev.marquee.engine.serving;

import dev.marquee.engine.Doc;
import java.time.Duration;

/// How [LiveState] publishes and saves its state.
public record LiveStateSettings(
    @Doc("age at which a snapshot of videos and counters is replaced") Duration snapshotEvery,
    @Doc("minimum age at which popularity lists are rebuilt") Duration chartsEvery,
    @Doc("maximum age at which state is saved: a restart folds what came after") Duration saveEvery,
    @Doc(value = "events after which state is saved even earlier", unit = "events") int saveAfter,
    @Doc(value = "user states kept in memory after a save", unit = "users") int usersInMemory) {

  public LiveStateSettings {
    notNegative("snapshotEvery", snapshotEvery);
    notNegative("chartsEvery", chartsEvery);
    notNegative("saveEvery", saveEvery);
    notNegative("saveAfter", saveAfter);
    notNegative("usersInMemory", usersInMemory);
  }

  private static void notNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must be at least zero, was " + value);
    }
  }

  private static void notNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must be at least 0, was " + value);
    }
  }

  public static LiveStateSettings defaults() {
    return new LiveStateSettings(
        Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(30), 500_000, 200_000);
  }
}
