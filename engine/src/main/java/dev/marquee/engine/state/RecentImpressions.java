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
import dev.marquee.engine.math.Hashing;
import java.util.Arrays;

/// The last [#ROOM] videos one user saw offered, and what became of them: outcomes find their
/// impression here. Not for concurrent use.
final class RecentImpressions implements UserFact {

  static final Kind<RecentImpressions> KIND =
      new Kind<>(
          "recent impressions",
          1,
          "The last 48 impressions and what became of them; outcomes find their impression here.",
          RecentImpressions.class,
          RecentImpressions::new,
          RecentImpressions::read);

  /// How many impressions wait for their outcomes.
  static final int ROOM = 48;

  static final byte SHOWN = 1;
  static final byte CLICKED = 2;
  static final byte POSITIVE = 4;
  static final byte COMPLETED = 8;

  final int[] video;
  final long[] feed;
  final long[] at;
  final int[] surface;
  final int[] country;
  final float[] watched;

  /// Seconds, as the latest watch stated them; 0 where none did.
  final float[] duration;

  final byte[] flags;

  /// How many there ever were; the latest stands in slot `(total - 1) % ROOM`.
  private int total;

  RecentImpressions() {
    video = new int[ROOM];
    feed = new long[ROOM];
    at = new long[ROOM];
    surface = new int[ROOM];
    country = new int[ROOM];
    watched = new float[ROOM];
    duration = new float[ROOM];
    flags = new byte[ROOM];
  }

  private RecentImpressions(RecentImpressions from) {
    video = from.video.clone();
    feed = from.feed.clone();
    at = from.at.clone();
    surface = from.surface.clone();
    country = from.country.clone();
    watched = from.watched.clone();
    duration = from.duration.clone();
    flags = from.flags.clone();
    total = from.total;
  }

  @Override
  public void apply(UserEvent event, UserFold fold) {
    switch (event) {
      case FeedServed served when fold.settings().servedCountsAsSeen() -> {
        for (FeedServed.Slot slot : served.slots()) {
          show(slot.video(), served.id(), served, served.context(), fold);
        }
      }
      case Impression seen when fold.settings().isImpression(seen) ->
          show(seen.video(), seen.feed(), seen, seen.context(), fold);
      case Click click -> click(click, fold);
      case Watch watch -> watch(watch, fold);
      default -> {
        // Neither an impression nor an outcome of one.
      }
    }
  }

  private void show(String shown, String ofFeed, UserEvent event, Context context, UserFold fold) {
    long millis = event.at().toEpochMilli();
    String from = context.country().isEmpty() ? fold.user().profile().country() : context.country();
    int slot =
        add(
            fold.videos().ordinal(shown),
            feed(ofFeed),
            millis,
            Keys.name(context.surface()),
            Keys.name(from),
            SHOWN);
    fold.change(new Change.Shown(origin(slot), context.device(), millis));
  }

  private void click(Click click, UserFold fold) {
    long millis = click.at().toEpochMilli();
    int slot = impressionOf(click.video(), click.feed(), millis, fold);
    if (has(slot, CLICKED)) {
      return;
    }
    flags[slot] |= CLICKED;
    fold.change(new Change.Clicked(origin(slot), millis));
    settlePositive(slot, millis, has(slot, COMPLETED), fold);
  }

  private void watch(Watch watch, UserFold fold) {
    long millis = watch.at().toEpochMilli();
    int slot = impressionOf(watch.video(), watch.feed(), millis, fold);
    watched[slot] += (float) watch.watchedSeconds();
    if (watch.durationSeconds() > 0) {
      duration[slot] = (float) watch.durationSeconds();
    }
    double length = length(slot, fold.videos());
    fold.change(new Change.Watched(origin(slot), (float) watch.watchedSeconds(), length, millis));
    boolean completed =
        fold.settings().labels().completed(watched[slot], length, watch.completion());
    if (completed && !has(slot, COMPLETED)) {
      flags[slot] |= COMPLETED;
      fold.change(new Change.Completed(origin(slot), millis));
    }
    settlePositive(slot, millis, completed, fold);
  }

