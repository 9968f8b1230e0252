package dev.marquee.engine.training.examples;

import dev.marquee.engine.Progress;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.state.AttributionCounts;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The result of a first pass over the log, before a replay builds rows: the offsets at which
/// served feeds read their features, the times of impressions, and the watches of each viewer.
///
/// One pass gives the histories as of any time: events known only later are left out.
public final class LogSurvey {

  private final Instant until;
  private final Fold fold;
  private final VideoTable videos;
  private final ServedPlaces places = new ServedPlaces();
  private final ImpressionTimes impressions = new ImpressionTimes();
  private final Positives positives = new Positives();
  private final Completions completions = new Completions();
  private Event now;

  private LogSurvey(Fold fold, Optional<Instant> until) {
    this.until = until.orElse(Instant.MAX);
    this.fold = fold;
    this.videos = fold.videos();
    until.ifPresent(fold::freezeOutcomes);
    fold.onCompletion(completions::add);
    fold.onPositive((user, video, at) -> positives.add(user, video, at, now.at()));
  }

  /// Reads the whole log.
  ///
  /// @param until events from this time on are not used in training
  public static LogSurvey of(
      EventLog log, FoldSettings settings, Optional<Instant> until, Progress progress) {
    var fold = new Fold(settings);
    var survey = new LogSurvey(fold, until);
    long end = log.end();
    log.replay(
        (place, event) -> {
          survey.take(event);
          fold.apply(place, event);
          if ((place & 0xffff) == 0) {
            progress.step("reading the log", place, end);
          }
          return true;
        });
    progress.step("reading the log", end, end);
    survey.impressions.sort();
    return survey;
  }

  private void take(Event event) {
    now = event;
    places.note(event);
    if (event instanceof Impression seen) {
      positives.seen(seen);
      if (seen.at().isBefore(until)) {
        impressions.add(seen.at());
      }
    } else if (event instanceof UserErased erased) {
      positives.forget(erased.user());
    }
  }

  /// Number of impressions usable for training.
  public int impressions() {
    return impressions.count();
  }

  /// The time before which this share of the impressions happened.
  public Instant timeAfter(double share) {
    return impressions.after(share);
  }

  /// The training data of retrieval; empty without positive watches.
  public Optional<WatchHistories> histories() {
    return WatchHistories.of(positives.before(Long.MAX_VALUE), videos);
  }

  /// The training data of retrieval as of a time.
  public Optional<WatchHistories> historiesBefore(Instant time) {
    return WatchHistories.of(positives.before(time.toEpochMilli()), videos);
  }

  /// The videos first completed at or after a time, by viewer.
  public Map<String, IntSet> completedFrom(Instant time) {
    return completions.from(time);
  }

  /// How many outcomes before the time until which may be trained on found their impressions.
  public AttributionCounts attribution() {
    return fold.attribution();
  }

  ServedPlaces places() {
    return places;
  }
}
