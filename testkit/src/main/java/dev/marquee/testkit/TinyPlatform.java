package dev.marquee.testkit;

import dev.marquee.engine.Request;
import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.Follow;
import dev.marquee.engine.events.HistoryImported;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.Reaction;
import dev.marquee.engine.events.Unfollow;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.VideoRemoved;
import dev.marquee.engine.events.Watch;
import dev.marquee.engine.retrieval.Charts;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.engine.state.UserState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A platform of a few videos and viewers, folded in memory as its events come: where tests of the
/// funnel stand. Requests come at [#NOON]; what is not said otherwise happened an hour before.
public final class TinyPlatform {

  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  public static final Instant ELEVEN = NOON.minus(Duration.ofHours(1));
  public static final Instant YESTERDAY = NOON.minus(Duration.ofDays(1));

  private final Fold fold = new Fold(FoldSettings.defaults());
  private final List<Event> events = new ArrayList<>();

  /// Folds any event.
  public TinyPlatform add(Event event) {
    events.add(event);
    fold.apply(events.size(), event);
    return this;
  }

  private String next() {
    return "e" + events.size();
  }

  /// Publishes videos of which nothing is known but that they are there since yesterday.
  public TinyPlatform publish(String... videos) {
    for (String video : videos) {
      publish(video, VideoDetails.published(YESTERDAY));
    }
    return this;
  }

  public TinyPlatform publish(String video, VideoDetails details) {
    return add(new VideoPublished(next(), ELEVEN, video, details));
  }

  public TinyPlatform remove(String video) {
    return add(new VideoRemoved(next(), ELEVEN, video));
  }

  public TinyPlatform profile(String user, String country, int birthYear) {
    var profile = new UserProfile(country, "", birthYear, "", Map.of());
    return add(new ProfileUpdated(next(), ELEVEN, user, profile));
  }

  public TinyPlatform show(String user, String video) {
    return show(user, video, ELEVEN, "");
  }

  public TinyPlatform show(String user, String video, Instant at, String country) {
    return add(new Impression(next(), at, user, video, "", -1, new Context(country, "", "")));
  }

  public TinyPlatform click(String user, String video, Instant at) {
    return add(new Click(next(), at, user, video, ""));
  }

  /// The viewer sees the video offered, clicks, and watches all of it.
  public TinyPlatform watch(String user, String video) {
    return watch(user, video, ELEVEN, "");
  }

  public TinyPlatform watch(String user, String video, Instant at, String country) {
    show(user, video, at, country);
    click(user, video, at);
    return add(new Watch(next(), at, user, video, "", 60, 60, Watch.Completion.COMPLETED, true));
  }

  public TinyPlatform refuse(String user, String video) {
    return add(new Reaction(next(), ELEVEN, user, video, "", Reaction.Kind.NOT_INTERESTED));
  }

  public TinyPlatform follow(String user, String channel) {
    return add(new Follow(next(), ELEVEN, user, channel));
  }

  public TinyPlatform unfollow(String user, String channel) {
    return add(new Unfollow(next(), ELEVEN, user, channel));
  }

  /// The viewer completed the videos before the platform had Marquee.
  public TinyPlatform completedLongAgo(String user, String... videos) {
    List<String> all = List.of(videos);
    return add(
        new HistoryImported(
            next(), ELEVEN, user, all, List.of(), all, all.size(), Optional.empty()));
  }

  /// All events so far, in order; the first has offset 1.
  public List<Event> events() {
    return events;
  }

  public Fold fold() {
    return fold;
  }

  public Snapshot snapshot() {
    return fold.snapshot();
  }

  public UserState state(String user) {
    return fold.users().read(user);
  }

  public int ordinal(String video) {
    return fold.videos().find(video);
  }

  public int[] ordinals(String... videos) {
    return Arrays.stream(videos).mapToInt(this::ordinal).toArray();
  }

  /// Ids of ordinals.
  public List<String> ids(int[] videos) {
    return Arrays.stream(videos).mapToObj(fold.videos()::id).toList();
  }

  public Query query(String user) {
    return query(Request.of(user, NOON).within(Duration.ofMinutes(1)));
  }

  public Query query(Request request) {
    Snapshot snapshot = snapshot();
    return Query.of(request, snapshot, state(request.user()), new Charts(snapshot, request.at()));
  }

  /// Details that show only what they are named after.
  public static VideoDetails since(Instant publishedAt) {
    return VideoDetails.published(publishedAt);
  }

  public static VideoDetails onlyIn(String... countries) {
    return details(List.of(), List.of(countries), 0);
  }

  public static VideoDetails fromAge(int maturity) {
    return details(List.of(), List.of(), maturity);
  }

  public static VideoDetails about(String... categories) {
    return details(List.of(categories), List.of(), 0);
  }

  public static VideoDetails by(String channel, Instant publishedAt) {
    return new VideoDetails("", channel, List.of(), "", List.of(), 0, 0, publishedAt, "", Map.of());
  }

  private static VideoDetails details(
      List<String> categories, List<String> countries, int maturity) {
    return new VideoDetails(
        "", "", categories, "", countries, maturity, 0, YESTERDAY, "", Map.of());
  }
}
