package dev.marquee.simulator;

/// A world that a test lives through in a second.
final class SmallWorld {

  static final WorldSettings SETTINGS =
      WorldSettings.defaults().withSeed(7).withViewers(300).withVideos(1_500).withDays(4);

  static final World WORLD = World.create(SETTINGS);

  private SmallWorld() {}
}
