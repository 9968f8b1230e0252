package dev.marquee.engine.training.examples;

import dev.marquee.engine.Progress;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.FeedId;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.events.UserEvent;
import dev.marquee.engine.events.Watch;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Signals;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.engine.state.UserState;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Replays the log into examples, which are point-in-time correct by construction.
///
/// An impression of a served feed gets the rows that serving used, rebuilt from the state at the
/// log offsets that `FeedServed` records. Any other impression gets the state just before it.
/// Rebuilt rows are compared with their logged digests to measure the train and serve skew.
public final class ExampleReplay {

  private final FoldSettings settings;
  private final EventLog log;
  private final Progress progress;
  private final SignalHistory signals;
  private final Fold.CompletionListener completions;

  /// A replay whose examples carry no learned scores.
  public ExampleReplay(EventLog log, FoldSettings settings, Progress progress) {
    this(log, settings, progress, SignalHistory.NONE, (user, video, at) -> {});
  }

  /// @param signals learned scores for examples and for the rows of served feeds
  /// @param completions receives every completion
  public ExampleReplay(
      EventLog log,
      FoldSettings settings,
      Progress progress,
      SignalHistory signals,
      Fold.CompletionListener completions) {
    this.log = log;
    this.settings = settings;
    this.progress = progress;
    this.signals = signals;
    this.completions = completions;
  }

  /// Which impressions become examples.
  ///
  /// @param from the first time, inclusive
  /// @param until the last time, exclusive
  /// @param frozenFrom outcomes from this time on do not change features; empty if they always do
  public record Span(Instant from, Instant until, Optional<Instant> frozenFrom) {

    public static Span all() {
      return new Span(Instant.MIN, Instant.MAX, Optional.empty());
    }

    /// Impressions before a time, with outcomes frozen at that time.
    public static Span until(Instant time) {
      return new Span(Instant.MIN, time, Optional.of(time));
    }

    boolean contains(Instant at) {
      return !at.isBefore(from) && at.isBefore(until);
    }
  }

  /// The result of a replay.
  ///
  /// @param examples the span's impressions in the log's order
  /// @param fold the state at the end
  /// @param latest the latest time of any event that a client sent; empty for an empty log
  /// @param skewChecked served rows that were built again
  /// @param skewDifferent how many of them differ in any bit
  /// @param skewNotCompared served rows that could not be built again: the feed was served
  ///   elsewhere and imported, or before the checkpoint, its viewer was erased, or its models are
  ///   gone
  public record ReplayResult(
      Examples examples,
      Fold fold,
      Optional<Instant> latest,
      int skewChecked,
      int skewDifferent,
      int skewNotCompared) {}

  /// Replays the whole log, after a read that finds where served feeds read their features.
  public ReplayResult replay(Span span) {
    Fold fold = new Fold(settings);
    return replay(new Run(span, fold, ServedPlaces.after(fold, log), Optional.empty()));
  }

  /// Replays the log after a checkpoint. For a log of one partition, the examples' rows and labels
  /// equal those of a full replay.
  ///
  /// If a feed was served before the checkpoint, or read its features before it, its rows can't be
  /// rebuilt, so its impressions are not examples. A feed's id contains the serving time if it is a
  /// [FeedId].
  ///
  /// @param checkpoint a fold with the same settings, such as a saved one; it is advanced to the
  ///   log's end
  public ReplayResult replayFrom(Fold checkpoint, Span span) {
    return replay(new Run(span, checkpoint, ServedPlaces.after(checkpoint, log), Optional.empty()));
  }

  /// Replays the whole log after a survey of it.
  ///
  /// @param beside a second fold that takes every event: with outcomes frozen from a time on, it
  ///   ends with the knowledge of that time
  public ReplayResult replay(Span span, LogSurvey survey, Optional<Fold> beside) {
    return replay(new Run(span, new Fold(settings), survey.places(), beside));
  }

