package dev.marquee.engine.training;

import dev.marquee.engine.Progress;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Fold;
import dev.marquee.engine.features.FoldSettings;
import dev.marquee.engine.features.UserState;
import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.models.AlsModel;
import dev.marquee.engine.models.Manifest;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.training.ExampleReplay.Span;
import it.unimi.dsi.fastutil.ints.IntArrayList;
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
/// @param fold how events become state; must be what serving uses
/// @param code version of Marquee, for the manifest
/// @param clock for the manifest alone
public record TrainingRun(
    FoldSettings fold, AlsSettings als, RankerSettings ranker, String code, InstantSource clock) {

  /// Trains on what the log holds.
  ///
  /// @param until learn from every impression before this time, whose outcomes the log may know
  ///   only later; without it, from every impression whose attribution window has closed
  /// @throws IllegalArgumentException where the log holds too little to learn from
  public Models train(EventLog log, Optional<Instant> until, String version, Progress progress)
      throws InterruptedException {
    long logOffset = log.end(0);
    ExampleReplay.Result replay =
        new ExampleReplay(log, fold, progress).replay(until.map(Span::until).orElseGet(Span::all));
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
    Histories histories = Histories.of(replay.fold());
    AlsModel alsModel = new AlsTrainer(als).train(histories.matrix, histories.videoIds, progress);
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

    static Histories of(Fold fold) {
      // In the order of their ids, so that a run is reproducible.
      List<UserState> users = new ArrayList<>();
      fold.users().forEach(users::add);
      users.removeIf(user -> user.historySize() == 0);
      users.sort(Comparator.comparing(UserState::user));
      if (users.isEmpty()) {
        throw new IllegalArgumentException(
            "no user has a positive watch (clicked, and watched for more than 30 s or most of the"
                + " video): send clicks and watches as well as impressions");
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
      return new Histories(
          CsrMatrix.of(users.size(), videoIds.size(), rows.toIntArray(), columns.toIntArray()),
          videoIds);
    }
  }
}
