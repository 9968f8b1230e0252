package dev.marquee.engine.state;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.catalog.VideoTable;
import java.util.Arrays;

/// The last [#ROOM] videos one user saw offered, and what became of them: outcomes find their
/// impression here. Not for concurrent use.
public final class RecentImpressions {

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

  RecentImpressions copy() {
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

  void write(ByteWriter out, VideoTable videos) {
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
