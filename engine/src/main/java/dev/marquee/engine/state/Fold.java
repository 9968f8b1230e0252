package dev.marquee.engine.state;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.Click;
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
import dev.marquee.engine.events.UserEvent;
import dev.marquee.engine.events.VideoEvent;
import dev.marquee.engine.events.Watch;
import dev.marquee.engine.math.Hashing;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Folds the log into user states, the video table and the counters: the same code behind live
/// serving, training and evaluation.
///
/// State follows the log's order: an event applies when it arrives, however late, and a replay
/// stopped at an offset holds exactly what serving held there. For one thread at a time.
public final class Fold {

  private final FoldSettings settings;
  private final long attributionMillis;
  private final long sessionGapMillis;
  private final VideoTable videos;
  private final CounterTable counters;
  private final RecentPositives recentPositives;
  private final UserStates users;
  private long frozenFrom = Long.MAX_VALUE;
  private CompletionListener completions = (user, video, at) -> {};
  private PositiveListener positives = (user, video, at) -> {};
  private long offset;

  /// Hears of videos that users complete.
  @FunctionalInterface
  public interface CompletionListener {

    /// Takes a completion.
    ///
    /// @param video ordinal
    /// @param atMillis when it became known; 0 for a completion out of an imported history
    void completed(String user, int video, long atMillis);
  }

  /// Hears of videos that become part of a viewer's history.
  @FunctionalInterface
  public interface PositiveListener {

    /// Takes a positive watch.
    ///
    /// @param user the viewer's state after it; not to be kept
    /// @param video ordinal
    /// @param atMillis when it became known; for a watch out of an imported history, when that
    ///   ended
    void watched(UserState user, int video, long atMillis);
  }

  /// A fold that has seen nothing, in memory.
  public Fold(FoldSettings settings) {
    this(
        settings,
        new VideoTable(settings.columns()),
        counters(settings),
        new RecentPositives(),
        new UserStates(),
        0);
  }

  /// A fold that goes on from saved tables.
  public Fold(
      FoldSettings settings,
      VideoTable videos,
      CounterTable counters,
      RecentPositives recentPositives,
      UserStates users,
      long offset) {
    this.settings = settings;
    this.attributionMillis = settings.attributionWindow().toMillis();
    this.sessionGapMillis = settings.sessionGap().toMillis();
    this.videos = videos;
    this.counters = counters;
    this.recentPositives = recentPositives;
    this.users = users;
    this.offset = offset;
  }

  public static CounterTable counters(FoldSettings settings) {
    return new CounterTable(new Decay(settings.counterHalfLife()));
  }

  /// From this time on outcomes stand still: impressions move only the viewer's session, clicks,
  /// watches and reactions change nothing. For evaluation.
  public void freezeOutcomes(Instant from) {
    frozenFrom = from.toEpochMilli();
  }

  /// Tells `listener` of every completion from now on.
  public void onCompletion(CompletionListener listener) {
    completions = listener;
  }

  /// Tells `listener` of every positive watch from now on.
  public void onPositive(PositiveListener listener) {
    positives = listener;
  }

  /// Offset of the last event applied; 0 for none.
  public long offset() {
    return offset;
  }

  public FoldSettings settings() {
    return settings;
  }

  public UserStates users() {
    return users;
  }

  public VideoTable videos() {
    return videos;
  }

  public CounterTable counters() {
    return counters;
  }

  public RecentPositives recentPositives() {
    return recentPositives;
  }

  /// The tables as they are, not to be kept: the next event changes them.
  public Snapshot now() {
    return new Snapshot(offset, videos, counters, recentPositives);
  }

  /// The tables as of this event, for readers of any thread.
  public Snapshot snapshot() {
    return new Snapshot(offset, videos.snapshot(), counters.snapshot(), recentPositives.snapshot());
  }

