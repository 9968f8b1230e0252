package dev.marquee.server.imports;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoEvent;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.VideoRemoved;
import dev.marquee.engine.events.VideoUpdated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Compares a catalog with a target's, and makes the events that turn the latter into the former.
///
/// An event's id follows from its content and from the event that it replaces. So a video that
/// changes from A to B and back has three events, and a run after a crash finds what is durable in
/// the log and adds the rest. Not safe for threads.
final class CatalogSync {

  private final Instant now;
  private final VideoTable before = new VideoTable();

  /// Ids of the latest event of each video, by ordinal.
  private final List<String> latest = new ArrayList<>();

  private final BitSet named = new BitSet();
  private final Tally added = new Tally();
  private final Tally changed = new Tally();
  private final Tally removed = new Tally();
  private long unchanged;
  private long published;

  /// Reads the whole catalog.
  ///
  /// @param now when changes of videos that it knows happen
  CatalogSync(CatalogTarget target, Instant now) {
    this.now = now;
    target.replay(this::fold);
    for (int video = 0; video < before.size(); video++) {
      published += before.isPublished(video) ? 1 : 0;
    }
  }

  private void fold(VideoEvent event) {
    int video = before.apply(event);
    if (video == latest.size()) {
      latest.add(event.id());
    } else {
      latest.set(video, event.id());
    }
  }

  /// The length of the vectors that the catalog has, 0 where it has none.
  int vectorLength() {
    return before.vectorLength();
  }

  /// When a video of the log was published.
  Optional<Instant> publishedAt(String video) {
    int found = before.find(video);
    return found < 0 ? Optional.empty() : Optional.of(before.details(found).publishedAt());
  }

  /// Takes the id of a video that the wanted catalog has, before [#removeOthers].
  void named(String video) {
    int found = before.find(video);
    if (found >= 0) {
      named.set(found);
    }
  }

  /// Takes a video that the wanted catalog has, once for each.
  ///
  /// @return the event that makes it so, where anything differs
  Optional<Event> wanted(String video, VideoDetails details) {
    int found = before.find(video);
    if (found < 0) {
      added.add(video);
      Instant at = details.publishedAt().isAfter(now) ? now : details.publishedAt();
      return Optional.of(identified(new VideoPublished("-", at, video, details)));
    }
    String replaced = latest.get(found);
    if (!before.isPublished(found)) {
      added.add(video);
      return Optional.of(identified(new VideoPublished(replaced, now, video, details)));
    }
    if (before.details(found).equals(details)) {
      unchanged++;
      return Optional.empty();
    }
    changed.add(video + " (" + differences(before.details(found), details) + ")");
    return Optional.of(identified(new VideoUpdated(replaced, now, video, details)));
  }

  /// Hands over the events that remove all videos which were not [#named].
  void removeOthers(Consumer<Event> sink) {
    for (int video = 0; video < before.size(); video++) {
      if (before.isPublished(video) && !named.get(video)) {
        removed.add(before.id(video));
        String replaced = latest.get(video);
        sink.accept(identified(new VideoRemoved(replaced, now, before.id(video))));
      }
    }
  }

  CatalogChanges changes() {
    return new CatalogChanges(added.kind(), changed.kind(), removed.kind(), unchanged, published);
  }

  private static Event identified(VideoEvent event) {
    String id = ContentId.of("video-", event);
    return switch (event) {
      case VideoPublished it -> new VideoPublished(id, it.at(), it.video(), it.details());
      case VideoUpdated it -> new VideoUpdated(id, it.at(), it.video(), it.details());
      case VideoRemoved it -> new VideoRemoved(id, it.at(), it.video());
    };
  }

  private static String differences(VideoDetails before, VideoDetails after) {
    List<String> fields =
        VideoDetails.FIELDS.list().stream()
            .filter(field -> !field.value(before).equals(field.value(after)))
            .map(field -> field.name())
            .toList();
    return String.join(", ", fields);
  }

  private static final class Tally {

    private final List<String> first = new ArrayList<>();
    private long count;

    void add(String video) {
      count++;
      if (first.size() < CatalogChanges.NAMED) {
        first.add(video);
      }
    }

    CatalogChanges.Kind kind() {
      return new CatalogChanges.Kind(count, first);
    }
  }
}
