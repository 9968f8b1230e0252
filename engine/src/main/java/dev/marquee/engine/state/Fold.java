package dev.marquee.engine.state;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.SettingsChanged;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.events.UserEvent;
import dev.marquee.engine.events.VideoEvent;
import java.time.Instant;
import java.util.Arrays;

/// Folds the log into user states, the video table and the counters: the same code behind live
/// serving, training and evaluation.
///
/// State follows the log's order: an event is applied on arrival, however late, and a replay up to
/// an offset gives exactly the state that serving had there. For one thread at a time.
public final class Fold {

  private final FoldSettings settings;
  private final VideoTable videos;
  private final CounterTable counters;
  private final RecentPositives recentPositives;
  private final UserStates users;
  private final UserFold userFold;

  /// The last applied offset of each partition; their sum is `place`.
  private long[] offsets;

  private long place;

  /// Is told of videos that users complete.
  @FunctionalInterface
  public interface CompletionListener {

    /// Takes a completion.
    ///
    /// @param video ordinal
    /// @param atMillis when it became known; 0 for a completion in an imported history
    void completed(String user, int video, long atMillis);
  }

  /// Is told of videos that are added to a viewer's history.
  @FunctionalInterface
  public interface PositiveListener {

    /// Takes a positive watch.
    ///
    /// @param user the viewer's state after it; not to be kept
    /// @param video ordinal
    /// @param atMillis when it became known; for a watch in an imported history, the end of that
    ///   history
    void watched(UserState user, int video, long atMillis);
  }

  /// An empty fold, in memory.
  public Fold(FoldSettings settings) {
    this(
        settings,
        new VideoTable(settings.columns()),
        counters(settings),
        new RecentPositives(),
        new UserStates(),
        0);
  }

  /// A fold that continues from saved tables.
  ///
  /// @param offsets the last offset of each partition that was applied to the tables, from
  ///   [#offsets]
  public Fold(
      FoldSettings settings,
      VideoTable videos,
      CounterTable counters,
      RecentPositives recentPositives,
      UserStates users,
      long... offsets) {
    this.settings = settings;
    this.videos = videos;
    this.counters = counters;
    this.recentPositives = recentPositives;
    this.users = users;
    this.userFold =
        new UserFold(settings, videos, new VideoCounters(videos, counters, recentPositives));
    this.offsets = offsets.clone();
    this.place = Arrays.stream(offsets).sum();
  }

  public static CounterTable counters(FoldSettings settings) {
    return new CounterTable(new Decay(settings.counterHalfLife()));
  }

  /// From this time on outcomes are frozen: impressions change only the viewer's session; clicks,
  /// watches and reactions change nothing. For evaluation.
  public void freezeOutcomes(Instant from) {
    userFold.freezeFrom(from.toEpochMilli());
  }

  /// Tells `listener` of every completion from now on.
  public void onCompletion(CompletionListener listener) {
    userFold.onCompletion(listener);
  }

  /// Tells `listener` of every positive watch from now on.
  public void onPositive(PositiveListener listener) {
    userFold.onPositive(listener);
  }

  /// The place of the last event applied: the sum of the partitions' offsets, which is the offset
  /// where the log has one partition; 0 for none.
  public long offset() {
    return place;
  }

  /// The last applied offset of a partition; 0 for none.
  public long offset(int partition) {
    return partition < offsets.length ? offsets[partition] : 0;
  }

  /// The last applied offset of each partition, up to the last partition with an event.
  public long[] offsets() {
    return offsets.clone();
  }

  /// The number of impressions dropped since this fold was created or loaded although they could
  /// still have had an outcome, because more than [FoldSettings.Attribution#maxOpen] of one viewer
  /// were open.
  public long droppedImpressions() {
    return userFold.dropped();
  }

  /// How many outcomes were attributed since this fold was created or loaded.
  public AttributionCounts attribution() {
    return userFold.attribution();
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

  /// The live tables; do not keep them, as the next event changes them.
  public Snapshot now() {
    return new Snapshot(place, videos, counters, recentPositives, settings.sessionGap());
  }

  /// An immutable snapshot of the tables, for readers of any thread.
  public Snapshot snapshot() {
    return new Snapshot(
        place,
        videos.snapshot(),
        counters.snapshot(),
        recentPositives.snapshot(),
        settings.sessionGap());
  }

  /// Applies the event at an offset of a log with one partition.
  public void apply(long offset, Event event) {
    apply(0, offset, event);
  }

  /// Applies the event at an offset of a partition. An event at or before the partition's last
  /// applied offset is skipped, so that refolding after a crash counts nothing twice.
  public void apply(int partition, long offset, Event event) {
    if (offset <= offset(partition)) {
      return;
    }
    long newPlace = place + offset - offset(partition);
    switch (event) {
      case VideoEvent ofVideo -> videos.apply(ofVideo);
      case SettingsChanged _ -> {}
      case UserErased erased -> users.remove(erased.user());
      case UserEvent ofUser -> {
        UserState state = users.writable(ofUser.user());
        synchronized (state) {
          userFold.apply(state, ofUser);
          state.moveTo(newPlace);
        }
      }
    }
    if (partition >= offsets.length) {
      offsets = Arrays.copyOf(offsets, partition + 1);
    }
    offsets[partition] = offset;
    place = newPlace;
  }

  /// The hour of the day, UTC.
  public static int hour(long atMillis) {
    return (int) Math.floorMod(Math.floorDiv(atMillis, 3_600_000L), 24L);
  }
}