  /// Folds the event at an offset. Offsets must grow; an event at or before the last is skipped, so
  /// that folding again after a crash counts nothing twice.
  public void apply(long eventOffset, Event event) {
    if (eventOffset <= offset) {
      return;
    }
    switch (event) {
      case VideoEvent ofVideo -> videos.apply(ofVideo);
      case UserErased erased -> users.remove(erased.user());
      case UserEvent ofUser -> {
        UserState state = users.writable(ofUser.user());
        synchronized (state) {
          apply(state, ofUser);
          state.position = eventOffset;
        }
      }
    }
    offset = eventOffset;
  }

  private void apply(UserState user, UserEvent event) {
    long at = event.at().toEpochMilli();
    if (at >= frozenFrom && !(event instanceof ProfileUpdated)) {
      for (int seen = impressionsIn(event); seen > 0; seen--) {
        moveSession(user, at);
      }
      return;
    }
    switch (event) {
      case ProfileUpdated updated -> user.setProfile(updated.profile(), settings.columns());
      case HistoryImported imported -> importHistory(user, imported);
      case FeedServed served -> {
        if (settings.servedCountsAsSeen()) {
          for (FeedServed.Slot slot : served.slots()) {
            impress(user, slot.video(), Hashing.ofString(served.id()), at, served.context());
          }
        }
      }
      case Impression seen -> {
        long feed = feed(seen.feed());
        if (!(settings.servedCountsAsSeen() && feed != 0)) {
          impress(user, seen.video(), feed, at, seen.context());
        }
      }
      case Click click -> click(user, click, at);
      case Watch watch -> watch(user, watch, at);
      case Reaction reaction -> react(user, reaction);
      case Follow follow -> user.follow(follow.channel(), true);
      case Unfollow unfollow -> user.follow(unfollow.channel(), false);
      case UserErased _ -> throw new IllegalStateException("erasure is not a change of state");
    }
  }

  /// How many impressions an event stands for.
  private int impressionsIn(UserEvent event) {
    return switch (event) {
      case FeedServed served -> settings.servedCountsAsSeen() ? served.slots().size() : 0;
      case Impression seen -> settings.servedCountsAsSeen() && !seen.feed().isEmpty() ? 0 : 1;
      default -> 0;
    };
  }

  private void moveSession(UserState user, long at) {
    boolean goesOn = user.lastSeenAt != 0 && at - user.lastSeenAt < sessionGapMillis;
    user.sessionPosition = goesOn ? user.sessionPosition + 1 : 0;
    user.lastSeenAt = Math.max(user.lastSeenAt, at);
  }

  private void impress(UserState user, String id, long feed, long at, Context context) {
    int video = videos.ordinal(id);
    int surface = Keys.name(context.surface());
    int country = Keys.name(country(user, context));
    moveSession(user, at);
    user.impressions++;
    user.recent.add(video, feed, at, surface, country, RecentImpressions.SHOWN);
    count(video, surface, country, CounterTable.IMPRESSIONS, Decay.tick(at));
    countAffinities(user, video, surface, Affinities.IMPRESSIONS);
    user.affinities.add(Affinities.hour(hour(at)), Affinities.IMPRESSIONS);
    if (!context.device().isEmpty()) {
      user.affinities.add(Affinities.device(Keys.name(context.device())), Affinities.IMPRESSIONS);
    }
  }

  private static String country(UserState user, Context context) {
    return context.country().isEmpty() ? user.profile.country() : context.country();
  }

  private void click(UserState user, Click click, long at) {
    int video = videos.ordinal(click.video());
    int slot = impressionOf(user, video, click.feed(), at);
    RecentImpressions recent = user.recent;
    if ((recent.flags[slot] & RecentImpressions.CLICKED) != 0) {
      return;
    }
    recent.flags[slot] |= RecentImpressions.CLICKED;
    if ((recent.flags[slot] & RecentImpressions.SHOWN) != 0) {
      user.clicks++;
      int surface = recent.surface[slot];
      count(video, surface, recent.country[slot], CounterTable.CLICKS, Decay.tick(at));
      countAffinities(user, video, surface, Affinities.CLICKS);
      user.affinities.add(Affinities.hour(hour(at)), Affinities.CLICKS);
    }
    boolean completed = (recent.flags[slot] & RecentImpressions.COMPLETED) != 0;
    settlePositive(user, slot, at, completed, duration(video, recent.duration[slot]));
  }

