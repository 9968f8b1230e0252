package dev.marquee.server.imports;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.Follow;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.Reaction;
import dev.marquee.engine.events.Reaction.Kind;
import dev.marquee.engine.events.Watch;
import dev.marquee.engine.events.Watch.Completion;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Converts log rows to events, in the order in which they became known.
///
/// The row's id serves as the feed id, so that every outcome is attributed to exactly its
/// impression. All outcomes of a row have the time at which watching ended, in this order: click,
/// reactions, follow, and the watch, which closes the impression. At the same millisecond,
/// impressions come first.
final class KuaiRandEvents {

  private final Map<Integer, Context> tabs = new HashMap<>();
  private final Map<Long, String> channels;

  /// @param channels the author of each video, if known
  KuaiRandEvents(Map<Long, String> channels) {
    this.channels = channels;
  }

  /// Number of events that [#write] makes.
  long count(List<KuaiRandRow> rows) {
    long[] count = {0};
    for (KuaiRandRow row : rows) {
      count[0]++;
      outcomes(row, event -> count[0]++);
    }
    return count[0];
  }

  /// @param rows sorted by [KuaiRandRow#BY_IMPRESSION]
  void write(List<KuaiRandRow> rows, Consumer<Event> sink) {
    List<KuaiRandRow> ended = rows.stream().sorted(KuaiRandRow.BY_OUTCOME).toList();
    int next = 0;
    for (KuaiRandRow row : ended) {
      while (next < rows.size() && rows.get(next).shownAt() <= row.knownAt()) {
        sink.accept(impression(rows.get(next++)));
      }
      outcomes(row, sink);
    }
  }

  private Event impression(KuaiRandRow row) {
    String id = id(row);
    return new Impression(
        id + "-impression",
        Instant.ofEpochMilli(row.shownAt()),
        String.valueOf(row.user()),
        String.valueOf(row.video()),
        id,
        -1,
        tabs.computeIfAbsent(row.tab(), tab -> new Context("", "", String.valueOf(tab))));
  }

  private void outcomes(KuaiRandRow row, Consumer<Event> sink) {
    String id = id(row);
    Instant at = Instant.ofEpochMilli(row.knownAt());
    String user = String.valueOf(row.user());
    String video = String.valueOf(row.video());
    if (row.marks().click()) {
      sink.accept(new Click(id + "-click", at, user, video, id));
    }
    if (row.marks().like()) {
      sink.accept(new Reaction(id + "-like", at, user, video, id, Kind.LIKE));
    }
    if (row.marks().comment()) {
      sink.accept(new Reaction(id + "-comment", at, user, video, id, Kind.COMMENT));
    }
    if (row.marks().forward()) {
      sink.accept(new Reaction(id + "-share", at, user, video, id, Kind.SHARE));
    }
    if (row.marks().hate()) {
      sink.accept(new Reaction(id + "-dislike", at, user, video, id, Kind.DISLIKE));
    }
    String channel = channels.getOrDefault(row.video(), "");
    if (row.marks().follow() && !channel.isEmpty()) {
      sink.accept(new Follow(id + "-follow", at, user, channel));
    }
    sink.accept(
        new Watch(
            id + "-watch",
            at,
            user,
            video,
            id,
            row.playMillis() / 1000.0,
            row.durationMillis() / 1000.0,
            row.marks().longView() ? Completion.COMPLETED : Completion.ABANDONED,
            true));
  }

  private static String id(KuaiRandRow row) {
    return "kr-" + row.user() + "-" + row.video() + "-" + row.shownAt();
  }
}
