package dev.marquee.engine.catalog;

import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoEvent;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.VideoRemoved;
import dev.marquee.engine.events.VideoUpdated;
import dev.marquee.engine.math.Hashing;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/// All videos in columns, by dense ordinal.
///
/// A video gets its ordinal when its id first appears, possibly in a click before its publication;
/// it is not [live][#isLive] before it is published. Ordinals follow the log's order, so a replay
/// gives the same ones.
///
/// One thread writes. [#snapshot] gives an immutable table for any number of readers, in time
/// proportional to the number of pages, which are copied on write.
public final class VideoTable {

  private static final int PAGE_BITS = 9;
  private static final int PAGE = 1 << PAGE_BITS;
  private static final VideoDetails UNPUBLISHED =
      VideoDetails.published(java.time.Instant.parse("2099-12-31T00:00:00Z"));
  private static final int[] NONE = {};
  private static final long NEVER = Long.MAX_VALUE;

  private final Columns columns;
  private final Dictionary videos;
  private final Dictionary channels;
  private final Dictionary categories;
  private final boolean frozen;
  private Page[] pages;
  private boolean[] shared;
  private volatile int size;
  private long changes;
  private final BitSet unsaved = new BitSet();

  /// An empty table without declared columns.
  public VideoTable() {
    this(Columns.NONE);
  }

  /// An empty table.
  ///
  /// @param columns the platform's own columns
  public VideoTable(Columns columns) {
    this(columns, new Dictionary(), new Dictionary(), new Dictionary(), false, new Page[4], 0, 0);
  }

  private VideoTable(
      Columns columns,
      Dictionary videos,
      Dictionary channels,
      Dictionary categories,
      boolean frozen,
      Page[] pages,
      int size,
      long changes) {
    this.columns = columns;
    this.videos = videos;
    this.channels = channels;
    this.categories = categories;
    this.frozen = frozen;
    this.pages = pages;
    this.shared = new boolean[pages.length];
    this.size = size;
    this.changes = changes;
  }

  /// An immutable copy of this table, for readers of any thread; later writes do not change it.
  public VideoTable snapshot() {
    Arrays.fill(shared, true);
    return new VideoTable(
        columns, videos, channels, categories, true, pages.clone(), size, changes);
  }

  /// Applies an event of the catalog and returns the ordinal of its video.
  public int apply(VideoEvent event) {
    int video = ordinal(event.video());
    switch (event) {
      case VideoPublished published -> put(video, published.details(), true);
      case VideoUpdated updated -> put(video, updated.details(), isPublished(video));
      case VideoRemoved removed -> put(video, details(video), false);
    }
    return video;
  }

  /// The ordinal of a video, which gets one if it has none.
  public int ordinal(String id) {
    int found = videos.find(id);
    if (found >= 0) {
      return found;
    }
    requireWritable();
    int video = videos.ordinal(id);
    if (video >> PAGE_BITS == pages.length) {
      pages = Arrays.copyOf(pages, 2 * pages.length);
      shared = Arrays.copyOf(shared, pages.length);
    }
    if (pages[video >> PAGE_BITS] == null) {
      pages[video >> PAGE_BITS] = new Page();
    }
    size = video + 1;
    put(video, UNPUBLISHED, false);
    writable(video).idHash[video & (PAGE - 1)] = Hashing.ofString(id);
    return video;
  }

  private void put(int video, VideoDetails details, boolean published) {
    Page page = writable(video);
    int i = video & (PAGE - 1);
    page.details[i] = details;
    page.published[i] = published;
    page.publishedAt[i] = details.publishedAt().toEpochMilli();
    boolean isForAll = published && details.maturity() == 0 && details.countries().isEmpty();
    page.openFrom[i] = isForAll ? page.publishedAt[i] : NEVER;
    page.channel[i] = details.channel().isEmpty() ? -1 : channels.ordinal(details.channel());
    page.category[i] = details.categories().isEmpty() ? -1 : categories.ordinal(details.category());
    page.durationSeconds[i] = details.durationSeconds();
    page.languageHash[i] = details.language().hashCode();
    page.attributes[i] = attributes(details);
    unsaved.set(video);
    changes++;
  }

  /// LSH buckets first, then the platform's own columns.
  private int[] attributes(VideoDetails details) {
    int[] own = Attributes.ofVideo(details.attributes(), columns);
    return details.vector().isEmpty()
        ? own
        : IntStream.concat(Arrays.stream(LshBuckets.of(details.vector())), Arrays.stream(own))
            .toArray();
  }

  private Page writable(int video) {
    requireWritable();
    int page = video >> PAGE_BITS;
    if (shared[page]) {
      pages[page] = pages[page].copy();
      shared[page] = false;
    }
    return pages[page];
  }

  private void requireWritable() {
    if (frozen) {
      throw new IllegalStateException("a snapshot is read-only: write to its table");
    }
  }

  /// The number of changes of videos: two snapshots of a table with the same number are equal.
  public long changes() {
    return changes;
  }