  private void watch(UserState user, Watch watch, long at) {
    int video = videos.ordinal(watch.video());
    int slot = impressionOf(user, video, watch.feed(), at);
    RecentImpressions recent = user.recent;
    recent.watched[slot] += (float) watch.watchedSeconds();
    if (watch.durationSeconds() > 0) {
      recent.duration[slot] = (float) watch.durationSeconds();
    }
    double duration = duration(video, recent.duration[slot]);
    if ((recent.flags[slot] & RecentImpressions.SHOWN) != 0) {
      counters.addSeconds(
          Keys.video(videos, video), (float) watch.watchedSeconds(), Decay.tick(at));
      user.watches++;
      user.watchedShares += share(watch.watchedSeconds(), duration, 2);
    }
    boolean completed =
        settings.labels().completed(recent.watched[slot], duration, watch.completion());
    if (completed && (recent.flags[slot] & RecentImpressions.COMPLETED) == 0) {
      recent.flags[slot] |= RecentImpressions.COMPLETED;
      user.watched.add(videos.idHash(video));
      completions.completed(user.user, video, at);
      if ((recent.flags[slot] & RecentImpressions.SHOWN) != 0) {
        user.completions++;
        int surface = recent.surface[slot];
        count(video, surface, recent.country[slot], CounterTable.COMPLETIONS, Decay.tick(at));
        countAffinities(user, video, surface, Affinities.COMPLETIONS);
      }
    }
    settlePositive(user, slot, at, completed, duration);
  }

  /// Makes a clicked impression a positive once enough of it was watched, in whatever order click
  /// and watch came.
  private void settlePositive(
      UserState user, int slot, long at, boolean completed, double duration) {
    RecentImpressions recent = user.recent;
    int video = recent.video[slot];
    float share = share(recent.watched[slot], duration, 1);
    if ((recent.flags[slot] & RecentImpressions.POSITIVE) != 0) {
      user.setPositive(video, share);
      return;
    }
    Watch.Completion said = completed ? Watch.Completion.COMPLETED : Watch.Completion.UNSTATED;
    if ((recent.flags[slot] & RecentImpressions.CLICKED) == 0
        || !settings.labels().positive(recent.watched[slot], duration, said)) {
      return;
    }
    recent.flags[slot] |= RecentImpressions.POSITIVE;
    user.positives++;
    user.addPositive(video, at, share);
    user.watched.add(videos.idHash(video));
    positives.watched(user, video, at);
    recentPositives.add(video, at);
    count(
        video, recent.surface[slot], recent.country[slot], CounterTable.POSITIVES, Decay.tick(at));
  }

  /// The impression that an outcome answers. Where there is none (a search, a link, a client that
  /// reports no impressions) the outcome stands for itself: it enters the history but no rate.
  private int impressionOf(UserState user, int video, String feed, long at) {
    int slot = user.recent.find(video, feed(feed), at - attributionMillis);
    return slot >= 0
        ? slot
        : user.recent.add(
            video, feed(feed), at, Keys.name(""), Keys.name(user.profile.country()), (byte) 0);
  }

  private static long feed(String feed) {
    return feed.isEmpty() ? 0 : Hashing.ofString(feed);
  }

  private double duration(int video, double stated) {
    return stated > 0 ? stated : videos.details(video).durationSeconds();
  }

  private static float share(double watched, double duration, float max) {
    return duration > 0 ? Math.min((float) (watched / duration), max) : 0;
  }

