package dev.marquee.engine.state;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.UserEvent;
import dev.marquee.engine.events.Watch;

/// A user's latest impressions and their outcomes: attributes each outcome to an impression, and
/// reports the resulting changes. Not safe for use by many threads.
final class RecentImpressions implements UserFact {

  static final Kind<RecentImpressions> KIND =
      new Kind<>(
              "recent impressions",
              2,
              "The impressions that wait for outcomes, at least the last 48, and their outcomes so"
                  + " far.",
              RecentImpressions.class,
              () -> new RecentImpressions(new OpenImpressions(Cells.COUNT)),
              RecentImpressions::read)
          .onEvent(FeedServed.class, RecentImpressions::serve)
          .onEvent(Impression.class, RecentImpressions::see)
          .onEvent(Click.class, RecentImpressions::click)
          .onEvent(Watch.class, RecentImpressions::watch);

  private static final int SHOWN = 1;
  private static final int CLICKED = 2;
  private static final int POSITIVE = 4;
  private static final int COMPLETED = 8;

  /// Only in stored bytes: watched seconds follow.
  private static final int WATCHED = 16;

  /// The cells of an impression.
  private static final class Cells {
    static final int SURFACE = 0;
    static final int COUNTRY = 1;

    /// Watched seconds, as bits of a float.
    static final int WATCHED = 2;

    /// The duration in seconds from the latest watch that has one, as bits of a float; 0 for none.
    static final int DURATION = 3;

    static final int FLAGS = 4;
    static final int COUNT = 5;

    private Cells() {}
  }

  private final OpenImpressions open;

  /// Whether an open impression may be an outcome without one. Unknown of stored states, of which
  /// it is false.
  private boolean hasUnattributed;

  private RecentImpressions(OpenImpressions open) {
    this.open = open;
  }

  private void serve(FeedServed served, UserFold fold) {
    if (fold.settings().servedCountsAsSeen()) {
      for (FeedServed.ServedSlot slot : served.slots()) {
        show(slot.video(), served.id(), served, served.context(), fold);
      }
    }
  }

  private void see(Impression seen, UserFold fold) {
    if (fold.settings().isImpression(seen)) {
      show(seen.video(), seen.feed(), seen, seen.context(), fold);
    }
  }

  private void show(String shown, String ofFeed, UserEvent event, Context context, UserFold fold) {
    long millis = event.at().toEpochMilli();
    String from = context.country().isEmpty() ? fold.user().profile().country() : context.country();
    int video = fold.videos().ordinal(shown);
    long feed = OpenImpressions.feedHash(ofFeed);
    if (hasUnattributed && isClickedAlready(video, feed, millis, millis + fold.windowMillis())) {
      fold.clickedBefore();
    }
    int slot = add(video, feed, millis, fold);
    open.set(slot, Cells.SURFACE, Keys.name(context.surface()));
    open.set(slot, Cells.COUNTRY, Keys.name(from));
    mark(slot, SHOWN);
    fold.change(new Change.Shown(origin(slot), context.device(), millis));
  }

  /// Whether a click of an impression, which only now appears in the log, was folded already.
  private boolean isClickedAlready(int video, long feed, long fromMillis, long untilMillis) {
    boolean any = false;
    for (int back = 0; back < open.size(); back++) {
      int slot = open.slot(back);
      if (has(slot, SHOWN)) {
        continue;
      }
      any = true;
      if (open.video(slot) == video
          && has(slot, CLICKED)
          && (open.feed(slot) == 0 || open.feed(slot) == feed)
          && open.at(slot) >= fromMillis
          && open.at(slot) <= untilMillis) {
        return true;
      }
    }
    hasUnattributed = any;
    return false;
  }

  private int add(int video, long feed, long atMillis, UserFold fold) {
    fold.dropped(
        open.makeRoom(atMillis, fold.windowMillis(), fold.settings().attribution().maxOpen()));
    return open.add(video, feed, atMillis);
  }

  private void click(Click click, UserFold fold) {
    long millis = click.at().toEpochMilli();
    int slot = impressionOf(click.video(), click.feed(), millis, fold);
    if (has(slot, CLICKED)) {
      return;
    }
    mark(slot, CLICKED);
    if (has(slot, SHOWN)) {
      fold.clicked();
    }
    Change.Origin origin = origin(slot);
    fold.change(new Change.Clicked(origin, millis));
    settlePositive(slot, origin, millis, has(slot, COMPLETED), fold);
  }

  private void watch(Watch watch, UserFold fold) {
    long millis = watch.at().toEpochMilli();
    int slot = impressionOf(watch.video(), watch.feed(), millis, fold);
    float watched = seconds(slot, Cells.WATCHED) + (float) watch.watchedSeconds();
    open.set(slot, Cells.WATCHED, Float.floatToRawIntBits(watched));
    if (watch.durationSeconds() > 0) {
      open.set(slot, Cells.DURATION, Float.floatToRawIntBits((float) watch.durationSeconds()));
    }
    double length = length(slot, fold.videos());
    Change.Origin origin = origin(slot);
    fold.change(new Change.Watched(origin, watch.watchedSeconds(), length, millis));
    boolean completed = fold.settings().labels().completed(watched, length, watch.completion());
    if (completed && !has(slot, COMPLETED)) {
      mark(slot, COMPLETED);
      fold.change(new Change.Completed(origin, millis));
    }
    settlePositive(slot, origin, millis, completed, fold);
  }