  /// Calls `changed` with each video that is new or has changed since an earlier snapshot. Fast
  /// where both are of one table, as unchanged pages are the same objects.
  public void forEachChange(VideoTable since, IntConsumer changed) {
    for (int video = 0; video < size; video++) {
      int page = video >> PAGE_BITS;
      if (video < since.size && pages[page] == since.pages[page]) {
        video = Math.min(since.size, (page + 1) << PAGE_BITS) - 1;
      } else if (video >= since.size || isOther(video, since)) {
        changed.accept(video);
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // The details of a video that changes are replaced.
  private boolean isOther(int video, VideoTable than) {
    return details(video) != than.details(video) || isPublished(video) != than.isPublished(video);
  }

  /// The number of ordinals, which are dense from 0.
  public int size() {
    return size;
  }

  /// The ordinal of a video of this table, or -1.
  public int find(String id) {
    int video = videos.find(id);
    return video < size ? video : -1;
  }

  public String id(int video) {
    return videos.name(video);
  }

  /// 64-bit hash of the video's id, the same in every process.
  public long idHash(int video) {
    return pages[video >> PAGE_BITS].idHash[video & (PAGE - 1)];
  }

  public VideoDetails details(int video) {
    return pages[video >> PAGE_BITS].details[video & (PAGE - 1)];
  }

  /// Whether the video was published and not removed since, regardless of the time from which
  /// viewers may see it.
  public boolean isPublished(int video) {
    return pages[video >> PAGE_BITS].published[video & (PAGE - 1)];
  }

  /// Whether viewers may see the video at a time (epoch milliseconds).
  public boolean isLive(int video, long atMillis) {
    return isPublished(video) && publishedAtMillis(video) <= atMillis;
  }

  /// Whether viewers of any age and country may see the video at a time: one check instead of
  /// several.
  public boolean isOpen(int video, long atMillis) {
    return pages[video >> PAGE_BITS].openFrom[video & (PAGE - 1)] <= atMillis;
  }

  public long publishedAtMillis(int video) {
    return pages[video >> PAGE_BITS].publishedAt[video & (PAGE - 1)];
  }

  /// 0 where unknown.
  public double durationSeconds(int video) {
    return pages[video >> PAGE_BITS].durationSeconds[video & (PAGE - 1)];
  }

  /// The hash of the language's name.
  public int languageHash(int video) {
    return pages[video >> PAGE_BITS].languageHash[video & (PAGE - 1)];
  }

  /// Ordinal of the video's channel, or -1.
  public int channel(int video) {
    return pages[video >> PAGE_BITS].channel[video & (PAGE - 1)];
  }

  /// Ordinal of the video's main category, or -1.
  public int category(int video) {
    return pages[video >> PAGE_BITS].category[video & (PAGE - 1)];
  }

  /// The length of the videos' content vectors, taken from the first video that has one; 0 where
  /// none has. May scan all videos.
  public int vectorLength() {
    for (int video = 0; video < size; video++) {
      if (!details(video).vector().isEmpty()) {
        return details(video).vector().length();
      }
    }
    return 0;
  }

  /// Hashes of the LSH buckets of the video's vector, and of the platform's own columns as in
  /// [Attributes].
  public int[] attributes(int video) {
    return pages[video >> PAGE_BITS].attributes[video & (PAGE - 1)];
  }

  /// The platform's own columns.
  public Columns columns() {
    return columns;
  }

  public Dictionary channels() {
    return channels;
  }

  public Dictionary categories() {
    return categories;
  }

  /// Ordinals written since the last call, for a store that saves what changed.
  public int[] takeUnsaved() {
    int[] changed = unsaved.stream().toArray();
    unsaved.clear();
    return changed;
  }

  /// Restores a saved video; ordinals must come in order, from 0.
  public void restore(String id, VideoDetails details, boolean published) {
    int video = ordinal(id);
    put(video, details, published);
    unsaved.clear(video);
  }

  private static final class Page {
    final VideoDetails[] details;
    final boolean[] published;
    final long[] publishedAt;
    final long[] openFrom;
    final long[] idHash;
    final int[] channel;
    final int[] category;
    final double[] durationSeconds;
    final int[] languageHash;
    final int[][] attributes;

    Page() {
      details = new VideoDetails[PAGE];
      published = new boolean[PAGE];
      publishedAt = new long[PAGE];
      openFrom = new long[PAGE];
      idHash = new long[PAGE];
      channel = new int[PAGE];
      category = new int[PAGE];
      durationSeconds = new double[PAGE];
      languageHash = new int[PAGE];
      attributes = new int[PAGE][];
      Arrays.fill(attributes, NONE);
    }

    private Page(Page from) {
      details = from.details.clone();
      published = from.published.clone();
      publishedAt = from.publishedAt.clone();
      openFrom = from.openFrom.clone();
      idHash = from.idHash.clone();
      channel = from.channel.clone();
      category = from.category.clone();
      durationSeconds = from.durationSeconds.clone();
      languageHash = from.languageHash.clone();
      attributes = from.attributes.clone();
    }

    Page copy() {
      return new Page(this);
    }
  }

  @Override
  public String toString() {
    return "VideoTable" + Map.of("videos", size, "frozen", frozen);
  }
}