  private void react(UserState user, Reaction reaction) {
    int video = videos.ordinal(reaction.video());
    switch (reaction.kind()) {
      case NOT_INTERESTED, REPORT, DISLIKE -> user.addNotInterested(videos, video);
      case LIKE, SAVE, SHARE, COMMENT -> {
        // Kept in the log; no feature reads them yet.
      }
    }
  }

  private void count(int video, int surface, int country, int counter, int tick) {
    counters.add(Keys.ALL, counter, tick);
    counters.add(Keys.surface(surface), counter, tick);
    counters.add(Keys.video(videos, video), counter, tick);
    counters.add(Keys.videoOnSurface(videos, video, surface), counter, tick);
    if (country != 0) {
      counters.add(Keys.videoInCountry(videos, video, country), counter, tick);
    }
    int channel = videos.channel(video);
    if (channel >= 0) {
      counters.add(Keys.channel(videos, channel), counter, tick);
    }
    int category = videos.category(video);
    if (category >= 0) {
      counters.add(Keys.category(videos, category), counter, tick);
      counters.add(Keys.categoryOnSurface(videos, category, surface), counter, tick);
    }
  }

  private void countAffinities(UserState user, int video, int surface, int counter) {
    Affinities affinities = user.affinities;
    affinities.add(Affinities.surface(surface), counter);
    affinities.add(
        Affinities.durationBucket(Keys.durationBucket(videos.details(video).durationSeconds())),
        counter);
    if (videos.category(video) >= 0) {
      affinities.add(
          Affinities.category(videos.categories().hash(videos.category(video))), counter);
    }
    if (videos.channel(video) >= 0) {
      affinities.add(Affinities.channel(videos.channels().hash(videos.channel(video))), counter);
    }
  }

  public static int hour(long atMillis) {
    return (int) Math.floorMod(Math.floorDiv(atMillis, 3_600_000L), 24L);
  }

  private void importHistory(UserState user, HistoryImported imported) {
    int shown = imported.shown().size();
    int from = Math.max(0, shown - UserState.HISTORY);
    long lastAt = imported.lastShownAt().map(Instant::toEpochMilli).orElse(0L);
    user.historyShown = new int[shown - from];
    user.historyFlags = new byte[shown - from];
    user.historyTotal = imported.totalShown();
    user.historyLastAt = lastAt;
    Set<String> completed = latestLast(imported.completed());
    Set<String> liked = Set.copyOf(imported.liked());
    for (int i = 0; i < shown; i++) {
      String id = imported.shown().get(i);
      int video = videos.ordinal(id);
      countHistory(video, CounterTable.IMPRESSIONS);
      if (completed.contains(id)) {
        countHistory(video, CounterTable.COMPLETIONS);
      }
      if (i >= from) {
        user.historyShown[i - from] = video;
        user.historyFlags[i - from] =
            (byte)
                ((completed.contains(id) ? UserState.COMPLETED : 0)
                    | (liked.contains(id) ? UserState.LIKED : 0));
      }
    }
    for (String id : completed) {
      int video = videos.ordinal(id);
      user.addPositive(video, lastAt, 1);
      positives.watched(user, video, lastAt);
      user.watched.add(videos.idHash(video));
      completions.completed(user.user, video, 0);
    }
  }

  /// Each id once, where it stood last.
  private static Set<String> latestLast(List<String> ids) {
    Set<String> ordered = new LinkedHashSet<>();
    for (String id : ids) {
      ordered.remove(id);
      ordered.add(id);
    }
    return ordered;
  }

  private void countHistory(int video, int counter) {
    counters.addUntimed(Keys.HISTORY_ALL, counter, 1);
    counters.addUntimed(Keys.historyVideo(videos, video), counter, 1);
    if (videos.channel(video) >= 0) {
      counters.addUntimed(Keys.historyChannel(videos, videos.channel(video)), counter, 1);
    }
    if (videos.category(video) >= 0) {
      counters.addUntimed(Keys.historyCategory(videos, videos.category(video)), counter, 1);
    }
  }
}
