package dev.marquee.testkit;

import dev.marquee.engine.Request;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.Reaction;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.Watch.Completion;
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
import java.util.random.RandomGenerator;

/// A platform with a few videos and viewers, which folds the events of a [Script] in memory.
/// Requests are made at [#NOON]; events without a given time happened an hour before.
public final class TinyPlatform {

  public static final Instant NOON = Script.NOON;
  public static final Instant ELEVEN = NOON.minus(Duration.ofHours(1));
  public static final Instant YESTERDAY = NOON.minus(Duration.ofDays(1));

  private final Fold fold = new Fold(FoldSettings.defaults());
  private final List<Event> events = new ArrayList<>();
  private final Script script = new Script();

  /// Folds an event.
  public TinyPlatform add(Event event) {
    events.add(event);
    fold.apply(events.size(), event);
    return this;
  }

  /// Folds random events of additional videos and viewers.
  public TinyPlatform live(int count, RandomGenerator random) {
    for (int i = 0; i < count; i++) {
      add(script.any(random));
    }
    return this;
  }

  private Script atEleven() {
    return script.at(ELEVEN);
  }

  /// Publishes videos without details, with yesterday as their publication time.
  public TinyPlatform publish(String... videos) {
    for (String video : videos) {
      publish(video, VideoDetails.published(YESTERDAY));
    }
    return this;
  }

  public TinyPlatform publish(String video, VideoDetails details) {
    return add(atEleven().published(video, details));
  }

  public TinyPlatform remove(String video) {
    return add(atEleven().removed(video));
  }

  public TinyPlatform profile(String user, String country, int birthYear) {
    var profile = new UserProfile(country, "", birthYear, "", Map.of());
    return add(atEleven().profile(user, profile));
  }

  public TinyPlatform show(String user, String video) {
    return show(user, video, ELEVEN, "");
  }

  public TinyPlatform show(String user, String video, Instant at, String country) {
    return add(script.at(at).shown(user, video, "", -1, new Context(country, "", "")));
  }

  public TinyPlatform click(String user, String video, Instant at) {
    return add(script.at(at).clicked(user, video));
  }

  /// Shows the viewer the video, which the viewer clicks and watches to the end.
  public TinyPlatform watch(String user, String video) {
    return watch(user, video, ELEVEN, "");
  }

  public TinyPlatform watch(String user, String video, Instant at, String country) {
    show(user, video, at, country);
    click(user, video, at);
    return add(script.at(at).watched(user, video, 60, 60, Completion.COMPLETED, true));
  }

  public TinyPlatform refuse(String user, String video) {
    return add(atEleven().reacted(user, video, Reaction.Kind.NOT_INTERESTED));
  }

  public TinyPlatform follow(String user, String channel) {
    return add(atEleven().followed(user, channel));
  }

  public TinyPlatform unfollow(String user, String channel) {
    return add(atEleven().unfollowed(user, channel));
  }

  /// Imports a history in which the viewer completed the videos.
  public TinyPlatform completedLongAgo(String user, String... videos) {
    List<String> all = List.of(videos);
    return add(atEleven().history(user, all, List.of(), all, all.size(), Optional.empty()));
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

  /// The ids of ordinals.
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

  /// Details with only a publication time.
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
