package dev.marquee.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// The viewers, channels and videos of a simulation, with their true properties. Immutable.
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

  /// All videos, including those published later, in order of publication.
  public List<Video> videos() {
    return videos;
  }

  /// The viewer with an id.
  ///
  /// @throws IllegalArgumentException if there is none
  public Viewer viewer(String id) {
    return known(viewersById.get(id), "viewer", id);
  }

  /// The video with an id.
  ///
  /// @throws IllegalArgumentException if there is none
  public Video video(String id) {
    return known(videosById.get(id), "video", id);
  }

  /// Expected watched seconds if the video is shown to the viewer in the top slot, for the first
  /// time, on the viewer's favourite device: P(click | seen) × expected seconds per click.
  public double expectedWatchSeconds(Viewer viewer, Video video) {
    return expectedWatchSeconds(viewer, video, viewer.habits().devices().favourite());
  }

  /// The same on a given device.
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
