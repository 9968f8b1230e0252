package dev.marquee.engine.state;

import dev.marquee.engine.math.Hashing;
import java.util.Arrays;

/// One viewer's impressions that wait for their outcomes: the one attribution of outcomes to
/// impressions, for counters, histories and labels.
///
/// An outcome belongs to the latest impression of its video within the attribution window, in the
/// feed where it names one. What has left the window goes when room is made, except for the last
/// [#LATELY]; beyond [FoldSettings.Attribution#maxOpen] the oldest goes although it waits. In the
/// log's order, in arrays that grow to what a viewer needs: 20 bytes an impression and 4 for each
/// cell. Slots are valid until the next [#add]. Not for concurrent use.
public final class OpenImpressions {

  /// So many of the latest stay, however old they are.
  public static final int LATELY = 48;

  /// The slot of no impression.
  public static final int NONE = -1;

  private static final int ROOM_AT_FIRST = 8;

  private final int width;
  private int[] video;
  private long[] feed;
  private long[] at;
  private int[] cells;

  /// Slot of the oldest; arrays are rings of a power of two.
  private int first;

  private int size;

  /// @param width cells of an impression, which their owner reads and writes
  public OpenImpressions(int width) {
    this.width = width;
    this.video = new int[ROOM_AT_FIRST];
    this.feed = new long[ROOM_AT_FIRST];
    this.at = new long[ROOM_AT_FIRST];
    this.cells = new int[ROOM_AT_FIRST * width];
  }

  private OpenImpressions(OpenImpressions from) {
    width = from.width;
    video = from.video.clone();
    feed = from.feed.clone();
    at = from.at.clone();
    cells = from.cells.clone();
    first = from.first;
    size = from.size;
  }

  /// The same impressions, for another owner: with `width` cells each, all 0.
  OpenImpressions withCells(int newWidth) {
    OpenImpressions others = new OpenImpressions(newWidth);
    for (int back = size - 1; back >= 0; back--) {
      int slot = slot(back);
      others.add(video[slot], feed[slot], at[slot]);
    }
    return others;
  }

  OpenImpressions copy() {
    return new OpenImpressions(this);
  }

  public int size() {
    return size;
  }

  /// The slot of the `back`-th latest, from 0.
  int slot(int back) {
    return (first + size - 1 - back) & (video.length - 1);
  }

  int video(int slot) {
    return video[slot];
  }

  long feed(int slot) {
    return feed[slot];
  }

  long at(int slot) {
    return at[slot];
  }

  public int cell(int slot, int cell) {
    return cells[slot * width + cell];
  }

  public void set(int slot, int cell, int value) {
    cells[slot * width + cell] = value;
  }

  /// How impressions and outcomes name a feed here: 64 bits of its id, 0 for none.
  public static long feedHash(String id) {
    return id.isEmpty() ? 0 : Hashing.ofString(id);
  }

  /// Makes room for an impression of a time.
  ///
  /// @param windowMillis the attribution window
  /// @param maxOpen see [FoldSettings.Attribution#maxOpen]
  /// @return how many that could still have had an outcome had to go
  public int makeRoom(long atMillis, long windowMillis, int maxOpen) {
    long closed = atMillis - windowMillis;
    int dropped = 0;
    while (size >= LATELY && (at[first] < closed || size >= maxOpen)) {
      dropped += at[first] < closed ? 0 : 1;
      first = (first + 1) & (video.length - 1);
      size--;
    }
    return dropped;
  }

  /// Adds the latest impression, its cells 0, and returns its slot.
  ///
  /// @param ofFeed as [#feedHash] gives it
  public int add(int ofVideo, long ofFeed, long atMillis) {
    if (size == video.length) {
      grow();
    }
    size++;
    int slot = slot(0);
    video[slot] = ofVideo;
    feed[slot] = ofFeed;
    at[slot] = atMillis;
    Arrays.fill(cells, slot * width, (slot + 1) * width, 0);
    return slot;
  }

  private void grow() {
    int[] slots = new int[size];
    for (int i = 0; i < size; i++) {
      slots[i] = slot(size - 1 - i);
    }
    int[] newVideo = new int[2 * size];
    long[] newFeed = new long[2 * size];
    long[] newAt = new long[2 * size];
    int[] newCells = new int[2 * size * width];
    for (int i = 0; i < size; i++) {
      newVideo[i] = video[slots[i]];
      newFeed[i] = feed[slots[i]];
      newAt[i] = at[slots[i]];
      System.arraycopy(cells, slots[i] * width, newCells, i * width, width);
    }
    video = newVideo;
    feed = newFeed;
    at = newAt;
    cells = newCells;
    first = 0;
  }

  /// The slot of the latest impression of a video since a time, in the feed where one is named.
  ///
  /// @param ofFeed as [#feedHash] gives it
  /// @return [#NONE] where there is none
  public int find(int ofVideo, long ofFeed, long sinceMillis) {
    for (int back = 0; back < size; back++) {
      int slot = slot(back);
      if (video[slot] == ofVideo
          && (ofFeed == 0 || feed[slot] == ofFeed)
          && at[slot] >= sinceMillis) {
        return slot;
      }
    }
    return NONE;
  }
}
