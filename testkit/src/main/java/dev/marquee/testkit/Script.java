package dev.marquee.testkit;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.events.Follow;
import dev.marquee.engine.events.HistoryImported;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.Reaction;
import dev.marquee.engine.events.Unfollow;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.VideoRemoved;
import dev.marquee.engine.events.VideoUpdated;
import dev.marquee.engine.events.Watch;
import dev.marquee.engine.events.Watch.Completion;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Creates events in order, each at the script's current time and with a unique id.
public final class Script {

  public static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  public static final Context PHONE = new Context("DE", "phone", "home");

  private static final List<String> USERS = List.of("ann", "bob", "cid", "dee");
  private static final List<String> FEEDS = List.of("", "", "f1", "f2");

  private Instant now = NOON;
  private int ids;

  public Instant now() {
    return now;
  }

  /// Advances the time; a negative pause makes the next event late.
  public Script after(Duration pause) {
    now = now.plus(pause);
    return this;
  }

  /// Sets the time of the next events.
  public Script at(Instant time) {
    now = time;
    return this;
  }

  private String id() {
    return "e" + ids++;
  }

  /// Details of a video with its channel, main category and length.
  public static VideoDetails details(String channel, String category, double seconds) {
    return new VideoDetails(
        "",
        channel,
        category.isEmpty() ? List.of() : List.of(category),
        "en",
        List.of(),
        0,
        seconds,
        NOON.minus(Duration.ofDays(10)),
        "",
        Map.of());
  }

  public VideoPublished published(String video, VideoDetails details) {
    return new VideoPublished(id(), now, video, details);
  }

  /// A video of 100 seconds.
  public VideoPublished published(String video) {
    return published(video, details("c", "pets", 100));
  }

  public VideoUpdated updated(String video, VideoDetails details) {
    return new VideoUpdated(id(), now, video, details);
  }

  public VideoRemoved removed(String video) {
    return new VideoRemoved(id(), now, video);
  }

  public ProfileUpdated profile(String user, UserProfile profile) {
    return new ProfileUpdated(id(), now, user, profile);
  }

  public UserErased erased(String user) {
    return new UserErased(id(), now, user);
  }

  public Impression shown(String user, String video) {
    return shown(user, video, "", -1);
  }

  public Impression shown(String user, String video, String feed, int position) {
    return shown(user, video, feed, position, PHONE);
  }

  public Impression shown(String user, String video, String feed, int position, Context context) {
    return new Impression(id(), now, user, video, feed, position, context);
  }

  public Click clicked(String user, String video) {
    return clicked(user, video, "");
  }

  public Click clicked(String user, String video, String feed) {
    return new Click(id(), now, user, video, feed);
  }

  public Watch watched(String user, String video, double seconds) {
    return watched(user, video, "", seconds);
  }

  public Watch watched(String user, String video, String feed, double seconds) {
    return new Watch(id(), now, user, video, feed, seconds, 0, Completion.UNSTATED, false);
  }

  public Watch watched(
      String user, String video, double seconds, double duration, Completion said, boolean last) {
    return new Watch(id(), now, user, video, "", seconds, duration, said, last);
  }

  public Reaction reacted(String user, String video, Reaction.Kind kind) {
    return new Reaction(id(), now, user, video, "", kind);
  }

  public Follow followed(String user, String channel) {
    return new Follow(id(), now, user, channel);
  }

  public Unfollow unfollowed(String user, String channel) {
    return new Unfollow(id(), now, user, channel);
  }

  public HistoryImported history(
      String user, List<String> shown, List<String> liked, List<String> completed) {
    return history(user, shown, liked, completed, shown.size() + 5, Optional.of(NOON));
  }

  public HistoryImported history(
      String user,
      List<String> shown,
      List<String> liked,
      List<String> completed,
      int total,
      Optional<Instant> lastAt) {
    return new HistoryImported(id(), now, user, shown, liked, completed, total, lastAt);
  }

