package dev.marquee.engine.state;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.catalog.VideoTable;
import java.util.Arrays;

/// A user's last [#MAX] positive watches.
final class PositiveHistory implements UserFact {

  /// Maximum number of kept watches.
  static final int MAX = 50;

  static final Kind<PositiveHistory> KIND =
      new Kind<>(
              "history",
              1,
              "The last 50 positive watches with their times and watched shares, an imported"
                  + " history's completions included.",
              PositiveHistory.class,
              PositiveHistory::new,
              PositiveHistory::read)
          .onChange(
              Change.BecamePositive.class,
              (it, positive, fold) ->
                  it.add(positive.video(), positive.atMillis(), positive.share()))
          .onChange(Change.WatchedOn.class, (it, on, fold) -> it.raise(on.video(), on.share()))
          .onChange(
              Change.CompletedBefore.class,
              (it, before, fold) -> it.add(before.video(), before.atMillis(), 1));

  /// Ring buffers: the latest is at `(total - 1) % MAX`.
  private int[] videos = new int[4];

  private long[] at = new long[4];
  private float[] shares = new float[4];
  private int total;

  int size() {
    return Math.min(total, MAX);
  }

  /// The video of the `back`-th latest, from 0.
  int video(int back) {
    return videos[slot(back)];
  }

  /// When the `back`-th latest became known, epoch milliseconds; 0 where untimed.
  long at(int back) {
    return at[slot(back)];
  }

  /// Watched share of the `back`-th latest, at most 1.
  float share(int back) {
    return shares[slot(back)];
  }

  private int slot(int back) {
    return (total - 1 - back) % MAX;
  }

  private void add(int video, long atMillis, float share) {
    if (total == videos.length && total < MAX) {
      int room = Math.min(MAX, 2 * total);
      videos = Arrays.copyOf(videos, room);
      at = Arrays.copyOf(at, room);
      shares = Arrays.copyOf(shares, room);
    }
    int slot = total % MAX;
    videos[slot] = video;
    at[slot] = atMillis;
    shares[slot] = share;
    total++;
  }

  private void raise(int video, float share) {
    for (int back = 0; back < size(); back++) {
      if (videos[slot(back)] == video) {
        shares[slot(back)] = Math.max(shares[slot(back)], share);
        return;
      }
    }
  }

  @Override
  public PositiveHistory copy() {
    PositiveHistory copy = new PositiveHistory();
    copy.videos = videos.clone();
    copy.at = at.clone();
    copy.shares = shares.clone();
    copy.total = total;
    return copy;
  }

  @Override
  public void write(ByteWriter out, VideoTable table) {
    out.varint(size());
    for (int back = size() - 1; back >= 0; back--) {
      out.text(table.id(video(back)));
      out.int64(at(back));
      out.float32(share(back));
    }
  }

  private static PositiveHistory read(ByteReader in, VideoTable table) {
    PositiveHistory read = new PositiveHistory();
    for (int i = in.varint(); i > 0; i--) {
      read.add(UserState.find(table, in.text()), in.int64(), in.float32());
    }
    return read;
  }
}
