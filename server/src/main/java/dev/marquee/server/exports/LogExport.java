package dev.marquee.server.exports;

import dev.marquee.engine.Progress;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.events.VideoEvent;
import dev.marquee.engine.events.json.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes what was put into a log as lines of JSON that the importers read.
///
/// Reads the whole log, beside a server or without one. Throws [UncheckedIOException] where the
/// file cannot be written.
public final class LogExport {

  private static final int STEP = 1 << 14;

  private final EventLog log;
  private final Progress progress;

  public LogExport(EventLog log, Progress progress) {
    this.log = log;
    this.progress = progress;
  }

  /// Writes the catalog, in the order in which its videos came into the log. Removed videos are
  /// left out.
  public void videos(LineFile to) {
    var catalog = new VideoTable();
    replay(
        event -> {
          if (event instanceof VideoEvent ofVideo) {
            catalog.apply(ofVideo);
          }
        });
    for (int video = 0; video < catalog.size(); video++) {
      if (catalog.isPublished(video)) {
        write(to, EventJson.writePublished(catalog.id(video), catalog.details(video)));
      }
    }
  }

  /// Writes the current profile of each user as the event that set it, by time and id, as an import
  /// sorts them. Users who were forgotten are left out. Memory holds all profiles.
  public void users(LineFile to) {
    Map<String, ProfileUpdated> profiles = new HashMap<>();
    replay(
        event -> {
          if (event instanceof ProfileUpdated profile) {
            profiles.put(profile.user(), profile);
          } else if (event instanceof UserErased erased) {
            profiles.remove(erased.user());
          }
        });
    List<ProfileUpdated> inTime =
        profiles.values().stream()
            .sorted(Comparator.comparing(ProfileUpdated::at).thenComparing(ProfileUpdated::id))
            .toList();
    inTime.forEach(profile -> write(to, EventJson.write(profile)));
  }

  /// Writes all events in the log's order, with their ids.
  ///
  /// Served feeds name places in the log. They are numbers of lines of the file where the log
  /// counts its events from 1 without gaps, as the embedded one does. Otherwise they are left out.
  ///
  /// @return how many feeds lost their places
  public long events(LineFile to) {
    long[] lost = {0};
    var _ =
        log.replay(
            (place, event) -> {
              boolean gapless = log.partitions() == 1 && place == to.lines() + 1;
              if (event instanceof FeedServed feed && !gapless) {
                lost[0]++;
                write(
                    to,
                    EventJson.write(feed.withPlaces(FeedServed.ELSEWHERE, FeedServed.ELSEWHERE)));
              } else {
                write(to, EventJson.write(event));
              }
              step(place);
              return true;
            });
    return lost[0];
  }

  @FunctionalInterface
  private interface Reader {
    void read(Event event);
  }

  private void replay(Reader reader) {
    var _ =
        log.replay(
            (place, event) -> {
              reader.read(event);
              step(place);
              return true;
            });
  }

  private void step(long place) {
    if (place % STEP == 0) {
      progress.step("read the log", place, log.end());
    }
  }

  private static void write(LineFile to, byte[] line) {
    try {
      to.line(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
