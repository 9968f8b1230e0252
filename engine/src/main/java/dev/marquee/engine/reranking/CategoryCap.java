package dev.marquee.engine.reranking;

import dev.marquee.engine.Doc;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.ranking.Slot;
import dev.marquee.engine.retrieval.Query;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntRBTreeSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Lets at most `max` of any `window` neighbours share a category.
///
/// Each slot takes the best video that the cap allows. If the cap allows none, the slot takes the
/// best remaining video: a monotonous feed is better than a short one. Videos without a category
/// are not capped. Takes O(n log n) for a list of n.
public record CategoryCap(
    @Doc(value = "the maximum number of videos of one category within the window", unit = "slots")
        int max,
    @Doc(value = "size of the sliding window", unit = "slots") int window)
    implements Reranker {

  private static final int NONE = -1;

  public CategoryCap {
    if (max < 1 || window < max) {
      throw new IllegalArgumentException(
          "expected 1 <= max <= window, was max %d of window %d".formatted(max, window));
    }
  }

  @Override
  public String name() {
    return "category cap";
  }

  @Override
  public List<Slot> rerank(Query query, List<Slot> ranked, int limit) {
    VideoTable videos = query.snapshot().videos();
    int[] categories = ranked.stream().mapToInt(one -> videos.category(one.video())).toArray();
    Queues queues = new Queues(categories);
    int[] slate = new int[Math.min(limit, categories.length)];
    for (int slot = 0; slot < slate.length; slot++) {
      if (slot >= window) {
        queues.leaveWindow(categories[slate[slot - window]]);
      }
      slate[slot] = queues.take();
    }
    List<Slot> feed = new ArrayList<>(slate.length);
    for (int place : slate) {
      feed.add(ranked.get(place));
    }
    return feed;
  }

  /// The ranked list as one queue per category, in ranked order.
  private final class Queues {

    final int[] categories;

    /// By place, the next place of the same category.
    final int[] next;

    /// By category, the first remaining place.
    final Int2IntOpenHashMap first = new Int2IntOpenHashMap();

    /// The first remaining places of the allowed categories, and of the capped ones.
    final IntRBTreeSet allowed = new IntRBTreeSet();

    final IntRBTreeSet capped = new IntRBTreeSet();
    final Int2IntOpenHashMap inWindow = new Int2IntOpenHashMap();

    Queues(int[] categories) {
      this.categories = categories;
      next = new int[categories.length];
      Arrays.fill(next, NONE);
      first.defaultReturnValue(NONE);
      for (int place = categories.length - 1; place >= 0; place--) {
        next[place] = first.put(categories[place], place);
      }
      allowed.addAll(first.values());
    }

    int take() {
      int place = allowed.isEmpty() ? capped.firstInt() : allowed.firstInt();
      int category = categories[place];
      allowed.remove(place);
      capped.remove(place);
      first.put(category, next[place]);
      int same = category < 0 ? 0 : inWindow.addTo(category, 1) + 1;
      if (next[place] != NONE) {
        (same < max ? allowed : capped).add(next[place]);
      }
      return place;
    }

    void leaveWindow(int category) {
      if (category >= 0 && inWindow.addTo(category, -1) == max) {
        int place = first.get(category);
        if (capped.remove(place)) {
          allowed.add(place);
        }
      }
    }
  }
}
