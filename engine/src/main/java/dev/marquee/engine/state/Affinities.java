package dev.marquee.engine.state;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.math.Hashing;
import it.unimi.dsi.fastutil.ints.Int2IntMap;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.Arrays;

/// One user's counts of impressions, clicks and completions by category, channel, surface,
/// duration, hour and device.
///
/// Keeps the [#LIMIT] keys with the most impressions; a scan over a few dozen ints is faster and
/// smaller than a hash map. Not safe for use by many threads.
public final class Affinities implements UserFact {

  static final Kind<Affinities> KIND =
      new Kind<>(
              "affinities",
              1,
              "Impressions, clicks and completions by category, channel, surface, duration, hour"
                  + " and device: the 128 with the most impressions.",
              Affinities.class,
              Affinities::new,
              Affinities::read)
          .onChange(Change.Shown.class, Affinities::show)
          .onChange(Change.Clicked.class, Affinities::click)
          .onChange(Change.Completed.class, Affinities::complete);

  /// The maximum number of keys of a user.
  static final int LIMIT = 128;

  public static final int IMPRESSIONS = 0;
  public static final int CLICKS = 1;
  public static final int COMPLETIONS = 2;
  private static final int WIDTH = 3;

  private int[] keys;
  private int[] counts;
  private int size;

  Affinities() {
    keys = new int[8];
    counts = new int[8 * WIDTH];
  }

  private Affinities(Affinities from) {
    keys = from.keys.clone();
    counts = from.counts.clone();
    size = from.size;
  }

  @Override
  public Affinities copy() {
    return new Affinities(this);
  }

  /// The key of a category.
  ///
  /// @param name hash by [Keys#name]
  public static int category(int name) {
    return key(1, name);
  }

  public static int channel(int name) {
    return key(2, name);
  }

  public static int surface(int surface) {
    return key(3, surface);
  }

  public static int durationBucket(int durationBucket) {
    return key(4, durationBucket);
  }

  public static int hour(int hourOfDay) {
    return key(5, hourOfDay);
  }

  static int device(int device) {
    return key(6, device);
  }

  private static int key(int kind, int value) {
    return (int) Hashing.mix(kind, value);
  }

  /// A map of all keys to their slots, for many lookups.
  public Int2IntMap slots() {
    var slots = new Int2IntOpenHashMap(size);
    slots.defaultReturnValue(-1);
    for (int i = 0; i < size; i++) {
      slots.put(keys[i], i);
    }
    return slots;
  }

  /// The slot of a key, or -1.
  public int find(int key) {
    for (int i = 0; i < size; i++) {
      if (keys[i] == key) {
        return i;
      }
    }
    return -1;
  }

  /// A count; 0 for slot -1.
  public int count(int slot, int counter) {
    return slot < 0 ? 0 : counts[slot * WIDTH + counter];
  }

  private void show(Change.Shown shown, UserFold fold) {
    add(shown.origin(), IMPRESSIONS, fold.videos());
    add(hour(Fold.hour(shown.atMillis())), IMPRESSIONS);
    if (!shown.device().isEmpty()) {
      add(device(Keys.name(shown.device())), IMPRESSIONS);
    }
  }

  /// Outcomes without an impression are not in rates.
  private void click(Change.Clicked clicked, UserFold fold) {
    if (clicked.origin().isShown()) {
      add(clicked.origin(), CLICKS, fold.videos());
      add(hour(Fold.hour(clicked.atMillis())), CLICKS);
    }
  }

  private void complete(Change.Completed completed, UserFold fold) {
    if (completed.origin().isShown()) {
      add(completed.origin(), COMPLETIONS, fold.videos());
    }
  }

  private void add(Change.Origin of, int counter, VideoTable videos) {
    int video = of.video();
    add(surface(of.surface()), counter);
    add(durationBucket(Keys.durationBucket(videos.details(video).durationSeconds())), counter);
    if (videos.category(video) >= 0) {
      add(category(videos.categories().hash(videos.category(video))), counter);
    }
    if (videos.channel(video) >= 0) {
      add(channel(videos.channels().hash(videos.channel(video))), counter);
    }
  }

  void add(int key, int counter) {
    int slot = find(key);
    if (slot < 0) {
      slot = newSlot();
      keys[slot] = key;
      Arrays.fill(counts, slot * WIDTH, (slot + 1) * WIDTH, 0);
    }
    counts[slot * WIDTH + counter]++;
  }

  private int newSlot() {
    if (size == LIMIT) {
      return leastSeen();
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size * WIDTH);
    }
    return size++;
  }

  private int leastSeen() {
    int min = 0;
    for (int i = 1; i < size; i++) {
      if (counts[i * WIDTH] < counts[min * WIDTH]) {
        min = i;
      }
    }
    return min;
  }

  @Override
  public void write(ByteWriter out, VideoTable videos) {
    out.varint(size);
    for (int i = 0; i < size; i++) {
      out.int32(keys[i]);
      for (int j = 0; j < WIDTH; j++) {
        out.varint(counts[i * WIDTH + j]);
      }
    }
  }

  static Affinities read(ByteReader in, VideoTable videos) {
    Affinities read = new Affinities();
    int size = in.varint();
    for (int i = 0; i < size; i++) {
      int slot = read.newSlot();
      read.keys[slot] = in.int32();
      for (int j = 0; j < WIDTH; j++) {
        read.counts[slot * WIDTH + j] = in.varint();
      }
    }
    return read;
  }
}