  /// Makes a clicked impression a positive once enough of it was watched, in either order of click
  /// and watch.
  private void settlePositive(
      int slot, Change.Origin origin, long millis, boolean completed, UserFold fold) {
    if (!has(slot, POSITIVE) && !has(slot, CLICKED)) {
      return;
    }
    double length = length(slot, fold.videos());
    float watched = seconds(slot, Cells.WATCHED);
    float share = LabelRules.share(watched, length, 1);
    Watch.Completion said = completed ? Watch.Completion.COMPLETED : Watch.Completion.UNSTATED;
    if (has(slot, POSITIVE)) {
      fold.change(new Change.WatchedOn(origin, share));
    } else if (fold.settings().labels().positive(watched, length, said)) {
      mark(slot, POSITIVE);
      fold.change(new Change.BecamePositive(origin, share, millis));
    }
  }

  /// The impression of an outcome. Where there is none (a search, a link, a client that reports no
  /// impressions) one is added that counts in histories but not in rates.
  private int impressionOf(String of, String ofFeed, long millis, UserFold fold) {
    int video = fold.videos().ordinal(of);
    long feed = OpenImpressions.feedHash(ofFeed);
    int found = open.find(video, feed, millis - fold.windowMillis());
    fold.outcome(found != OpenImpressions.NONE && has(found, SHOWN));
    if (found != OpenImpressions.NONE) {
      return found;
    }
    int slot = add(video, feed, millis, fold);
    hasUnattributed = true;
    open.set(slot, Cells.SURFACE, Keys.name(""));
    open.set(slot, Cells.COUNTRY, Keys.name(fold.user().profile().country()));
    return slot;
  }

  private Change.Origin origin(int slot) {
    return new Change.Origin(
        open.video(slot),
        open.cell(slot, Cells.SURFACE),
        open.cell(slot, Cells.COUNTRY),
        has(slot, SHOWN));
  }

  private boolean has(int slot, int flag) {
    return (open.cell(slot, Cells.FLAGS) & flag) != 0;
  }

  private void mark(int slot, int flag) {
    open.set(slot, Cells.FLAGS, open.cell(slot, Cells.FLAGS) | flag);
  }

  private float seconds(int slot, int cell) {
    return Float.intBitsToFloat(open.cell(slot, cell));
  }

  private double length(int slot, VideoTable videos) {
    float stated = seconds(slot, Cells.DURATION);
    return stated > 0 ? stated : videos.details(open.video(slot)).durationSeconds();
  }

  OpenImpressions withCells(int width) {
    return open.withCells(width);
  }

  /// Whether a video was shown at or after a time.
  boolean wasShown(int video, long sinceMillis) {
    return open.find(video, 0, sinceMillis) != OpenImpressions.NONE;
  }

  /// Counts of videos among the last [OpenImpressions#LATELY]; real impressions are marked.
  ///
  /// @param asked expected number of lookups
  Tallies shownLately(int asked) {
    int count = Math.min(open.size(), OpenImpressions.LATELY);
    int[] videos = new int[count];
    boolean[] isShown = new boolean[count];
    for (int back = 0; back < count; back++) {
      int slot = open.slot(back);
      videos[back] = open.video(slot);
      isShown[back] = has(slot, SHOWN);
    }
    return new Tallies(videos, isShown, asked);
  }

  @Override
  public RecentImpressions copy() {
    return new RecentImpressions(open.copy());
  }

  @Override
  public void write(ByteWriter out, VideoTable videos) {
    out.varint(open.size());
    long last = 0;
    for (int back = open.size() - 1; back >= 0; back--) {
      int slot = open.slot(back);
      boolean isWatched = seconds(slot, Cells.WATCHED) != 0 || seconds(slot, Cells.DURATION) != 0;
      out.text(videos.id(open.video(slot)));
      out.int64(open.feed(slot));
      out.signed(open.at(slot) - last);
      out.int32(open.cell(slot, Cells.SURFACE));
      out.int32(open.cell(slot, Cells.COUNTRY));
      out.varint(open.cell(slot, Cells.FLAGS) | (isWatched ? WATCHED : 0));
      if (isWatched) {
        out.int32(open.cell(slot, Cells.WATCHED));
        out.int32(open.cell(slot, Cells.DURATION));
      }
      last = open.at(slot);
    }
  }

  private static RecentImpressions read(ByteReader in, VideoTable videos) {
    OpenImpressions open = new OpenImpressions(Cells.COUNT);
    long last = 0;
    for (int i = in.varint(); i > 0; i--) {
      int video = UserState.find(videos, in.text());
      long feed = in.int64();
      last += in.signed();
      int slot = open.add(video, feed, last);
      open.set(slot, Cells.SURFACE, in.int32());
      open.set(slot, Cells.COUNTRY, in.int32());
      int flags = in.varint();
      open.set(slot, Cells.FLAGS, flags & ~WATCHED);
      if ((flags & WATCHED) != 0) {
        open.set(slot, Cells.WATCHED, in.int32());
        open.set(slot, Cells.DURATION, in.int32());
      }
    }
    return new RecentImpressions(open);
  }
}