  /// A served feed whose slots have no digests.
  public FeedServed served(
      String feed, String user, long snapshot, long userPosition, String... videos) {
    return served(
        feed,
        user,
        snapshot,
        userPosition,
        Arrays.stream(videos).map(video -> slot(video, 0)).toList());
  }

  public FeedServed served(
      String feed, String user, long snapshot, long position, List<FeedServed.ServedSlot> slots) {
    return new FeedServed(
        feed, now, user, PHONE, List.of(), "", "", snapshot, position, List.of(), slots);
  }

  public static FeedServed.ServedSlot slot(String video, long digest) {
    return new FeedServed.ServedSlot(video, List.of("popular"), 0, 0, 0, 1, digest);
  }

  /// A random event, up to half an hour later than the last one, and sometimes an hour late.
  public Event any(RandomGenerator random) {
    now = now.plusSeconds(random.nextInt(10) == 0 ? -3600 : random.nextInt(1800));
    String user = one(USERS, random);
    String video = "v" + random.nextInt(60);
    String feed = one(FEEDS, random);
    return switch (random.nextInt(24)) {
      case 0 -> published(video, anyDetails(random));
      case 1 -> updated(video, anyDetails(random));
      case 2 -> random.nextInt(4) == 0 ? removed(video) : published(video, anyDetails(random));
      case 3 -> profile(user, anyProfile(random));
      case 4 -> random.nextInt(8) == 0 ? erased(user) : followed(user, "c" + random.nextInt(9));
      case 5 -> unfollowed(user, "c" + random.nextInt(9));
      case 6 -> reacted(user, video, one(List.of(Reaction.Kind.values()), random));
      case 7 -> history(user, anyVideos(random), anyVideos(random), anyVideos(random));
      case 8, 9, 10, 11 -> clicked(user, video, feed);
      case 12, 13, 14, 15 ->
          new Watch(
              id(),
              now,
              user,
              video,
              feed,
              random.nextInt(200),
              random.nextInt(3) * 60,
              one(List.of(Completion.values()), random),
              random.nextInt(5) == 0);
      default ->
          new Impression(
              id(),
              now,
              user,
              video,
              feed,
              random.nextInt(-1, 10),
              random.nextInt(4) == 0 ? Context.UNKNOWN : PHONE);
    };
  }

  private static VideoDetails anyDetails(RandomGenerator random) {
    return new VideoDetails(
        "Title " + random.nextInt(99),
        random.nextInt(5) == 0 ? "" : "c" + random.nextInt(9),
        random.nextInt(5) == 0 ? List.of() : List.of("k" + random.nextInt(5), "other"),
        "en",
        List.of(),
        0,
        random.nextInt(5) == 0 ? 0 : random.nextInt(600),
        NOON.plusSeconds(random.nextInt(-1_000_000, 1_000_000)),
        "",
        anyAttributes(random),
        random.nextBoolean() ? ContentVector.NONE : ContentVector.of(random.nextFloat(), -1));
  }

  private static UserProfile anyProfile(RandomGenerator random) {
    return new UserProfile(
        one(List.of("", "DE", "FR"), random),
        "en",
        random.nextInt(2) * 1990,
        one(List.of("", "f", "m"), random),
        anyAttributes(random));
  }

  private static Map<String, String> anyAttributes(RandomGenerator random) {
    var attributes = new java.util.TreeMap<String, String>();
    for (int i = random.nextInt(12); i > 0; i--) {
      attributes.put("column " + random.nextInt(99), "" + random.nextInt(50));
    }
    return attributes;
  }

  private static List<String> anyVideos(RandomGenerator random) {
    return IntStream.range(0, random.nextInt(80)).mapToObj(i -> "v" + random.nextInt(90)).toList();
  }

  private static <T> T one(List<T> of, RandomGenerator random) {
    return of.get(random.nextInt(of.size()));
  }
}
