package dev.marquee.engine.models;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.state.UserState;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// The videos that a model knows, numbered densely from 0: its items.
///
/// A model is trained on one video table and used with another; video ids link the two. Immutable
/// except for a cache; safe for use by many threads.
public final class Items {

  private final List<String> ids;
  private final Object2IntOpenHashMap<String> numbers;

  /// By video ordinal: the item plus two, or 0 before the first lookup. Threads that race may look
  /// a video up twice, with the same result.
  private volatile int[] itemOf = new int[1024];

  /// @param ids distinct, in the order of their numbers
  public Items(List<String> ids) {
    this.ids = List.copyOf(ids);
    this.numbers = new Object2IntOpenHashMap<>(ids.size());
    numbers.defaultReturnValue(-1);
    for (int i = 0; i < ids.size(); i++) {
      int earlier = numbers.put(ids.get(i), i);
      if (earlier >= 0) {
        throw new IllegalArgumentException(
            "item '%s' comes twice, as %d and as %d: ids must be distinct"
                .formatted(ids.get(i), earlier, i));
      }
    }
  }

  /// The ids in the order of their numbers.
  public List<String> ids() {
    return ids;
  }

  public int size() {
    return ids.size();
  }

  /// The item with this id, or -1 if training did not see it.
  public int find(String id) {
    return numbers.getInt(id);
  }

  /// The item of a video, or -1 if training did not see it.
  ///
  /// @param table any table built from the same log: a video has the same ordinal in all of them
  public int item(VideoTable table, int video) {
    int[] known = itemOf;
    if (video >= known.length) {
      known = Arrays.copyOf(known, Math.max(2 * known.length, table.size()));
      itemOf = known;
    }
    if (known[video] == 0) {
      known[video] = 2 + find(table.id(video));
    }
    return known[video] - 2;
  }

  /// By item: its video's ordinal in the table, or -1 if the table lacks it.
  public int[] videos(VideoTable table) {
    return ids.stream().mapToInt(table::find).toArray();
  }

  /// The items that the viewer watched, the latest first, without duplicates.
  public int[] history(UserState user, VideoTable table) {
    int[] found = new int[user.historySize()];
    int count = 0;
    for (int back = 0; back < found.length; back++) {
      int item = item(table, user.historyVideo(back));
      int before = 0;
      while (before < count && found[before] != item) {
        before++;
      }
      if (item >= 0 && before == count) {
        found[count++] = item;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /// Writes the ids without their count, which the model writes.
  public void write(ModelWriter writer) throws IOException {
    for (String id : ids) {
      writer.writeString(id);
    }
  }

  /// Reads what [#write] wrote.
  ///
  /// @param size the number of ids, from a block whose checksum was verified
  public static Items read(ModelReader reader, int size) throws IOException {
    var ids = new String[size];
    for (int i = 0; i < size; i++) {
      ids[i] = reader.readString();
    }
    return new Items(List.of(ids));
  }
}
