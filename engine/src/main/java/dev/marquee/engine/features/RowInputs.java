package dev.marquee.engine.features;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.state.CounterRowCache;
import dev.marquee.engine.state.CounterTable;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.Keys;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.engine.state.UserState;

/// The inputs of one request's rows. Nothing here is changed.
final class RowInputs {

  private static final int UNNAMED = Keys.name("");

  final CounterTable counters;
  final VideoTable videos;
  final UserState user;
  final Context context;

  /// The time of the request, in epoch milliseconds.
  final long at;

  /// The hash of the surface's name.
  final int surface;

  /// The hash of the country's name.
  final int country;

  /// The rows of counters in their table, over all surfaces and for this one.
  final CounterRowCache.OfTable known;

  final CounterRowCache.OfSurface knownHere;

  /// Ordinals of the viewer's last positive watches, the latest first.
  final int[] watched;

  /// The number of rows.
  final int rows;

  /// A pause of this length starts a new session.
  final long sessionGapMillis;

  private RowInputs(Snapshot snapshot, UserState user, Context context, long at, int rows) {
    this.counters = snapshot.counters();
    this.videos = snapshot.videos();
    this.sessionGapMillis = snapshot.sessionGap().toMillis();
    this.user = user;
    this.context = context;
    this.at = at;
    this.surface = Keys.name(context.surface());
    this.country = Keys.name(context.country());
    this.known = counters.known();
    this.knownHere = known.ofSurface(surface);
    this.watched = new int[user.historySize()];
    for (int back = 0; back < watched.length; back++) {
      watched[back] = user.historyVideo(back);
    }
    this.rows = rows;
  }

  static RowInputs of(Snapshot snapshot, UserState user, Context context, long at, int rows) {
    return new RowInputs(snapshot, user, context, at, rows);
  }

  /// The inputs of one row in which everything is unknown.
  static RowInputs unknown() {
    Snapshot nothing = new Fold(FoldSettings.defaults()).now();
    return new RowInputs(nothing, UserState.unknown(""), Context.UNKNOWN, 0, 1);
  }

  /// The hash of a category's name.
  int categoryName(int category) {
    return category < 0 ? UNNAMED : videos.categories().hash(category);
  }

  /// The hash of a channel's id.
  int channelName(int channel) {
    return channel < 0 ? UNNAMED : videos.channels().hash(channel);
  }

  /// Whether the snapshot has the video: a user's state may be newer than the snapshot.
  boolean isKnown(int video) {
    return video < videos.size();
  }
}
