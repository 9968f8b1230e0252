package dev.marquee.engine.state;

import dev.marquee.engine.math.Hashing;
import java.util.Arrays;

/// One viewer's impressions that wait for outcomes: attributes outcomes to impressions, for
/// counters, histories and labels.
///
/// An outcome is attributed to the latest impression of its video within the attribution window,
/// and in its feed where it names one. [#makeRoom] drops impressions that have left the window,
/// except for the last [#LATELY]; beyond [FoldSettings.Attribution#maxOpen] it drops the oldest
/// even within the window. Impressions are in the log's order, in one array that grows as needed,
/// so that one or two cache lines hold an impression: 20 bytes and 4 per cell. Slots are valid
/// until the next [#add]. Not safe for use by many threads.
public final class OpenImpressions {

  /// This many of the latest are kept regardless of age.
  public static final int LATELY = 48;

  /// The slot of no impression.
  public static final int NONE = -1;

  private static final int ROOM_AT_FIRST = 8;

  // Where the parts of an impression stand in its row: 64-bit ones as two ints, the lower first.
  private static final int VIDEO = 0;
  private static final int FEED = 1;
  private static final int AT = 3;
  private static final int CELLS = 5;

  private final int width;

  /// A ring of `room` rows, one for each slot.
  private int[] rows;

  /// A power of two.
  private int room;

  /// Slot of the oldest.
  private int first;

  private int size;

  /// @param cells number of ints per impression, which the owner reads and writes
  public OpenImpressions(int cells) {
    width = CELLS + cells;
    room = ROOM_AT_FIRST;
    rows = new int[room * width];
  }

  private OpenImpressions(OpenImpressions from) {
    width = from.width;
    room = from.room;
    rows = from.rows.clone();
    first = from.first;
    size = from.size;
  }

  /// A copy of the impressions for another owner, with `cells` cells each, all 0.
  OpenImpressions withCells(int cells) {
    OpenImpressions others = new OpenImpressions(cells);
    for (int back = size - 1; back >= 0; back--) {
      int slot = slot(back);
      others.add(video(slot), feed(slot), at(slot));
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
    return (first + size - 1 - back) & (room - 1);
  }

  int video(int slot) {
    return rows[slot * width + VIDEO];
  }

  long feed(int slot) {
    return long64(slot * width + FEED);
  }

  long at(int slot) {
    return long64(slot * width + AT);
  }

  private long long64(int index) {
    return (rows[index] & 0xffff_ffffL) | (long) rows[index + 1] << Integer.SIZE;
  }

  private void set(int index, long value) {
    rows[index] = (int) value;
    rows[index + 1] = (int) (value >> Integer.SIZE);
  }

  public int cell(int slot, int cell) {
    return rows[slot * width + CELLS + cell];
  }

  public void set(int slot, int cell, int value) {
    rows[slot * width + CELLS + cell] = value;
  }

  /// The 64-bit hash of a feed's id; 0 for none.
  public static long feedHash(String id) {
    return id.isEmpty() ? 0 : Hashing.ofString(id);
  }

  /// Makes room for an impression at a time.
  ///
  /// @param windowMillis the attribution window
  /// @param maxOpen see [FoldSettings.Attribution#maxOpen]
  /// @return the number of dropped impressions that could still have had an outcome
  public int makeRoom(long atMillis, long windowMillis, int maxOpen) {
    long closed = atMillis - windowMillis;
    int dropped = 0;
    while (size >= LATELY && (size >= maxOpen || at(first) < closed)) {
      dropped += at(first) < closed ? 0 : 1;
      first = (first + 1) & (room - 1);
      size--;
    }
    return dropped;
  }

  /// Adds an impression with cells of 0, and returns its slot.
  ///
  /// @param ofFeed as [#feedHash] gives it
  public int add(int ofVideo, long ofFeed, long atMillis) {
    if (size == room) {
      grow();
    }
    size++;
    int slot = slot(0);
    int row = slot * width;
    rows[row + VIDEO] = ofVideo;
    set(row + FEED, ofFeed);
    set(row + AT, atMillis);
    Arrays.fill(rows, row + CELLS, row + width, 0);
    return slot;
  }

  private void grow() {
    int[] larger = new int[2 * rows.length];
    int untilEnd = (room - first) * width;
    System.arraycopy(rows, first * width, larger, 0, untilEnd);
    System.arraycopy(rows, 0, larger, untilEnd, first * width);
    rows = larger;
    room *= 2;
    first = 0;
  }

  /// The slot of the latest impression of a video since a time, in the feed if one is given.
  ///
  /// @param ofFeed as [#feedHash] gives it
  /// @return [#NONE] where there is none
  public int find(int ofVideo, long ofFeed, long sinceMillis) {
    for (int back = 0; back < size; back++) {
      int slot = slot(back);
      if (video(slot) == ofVideo
          && (ofFeed == 0 || feed(slot) == ofFeed)
          && at(slot) >= sinceMillis) {
        return slot;
      }
    }
    return NONE;
  }
}
