package dev.marquee.engine.models;

import dev.marquee.testkit.TinyPlatform;
import java.nio.file.Path;

/// The process that [KilledTrainingTest] kills: saves and promotes one version of models after the
/// other, and prints each once it is in production.
public final class KilledTraining {

  private KilledTraining() {}

  /// Runs until it is killed.
  ///
  /// @param arguments the models' directory, and what versions start with
  public static void main(String... arguments) {
    var store = new ModelStore(Path.of(arguments[0]));
    var videos = platform().snapshot().videos();
    for (int number = 1; ; number++) {
      String version = arguments[1] + "-" + number;
      store.save(ModelStoreTest.models(version, number), videos);
      store.promote(version);
      System.out.println(version);
    }
  }

  static TinyPlatform platform() {
    var platform = new TinyPlatform();
    for (int video = 0; video < 3_000; video++) {
      platform.publish("v" + video);
    }
    return platform;
  }
}