  private ReplayResult replay(Run run) {
    long end = log.end();
    run.places.passed(run.fold, "");
    for (int partition = 0; partition < log.partitions(); partition++) {
      int from = partition;
      log.read(
          from,
          run.fold.offset(from),
          (offset, event) -> {
            run.take(from, offset, event);
            if ((run.fold.offset() & 0xffff) == 0) {
              progress.step("replaying the log", run.fold.offset(), end);
            }
            return true;
          });
    }
    progress.step("replaying the log", end, end);
    return new ReplayResult(
        run.examples,
        run.fold,
        Optional.ofNullable(run.latest),
        run.checked,
        run.different,
        run.notCompared);
  }

  private final class Run {

    final Span span;
    final ServedPlaces places;
    final Optional<Fold> beside;
    final Fold fold;
    final Examples examples = new Examples();
    final Attribution attribution = new Attribution(settings, examples);
    final Map<String, ServedFeed> served = new HashMap<>();
    final Deque<ServedFeed> oldest = new ArrayDeque<>();

    /// Where the replay starts; 0 for the log's start.
    final long checkpoint;

    /// Users with an event since the checkpoint.
    final Set<String> met = new HashSet<>();

    /// Feeds whose rows cannot be rebuilt, because they were read before the checkpoint.
    final Set<String> lost = new HashSet<>();

    Instant latest;
    int checked;
    int different;
    int notCompared;

    /// Rows of a served feed, waiting for its impressions.
    record ServedFeed(String id, long at, FeatureRows rows, List<FeedServed.ServedSlot> slots) {}

    Run(Span span, Fold fold, ServedPlaces places, Optional<Fold> beside) {
      this.span = span;
      this.fold = fold;
      this.checkpoint = fold.offset();
      this.places = places;
      this.beside = beside;
      span.frozenFrom().ifPresent(fold::freezeOutcomes);
      fold.onCompletion(completions);
    }

    void take(int partition, long offset, Event event) {
      beside.ifPresent(other -> other.apply(partition, offset, event));
      if (checkpoint > 0 && event instanceof UserEvent ofUser && met.add(ofUser.user())) {
        UserState before = fold.users().peek(ofUser.user());
        attribution.goesOnFrom(before);
        places.goesOnFrom(before);
      }
      switch (event) {
        case FeedServed feed -> {
          replayed(feed);
          fold.apply(partition, offset, feed);
        }
        case Impression seen -> {
          // The row is built before the fold applies the impression.
          if (!(settings.servedCountsAsSeen() && served.containsKey(seen.feed()))) {
            impression(seen);
          }
          fold.apply(partition, offset, seen);
        }
        case UserErased erased -> fold.apply(partition, offset, erased);
        case UserEvent ofUser -> {
          outcome(ofUser);
          fold.apply(partition, offset, ofUser);
        }
        default -> fold.apply(partition, offset, event);
      }
      if (event instanceof UserEvent && (latest == null || event.at().isAfter(latest))) {
        latest = event.at();
      }
      places.passed(fold, event instanceof UserEvent ofUser ? ofUser.user() : "");
    }

    private void replayed(FeedServed feed) {
      ServedPlaces.Place place = places.of(feed);
      if (place == null && checkpoint > 0) {
        lost.add(feed.id());
      }
      boolean comparable = span.frozenFrom().map(feed.at()::isBefore).orElse(true);
      if (place == null) {
        notCompared += comparable ? ranked(feed) : 0;
        return;
      }
      if (feed.slots().isEmpty()) {
        return;
      }
      VideoTable videos = place.snapshot().videos();
      int[] ordinals = feed.slots().stream().mapToInt(slot -> videos.find(slot.video())).toArray();
      for (int video : ordinals) {
        if (video < 0) {
          checked += ordinals.length;
          different += ordinals.length;
          return;
        }
      }
      // A frozen fold differs from serving's state on purpose: a difference is not skew.
      if (comparable) {
        compare(feed, place, ordinals);
      }
      if (!wanted(feed)) {
        return;
      }
      FeatureRows rows =
          FeatureRows.build(
              place.snapshot(),
              place.user(),
              feed.context(),
              feed.at(),
              ordinals,
              signals.at(feed.at()));
      keep(new ServedFeed(feed.id(), feed.at().toEpochMilli(), rows, feed.slots()));
      if (settings.servedCountsAsSeen() && !span.contains(feed.at())) {
        long at = feed.at().toEpochMilli();
        for (FeedServed.ServedSlot slot : feed.slots()) {
          attribution.shadowed(feed.user(), fold.videos().find(slot.video()), feed.id(), at);
        }
      } else if (settings.servedCountsAsSeen()) {
        for (int row = 0; row < rows.size(); row++) {
          example(
              rows,
              row,
              feed.user(),
              feed.slots().get(row).video(),
              feed.context(),
              feed.at(),
              feed.id(),
              row);
        }
      }
    }

