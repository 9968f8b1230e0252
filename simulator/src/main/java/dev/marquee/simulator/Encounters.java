package dev.marquee.simulator;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.Impression;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;

/// Counts how often each viewer saw each video, and remembers whether they opened it.
final class Encounters {

  private static final int OPENED = 1 << 30;

  private final World world;
  private final Int2IntOpenHashMap[] videosOfViewers;

  Encounters(World world) {
    this.world = world;
    this.videosOfViewers = new Int2IntOpenHashMap[world.viewers().size()];
    for (int i = 0; i < videosOfViewers.length; i++) {
      videosOfViewers[i] = new Int2IntOpenHashMap(8);
    }
  }

  void observe(Event event) {
    switch (event) {
      case Impression seen -> see(world.viewer(seen.user()), world.video(seen.video()));
      case Click click -> open(world.viewer(click.user()), world.video(click.video()));
      default -> {}
    }
  }

  void see(Viewer viewer, Video video) {
    videosOfViewers[viewer.index()].addTo(video.index(), 1);
  }

  void open(Viewer viewer, Video video) {
    var videos = videosOfViewers[viewer.index()];
    videos.put(video.index(), videos.get(video.index()) | OPENED);
  }

  int timesSeen(Viewer viewer, Video video) {
    return videosOfViewers[viewer.index()].get(video.index()) & ~OPENED;
  }

  boolean opened(Viewer viewer, Video video) {
    return (videosOfViewers[viewer.index()].get(video.index()) & OPENED) != 0;
  }
}
