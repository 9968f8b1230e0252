package dev.marquee.server.imports;

import dev.marquee.engine.Progress;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.events.UserEvent;
import dev.marquee.engine.events.VectorLength;
import dev.marquee.engine.events.json.EventJson;
import dev.marquee.engine.math.Hashing;
import dev.marquee.server.data.ImportException;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// Copies the export of a whole log, line by line, so that every event gets the place that it had:
/// served feeds name such places.
///
/// The log must be empty, or hold the beginning of the export: then the rest is added. The file is
/// read twice, and nothing is appended before it is checked. Memory holds about 40 bytes an event.
public final class LogCopyImport {

  private static final int STEP = 10_000;

  private static final long NOBODY = 0;

  /// The user of an erasure has a pseudonym, and a later event of the same user the real id.
  private static final long FORGOTTEN = 1;

  private final EventLog log;
  private final BadLines bad;
  private final Progress progress;

  /// Hashes of the file's events.
  private final LongArrayList contents = new LongArrayList();

  /// Hashes of their users, [#NOBODY] or [#FORGOTTEN].
  private final LongArrayList users = new LongArrayList();

  /// Hashes of their contents.
  private final LongOpenHashSet met = new LongOpenHashSet();

  public LogCopyImport(EventLog log, BadLines bad, Progress progress) {
    this.log = log;
    this.bad = bad;
    this.progress = progress;
  }

  /// Copies standard input, by way of a temporary file.
  public ImportSummary run(InputStream in) {
    return CheckedFile.spooled(in, this::run);
  }

  /// Copies a file. To be called once.
  ///
  /// @throws ImportException where the file is no export of a whole log, or the log holds anything
  ///   but its beginning
  public ImportSummary run(Path file) {
    try {
      read(file, bad, event -> check(file, event));
      requireWhole(file);
      int held = requireBeginning(file);
      int[] next = {0};
      var batches = new LogBatches(log, progress, contents.size() - held);
      read(
          file,
          BadLines.skipped(),
          event -> {
            if (next[0]++ >= held) {
              batches.add(event);
            }
          });
      batches.finish();
      return new ImportSummary(
          1,
          new ImportSummary.LineCounts(contents.size(), 0, 0),
          new ImportSummary.Events(batches.events().appended(), held + requireNew(file, batches)),
          ImportSummary.Order.KEPT,
          Optional.empty(),
          Columns.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(Path file, BadLines bad, Consumer<Event> sink) throws IOException {
    VectorLength vectors = VectorLength.of(log);
    CheckedFile.readLines(
        file,
        bad,
        line -> vectors.checked(EventJson.readOne(line, 0, line.length, EventJson.Sender.SERVER)),
        (event, line) -> sink.accept(event));
  }

  private void check(Path file, Event event) {
    if (!met.add(Hashing.ofString(event.id()))) {
      throw refused(
          file,
          "event %,d has the id '%s' of an earlier one".formatted(contents.size() + 1, event.id()));
    }
    contents.add(content(event));
    users.add(
        switch (event) {
          case UserErased _ -> FORGOTTEN;
          case UserEvent ofUser -> Hashing.ofString(ofUser.user());
          default -> NOBODY;
        });
    if (event instanceof FeedServed feed) {
      requirePlaces(file, feed);
    }
    if (contents.size() % STEP == 0) {
      progress.step("check " + file.getFileName(), contents.size(), 0);
    }
  }

  private void requirePlaces(Path file, FeedServed feed) {
    int here = contents.size();
    long user = feed.userPosition();
    if (feed.snapshot() >= here || user >= here) {
      throw refused(
          file,
          "event %,d, the feed '%s', was made from event %,d, which comes later"
              .formatted(here, feed.id(), Math.max(feed.snapshot(), user)));
    }
    long found = user > 0 ? users.getLong((int) user - 1) : FORGOTTEN;
    if (found != FORGOTTEN && found != Hashing.ofString(feed.user())) {
      throw refused(
          file,
          "event %,d, the feed '%s', was made from event %,d, which is not of its viewer '%s'"
              .formatted(here, feed.id(), user, feed.user()));
    }
  }

  private void requireWhole(Path file) {
    if (bad.count() > 0) {
      throw refused(file, "bad lines: %,d".formatted(bad.count()));
    }
    if (contents.isEmpty()) {
      throw refused(file, "holds no event");
    }
  }

  /// @return how many of the file's events the log holds
  private int requireBeginning(Path file) {
    if (log.partitions() != 1) {
      throw refused(file, "the log has %,d partitions, expected one".formatted(log.partitions()));
    }
    int[] held = {0};
    log.replay(
        (place, event) -> {
          if (held[0] == contents.size()) {
            return false; // the log goes on where the file ends
          }
          if (place != held[0] + 1 || contents.getLong(held[0]) != content(event)) {
            throw refused(
                file,
                ("event %,d of the log, '%s', is not the one that the file has there (events of a"
                        + " user who was forgotten meanwhile have changed)")
                    .formatted(place, event.id()));
          }
          held[0]++;
          return true;
        });
    return held[0];
  }

  private static long requireNew(Path file, LogBatches batches) {
    long repeated = batches.events().alreadyThere();
    if (repeated > 0) {
      throw refused(
          file,
          "the log knew %,d ids from events that it does not hold any more".formatted(repeated));
    }
    return repeated;
  }

  private static long content(Event event) {
    return Hashing.ofString(new String(EventJson.write(event), StandardCharsets.UTF_8));
  }

  private static ImportException refused(Path file, String why) {
    return new ImportException(
        file
            + ": "
            + why
            + ". --keep-order copies the export of a whole log into a new data directory, or goes"
            + " on with such a copy; without it, events are sorted by time into any log");
  }
}
