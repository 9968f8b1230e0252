package dev.marquee.engine.state;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.HistoryImported;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The videos that an older system showed a user: without times, and separate from Marquee's own
/// history.
public final class ImportedHistory implements UserFact {

  static final Kind<ImportedHistory> KIND =
      new Kind<>(
              "imported history",
              1,
              "The last 50 videos of an imported history, which of them were completed or liked,"
                  + " their total number and the time of the latest.",
              ImportedHistory.class,
              ImportedHistory::new,
              ImportedHistory::read)
          .onEvent(HistoryImported.class, ImportedHistory::take);

  private static final byte LIKED = 1;
  private static final byte COMPLETED = 2;

  private int[] videos = {};
  private byte[] flags = {};
  private int total;
  private long lastShownAt;

  /// The number of kept videos.
  public int size() {
    return videos.length;
  }

  /// Ordinals of the videos, the latest last; not to be changed.
  public int[] videos() {
    return videos;
  }

  public boolean isCompleted(int index) {
    return (flags[index] & COMPLETED) != 0;
  }

  public boolean isLiked(int index) {
    return (flags[index] & LIKED) != 0;
  }

  /// The total number of videos that the older system showed.
  public int total() {
    return total;
  }

  /// The time of the latest, epoch milliseconds; 0 where unknown.
  public long lastShownAt() {
    return lastShownAt;
  }

  private void take(HistoryImported imported, UserFold fold) {
    set(imported, fold.videos());
    for (String id : latestLast(imported.completed())) {
      fold.change(new Change.CompletedBefore(fold.videos().ordinal(id), lastShownAt));
    }
  }

  private void set(HistoryImported imported, VideoTable table) {
    List<String> shown = imported.shown();
    int from = Math.max(0, shown.size() - PositiveHistory.MAX);
    Set<String> completed = Set.copyOf(imported.completed());
    Set<String> liked = Set.copyOf(imported.liked());
    videos = new int[shown.size() - from];
    flags = new byte[videos.length];
    total = imported.totalShown();
    lastShownAt = imported.lastShownAt().map(Instant::toEpochMilli).orElse(0L);
    for (int i = 0; i < shown.size(); i++) {
      String id = shown.get(i);
      int video = table.ordinal(id);
      if (i >= from) {
        videos[i - from] = video;
        flags[i - from] =
            (byte) ((completed.contains(id) ? COMPLETED : 0) | (liked.contains(id) ? LIKED : 0));
      }
    }
  }

  /// Each id once, at its last position.
  private static Set<String> latestLast(List<String> ids) {
    Set<String> ordered = new LinkedHashSet<>();
    for (String id : ids) {
      ordered.remove(id);
      ordered.add(id);
    }
    return ordered;
  }

  @Override
  public ImportedHistory copy() {
    ImportedHistory copy = new ImportedHistory();
    // Safe to share: replaced, never changed.
    copy.videos = videos;
    copy.flags = flags;
    copy.total = total;
    copy.lastShownAt = lastShownAt;
    return copy;
  }

  @Override
  public void write(ByteWriter out, VideoTable table) {
    out.varint(videos.length);
    for (int i = 0; i < videos.length; i++) {
      out.text(table.id(videos[i]));
      out.varint(flags[i]);
    }
    out.varint(total);
    out.int64(lastShownAt);
  }

  private static ImportedHistory read(ByteReader in, VideoTable table) {
    ImportedHistory read = new ImportedHistory();
    read.videos = new int[in.varint()];
    read.flags = new byte[read.videos.length];
    for (int i = 0; i < read.videos.length; i++) {
      read.videos[i] = UserState.find(table, in.text());
      read.flags[i] = (byte) in.varint();
    }
    read.total = in.varint();
    read.lastShownAt = in.int64();
    return read;
  }
}
