package dev.marquee.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Everything that is so before anybody acts, and the truth about it. Immutable.
public final class World {

  private final WorldSettings settings;
  private final List<Channel> channels;
  private final List<Viewer> viewers;
  private final List<Video> videos;
  private final Map<String, Viewer> viewersById = new HashMap<>();
  private final Map<String, Video> videosById = new HashMap<>();

  private World(WorldSettings settings) {
    this.settings = settings;
    var random = new SplittableRandom(settings.seed());
    var space = new TasteSpace(topics(), settings.audience().tasteDimensions(), random.split());
    channels = new RandomChannels(settings, space, random.split()).make();
    viewers = new RandomViewers(settings, space, random.split()).make();
    videos = new RandomVideos(settings, space, channels, random.split()).make();
    viewers.forEach(viewer -> viewersById.put(viewer.id(), viewer));
    videos.forEach(video -> videosById.put(video.id(), video));
  }

  public static World create(WorldSettings settings) {
    return new World(settings);
  }

  public WorldSettings settings() {
    return settings;
  }

  public List<Topic> topics() {
    return Topics.ALL.subList(0, settings.supply().topics());
  }

  public List<Channel> channels() {
    return channels;
  }

  public List<Viewer> viewers() {
    return viewers;
  }

  /// All videos there will ever be, in the order of their publication.
  public List<Video> videos() {
    return videos;
  }

  /// The viewer of that id.
  ///
  /// @throws IllegalArgumentException where there is none
  public Viewer viewer(String id) {
    return known(viewersById.get(id), "viewer", id);
  }

  /// The video of that id.
  ///
  /// @throws IllegalArgumentException where there is none
  public Video video(String id) {
    return known(videosById.get(id), "video", id);
  }

  /// Mean watched seconds of showing the viewer that video in the top slot, for the first time, on
  /// the viewer's favourite device: P(click | seen) × seconds of a click.
  public double expectedWatchSeconds(Viewer viewer, Video video) {
    return expectedWatchSeconds(viewer, video, viewer.habits().devices().favourite());
  }

  /// The same on that device.
  public double expectedWatchSeconds(Viewer viewer, Video video, Device device) {
    return settings.behaviour().clicking().pClick(viewer, video, device, 0)
        * settings.behaviour().watching().expectedSeconds(viewer, video, device);
  }

  private static <T> T known(T found, String what, String id) {
    if (found == null) {
      throw new IllegalArgumentException("no " + what + " '" + id + "' in this world");
    }
    return found;
  }
}