  /// Makes a clicked impression a positive once enough of it was watched, in whatever order click
  /// and watch came.
  private void settlePositive(int slot, long millis, boolean completed, UserFold fold) {
    double length = length(slot, fold.videos());
    float share = LabelRules.share(watched[slot], length, 1);
    Watch.Completion said = completed ? Watch.Completion.COMPLETED : Watch.Completion.UNSTATED;
    if (has(slot, POSITIVE)) {
      fold.change(new Change.WatchedOn(origin(slot), share));
    } else if (has(slot, CLICKED)
        && fold.settings().labels().positive(watched[slot], length, said)) {
      flags[slot] |= POSITIVE;
      fold.change(new Change.BecamePositive(origin(slot), share, millis));
    }
  }

  /// The impression that an outcome answers. Where there is none (a search, a link, a client that
  /// reports no impressions) the outcome stands for itself: it enters the history but no rate.
  private int impressionOf(String of, String ofFeed, long millis, UserFold fold) {
    int wanted = fold.videos().ordinal(of);
    long wantedFeed = feed(ofFeed);
    int slot = find(wanted, wantedFeed, millis - fold.settings().attributionWindow().toMillis());
    return slot >= 0
        ? slot
        : add(
            wanted,
            wantedFeed,
            millis,
            Keys.name(""),
            Keys.name(fold.user().profile().country()),
            (byte) 0);
  }

  private Change.Origin origin(int slot) {
    return new Change.Origin(video[slot], surface[slot], country[slot], has(slot, SHOWN));
  }

  private boolean has(int slot, byte flag) {
    return (flags[slot] & flag) != 0;
  }

  private double length(int slot, VideoTable videos) {
    return duration[slot] > 0 ? duration[slot] : videos.details(video[slot]).durationSeconds();
  }

  private static long feed(String feed) {
    return feed.isEmpty() ? 0 : Hashing.ofString(feed);
  }

  @Override
  public RecentImpressions copy() {
    return new RecentImpressions(this);
  }

  int size() {
    return Math.min(total, ROOM);
  }

  /// The slot of the `back`-th latest, from 0.
  int slot(int back) {
    return (total - 1 - back) % ROOM;
  }

  /// Takes the place of the oldest and returns its slot.
  int add(int newVideo, long newFeed, long newAt, int newSurface, int newCountry, byte newFlags) {
    int slot = total % ROOM;
    // Keeps counting without end: after 2^31 impressions only the order within the ring matters.
    total = total == Integer.MAX_VALUE - ROOM ? ROOM + (total + 1) % ROOM : total + 1;
    if ((total - 1) % ROOM != slot) {
      throw new IllegalStateException("ring out of step at " + total);
    }
    video[slot] = newVideo;
    feed[slot] = newFeed;
    at[slot] = newAt;
    surface[slot] = newSurface;
    country[slot] = newCountry;
    watched[slot] = 0;
    duration[slot] = 0;
    flags[slot] = newFlags;
    return slot;
  }

  /// The latest impression of a video since a time, in the feed where one is named; -1 if none.
  int find(int wantedVideo, long wantedFeed, long since) {
    for (int back = 0; back < size(); back++) {
      int slot = slot(back);
      if (video[slot] == wantedVideo
          && (wantedFeed == 0 || feed[slot] == wantedFeed)
          && at[slot] >= since) {
        return slot;
      }
    }
    return -1;
  }

  /// How often videos were really shown, as far back as this looks, as marks.
  ///
  /// @param asked how many times somebody will ask
  public Tallies shown(int asked) {
    boolean[] isShown = new boolean[size()];
    for (int slot = 0; slot < isShown.length; slot++) {
      isShown[slot] = (flags[slot] & SHOWN) != 0;
    }
    return new Tallies(Arrays.copyOf(video, isShown.length), isShown, asked);
  }

  @Override
  public void write(ByteWriter out, VideoTable videos) {
    out.varint(size());
    for (int back = size() - 1; back >= 0; back--) {
      int slot = slot(back);
      out.text(videos.id(video[slot]));
      out.int64(feed[slot]);
      out.varlong(at[slot]);
      out.int32(surface[slot]);
      out.int32(country[slot]);
      out.float32(watched[slot]);
      out.float32(duration[slot]);
      out.varint(flags[slot]);
    }
  }

  static RecentImpressions read(ByteReader in, VideoTable videos) {
    RecentImpressions read = new RecentImpressions();
    int size = in.varint();
    for (int i = 0; i < size; i++) {
      int slot =
          read.add(
              UserState.find(videos, in.text()),
              in.int64(),
              in.varlong(),
              in.int32(),
              in.int32(),
              (byte) 0);
      read.watched[slot] = in.float32();
      read.duration[slot] = in.float32();
      read.flags[slot] = (byte) in.varint();
    }
    return read;
  }
}
