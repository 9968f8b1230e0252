package dev.marquee.engine.models;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.features.UserState;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.Arrays;
import java.util.List;

/// The videos that a model knows, by item: a dense number, the place among its ids.
///
/// Safe for use by many threads.
public final class Items {

  private final List<String> ids;
  private final Object2IntOpenHashMap<String> items;

  /// Two more than the item of each ordinal; 0 where nobody asked yet. Threads that race look an
  /// ordinal up twice and find the same.
  private volatile int[] known = new int[1024];

  /// @param ids distinct
  public Items(List<String> ids) {
    this.ids = List.copyOf(ids);
    this.items = new Object2IntOpenHashMap<>(ids.size());
    items.defaultReturnValue(-1);
    for (int item = 0; item < ids.size(); item++) {
      int earlier = items.put(ids.get(item), item);
      if (earlier >= 0) {
        throw new IllegalArgumentException(
            "item '%s' has two vectors, %d and %d".formatted(ids.get(item), earlier, item));
      }
    }
  }

  public int size() {
    return ids.size();
  }

  /// The ids in the order of the items.
  public List<String> ids() {
    return ids;
  }

  /// The item of an id, or -1 where training has not seen it.
  public int find(String id) {
    return items.getInt(id);
  }

  /// The item of a video, or -1.
  ///
  /// @param table any of the tables that one log folds into: a video's ordinal is the same in all
  public int item(VideoTable table, int video) {
    int[] now = known;
    if (video >= now.length) {
      now = Arrays.copyOf(now, Math.max(2 * now.length, table.size()));
      known = now;
    }
    if (now[video] == 0) {
      now[video] = 2 + find(table.id(video));
    }
    return now[video] - 2;
  }

  /// The ordinals of all items in a table; -1 where the table lacks one.
  public int[] videos(VideoTable table) {
    return ids.stream().mapToInt(table::find).toArray();
  }

  /// The items of a viewer's history, the latest first, each once however often it was watched.
  public int[] history(UserState user, VideoTable table) {
    int[] found = new int[user.historySize()];
    int many = 0;
    for (int back = 0; back < found.length; back++) {
      int item = item(table, user.historyVideo(back));
      int before = 0;
      while (before < many && found[before] != item) {
        before++;
      }
      if (item >= 0 && before == many) {
        found[many++] = item;
      }
    }
    return Arrays.copyOf(found, many);
  }
}