    /// Whether an example may need the feed's rows.
    private boolean wanted(FeedServed feed) {
      Instant lastSeen = feed.at().plus(settings.attributionWindow());
      return !lastSeen.isBefore(span.from()) && feed.at().isBefore(span.until());
    }

    /// Rebuilds the rows with the models that the feed was served with, and compares them.
    private void compare(FeedServed feed, ServedPlaces.Place place, int[] ordinals) {
      Optional<Signals> carried = signals.servedBy().apply(feed.models());
      if (carried.isEmpty()) {
        notCompared += ranked(feed);
        return;
      }
      FeatureRows rows =
          FeatureRows.build(
              place.snapshot(), place.user(), feed.context(), feed.at(), ordinals, carried.get());
      for (int row = 0; row < rows.size(); row++) {
        long digest = feed.slots().get(row).digest();
        if (digest != 0) {
          checked++;
          different += digest == rows.digest(row) ? 0 : 1;
        }
      }
    }

    /// How many rows of a feed were ranked.
    private static int ranked(FeedServed feed) {
      return (int) feed.slots().stream().filter(slot -> slot.digest() != 0).count();
    }

    private void keep(ServedFeed feed) {
      served.put(feed.id(), feed);
      oldest.add(feed);
      long passed = feed.at() - settings.attributionWindow().toMillis();
      while (oldest.peek().at() < passed) {
        served.remove(oldest.remove().id());
      }
    }

    private void impression(Impression seen) {
      if (!span.contains(seen.at()) || places.isErased(seen.user()) || isLost(seen.feed())) {
        int shadow = fold.videos().find(seen.video());
        attribution.shadowed(seen.user(), shadow, seen.feed(), seen.at().toEpochMilli());
        return;
      }
      ServedFeed feed = served.get(seen.feed());
      if (feed != null) {
        for (int row = 0; row < feed.slots().size(); row++) {
          if (feed.slots().get(row).video().equals(seen.video())) {
            example(feed.rows(), row, seen, row);
            return;
          }
        }
      }
      int[] video = {fold.videos().ordinal(seen.video())};
      Snapshot now = fold.now();
      UserState user = fold.users().peek(seen.user());
      FeatureRows rows =
          FeatureRows.build(now, user, seen.context(), seen.at(), video, signals.at(seen.at()));
      example(rows, 0, seen, seen.position());
    }

    /// Whether a feed's rows were read before the checkpoint.
    private boolean isLost(String feed) {
      return checkpoint > 0
          && !served.containsKey(feed)
          && (lost.contains(feed) || FeedId.parse(feed).isPresent());
    }

    private void example(FeatureRows rows, int row, Impression seen, int position) {
      example(
          rows, row, seen.user(), seen.video(), seen.context(), seen.at(), seen.feed(), position);
    }

    private void example(
        FeatureRows rows,
        int row,
        String user,
        String video,
        Context context,
        Instant at,
        String feed,
        int position) {
      long millis = at.toEpochMilli();
      int ordinal = fold.videos().ordinal(video);
      int example = examples.add(rows, row, user, ordinal, context, millis, position);
      attribution.opened(example, user, ordinal, feed, millis);
    }

    private void outcome(UserEvent event) {
      String id =
          switch (event) {
            case Click click -> click.video();
            case Watch watch -> watch.video();
            default -> "";
          };
      int video = id.isEmpty() ? -1 : fold.videos().find(id);
      double duration = video < 0 ? 0 : fold.videos().details(video).durationSeconds();
      attribution.outcome(event, video, duration);
    }
  }
}
