package dev.marquee.engine.training;

import dev.marquee.engine.Progress;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Fold;
import dev.marquee.engine.features.FoldSettings;
import dev.marquee.engine.features.UserState;
import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.models.AlsModel;
import dev.marquee.engine.models.AlsSignals;
import dev.marquee.engine.models.Manifest;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.training.ExampleReplay.Span;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Trains all models from a log: one replay gives the ranker's examples and the histories that
/// matrix factorisation learns from.
///
/// The ranker reads matrix factorisation's score, and an example may only carry a score of a model
/// whose data ended before it. So an earlier model learns from the first part of the log, and the
/// examples of the rest carry its scores; the model that is served learns from all of it.
///
/// @param fold how events become state; must be what serving uses
/// @param code version of Marquee, for the manifest
/// @param clock for the manifest alone
public record TrainingRun(
    FoldSettings fold, AlsSettings als, RankerSettings ranker, String code, InstantSource clock) {

  /// The share of the impressions that the earlier model learns from.
  private static final double EARLIER = 0.4;

  /// With fewer impressions no earlier model is worth its while.
  private static final int LEAST_IMPRESSIONS = 1_000;

  /// Trains on what the log holds.
  ///
  /// @param until learn from every impression before this time, whose outcomes the log may know
  ///   only later; without it, from every impression whose attribution window has closed
  /// @throws IllegalArgumentException where the log holds too little to learn from
  /// @param served finds the models that served feeds name, to compare their rows
  public Models train(
      EventLog log,
      Optional<Instant> until,
      String version,
      SignalHistory served,
      Progress progress)
      throws InterruptedException {
    long logOffset = log.end(0);
    ExampleReplay.Result replay =
        new ExampleReplay(
                log, fold, progress, earlierModel(log, until, served), (user, video, at) -> {})
            .replay(until.map(Span::until).orElseGet(Span::all));
    Instant latest =
        replay
            .latest()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the log holds no events of users: import some, or send them to a server"));
    Instant dataUntil = until.orElse(latest.plusMillis(1));
    Instant closedBefore = until.orElse(latest.minus(fold.attributionWindow()));
    int[] usable = replay.examples().usable(closedBefore.toEpochMilli());
    Histories histories =
        Histories.of(replay.fold())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no user has a positive watch (clicked, and watched for more than 30 s or"
                            + " most of the video): send clicks and watches as well as"
                            + " impressions"));
    AlsModel alsModel = histories.train(als, progress);
    RankerModel rankerModel = new RankerTrainer(ranker, progress).train(replay.examples(), usable);
    Manifest manifest =
        new Manifest(
            version,
            clock.instant(),
            dataUntil,
            logOffset,
            usable.length,
            ranker.seed(),
            code,
            FeatureRows.DENSE_NAMES,
            Map.of("fold", fold.toString(), "als", als.toString(), "ranker", ranker.toString()),
            metrics(replay, usable, histories),
            Map.of());
    return new Models(manifest, alsModel, rankerModel);
  }

  /// Trains on the first part of the log, for the examples of the rest.
  private SignalHistory earlierModel(EventLog log, Optional<Instant> until, SignalHistory served)
      throws InterruptedException {
    LongArrayList impressions = new LongArrayList();
    log.read(
        0,
        0,
        (offset, event) -> {
          if (event instanceof Impression && until.map(event.at()::isBefore).orElse(true)) {
            impressions.add(event.at().toEpochMilli());
          }
          return true;
        });
    if (impressions.size() < LEAST_IMPRESSIONS) {
      return served;
    }
    impressions.sort(null);
    Instant from = Instant.ofEpochMilli(impressions.getLong((int) (EARLIER * impressions.size())));
    Fold earlier = new Fold(fold);
    earlier.freezeOutcomes(from);
    log.read(
        0,
        0,
        (offset, event) -> {
          earlier.apply(offset, event);
          return true;
        });
    Optional<Histories> histories = Histories.of(earlier);
    return histories.isEmpty()
        ? served
        : served.with(from, new AlsSignals(histories.get().train(als, Progress.NONE)));
  }

  private static Map<String, Double> metrics(
      ExampleReplay.Result replay, int[] usable, Histories histories) {
    Examples examples = replay.examples();
    long clicks = Arrays.stream(usable).filter(examples::clicked).count();
    long completed = Arrays.stream(usable).filter(examples::completed).count();
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("examples", (double) usable.length);
    metrics.put("rate.click", (double) clicks / usable.length);
    metrics.put("rate.watch", (double) completed / usable.length);
    metrics.put("als.users", (double) histories.matrix.rows());
    metrics.put("als.videos", (double) histories.matrix.columns());
    metrics.put("als.positives", (double) histories.matrix.entries());
    metrics.put("skew.checked", (double) replay.skewChecked());
    metrics.put("skew.different", (double) replay.skewDifferent());
    return metrics;
  }

  /// The positive watches of every user's history, users × videos.
  private record Histories(CsrMatrix matrix, List<String> videoIds) {

    /// Empty where nobody has a positive watch.
    static Optional<Histories> of(Fold fold) {
      // In the order of their ids, so that a run is reproducible.
      List<UserState> users = new ArrayList<>();
      fold.users().forEach(users::add);
      users.removeIf(user -> user.historySize() == 0);
      users.sort(Comparator.comparing(UserState::user));
      if (users.isEmpty()) {
        return Optional.empty();
      }
      VideoTable videos = fold.videos();
      int[] itemOf = new int[videos.size()];
      for (UserState user : users) {
        for (int back = 0; back < user.historySize(); back++) {
          itemOf[user.historyVideo(back)] = 1;
        }
      }
      List<String> videoIds = new ArrayList<>();
      for (int video = 0; video < itemOf.length; video++) {
        if (itemOf[video] > 0) {
          itemOf[video] = videoIds.size();
          videoIds.add(videos.id(video));
        }
      }
      IntArrayList rows = new IntArrayList();
      IntArrayList columns = new IntArrayList();
      for (int row = 0; row < users.size(); row++) {
        UserState user = users.get(row);
        int[] items = new int[user.historySize()];
        for (int back = 0; back < items.length; back++) {
          items[back] = itemOf[user.historyVideo(back)];
        }
        for (int item : Arrays.stream(items).distinct().toArray()) {
          rows.add(row);
          columns.add(item);
        }
      }
      CsrMatrix matrix =
          CsrMatrix.of(users.size(), videoIds.size(), rows.toIntArray(), columns.toIntArray());
      return Optional.of(new Histories(matrix, videoIds));
    }

    AlsModel train(AlsSettings settings, Progress progress) throws InterruptedException {
      return new AlsTrainer(settings).train(matrix, videoIds, progress);
    }
  }
}
