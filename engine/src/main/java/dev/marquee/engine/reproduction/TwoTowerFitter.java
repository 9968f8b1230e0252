package dev.marquee.engine.reproduction;

import dev.marquee.engine.Progress;
import dev.marquee.engine.math.Shuffle;
import dev.marquee.engine.models.twotower.TwoTowerModel;
import dev.marquee.engine.training.twotower.TwoTowerData;
import dev.marquee.engine.training.twotower.TwoTowerSettings;
import dev.marquee.engine.training.twotower.TwoTowerTrainer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Fits two towers on plain histories: once on a part of train to choose the number of epochs, then
/// on all of it.
///
/// @param towers training settings; `epochs` is the maximum
/// @param userVectors whether each user has a vector besides the history
/// @param patience epochs without a better NDCG@20 after which the first fit ends
record TwoTowerFitter(TwoTowerSettings towers, boolean userVectors, int patience)
    implements Fitter {

  /// Number of users evaluated after each epoch.
  private static final int ASKED = 3_000;

  /// A fit that ended by early stopping.
  ///
  /// @param scorer of the best epoch
  /// @param epochs number of epochs up to the best one
  record Stopped(Scorer scorer, int epochs) {}

  @Override
  public Scorer fit(Histories train, Optional<Histories> valid, Progress progress)
      throws InterruptedException {
    Holdout holdout = Holdout.of(train, valid, towers.seed());
    return fit(train, stopped(holdout, progress).epochs(), progress);
  }

  /// Fits on one part as long as the ranking of the other part's pairs improves.
  Stopped stopped(Holdout holdout, Progress progress) throws InterruptedException {
    List<EvaluationQuery> questions = asked(EvaluationQuery.all(holdout.valid()));
    if (questions.isEmpty() || holdout.fit().pairs() == 0) {
      return new Stopped(null, Math.min(towers.optimisation().epochs(), 5));
    }
    var lists = new RankedLists(holdout.fit(), towers.seed(), towers.threads());
    var best =
        new Object() {
          Scorer scorer;
          int epoch;
          double ndcg = -1;
        };
    train(
        holdout.fit(),
        towers.optimisation().epochs(),
        (epoch, loss, model) -> {
          Scorer scorer = scorer(holdout.fit(), model.get());
          double ndcg = lists.ndcgAt20(scorer, questions).orElse(0);
          progress.note(
              "two-tower epoch %d: loss %.4f, NDCG@20 %.4f on validation"
                  .formatted(epoch, loss, ndcg));
          if (ndcg > best.ndcg) {
            best.ndcg = ndcg;
            best.scorer = scorer;
            best.epoch = epoch;
          }
          return epoch - best.epoch < patience;
        },
        progress);
    return new Stopped(best.scorer, best.epoch);
  }

  /// Fits on all histories for a number of epochs.
  Scorer fit(Histories train, int epochs, Progress progress) throws InterruptedException {
    TwoTowerModel model = train(train, epochs, TwoTowerTrainer.Epochs.ALL, progress);
    return scorer(train, model);
  }

  private List<EvaluationQuery> asked(List<EvaluationQuery> questions) {
    int step = Math.ceilDiv(questions.size(), ASKED);
    return IntStream.range(0, questions.size())
        .filter(i -> i % Math.max(1, step) == 0)
        .mapToObj(questions::get)
        .toList();
  }

  private TwoTowerModel train(
      Histories train, int epochs, TwoTowerTrainer.Epochs heard, Progress progress)
      throws InterruptedException {
    TwoTowerData data = data(train);
    List<String> ids = IntStream.range(0, train.items()).mapToObj(String::valueOf).toList();
    long[] users = new long[data.queryFeatures().columns()];
    Arrays.setAll(users, user -> user);
    var names = new TwoTowerTrainer.Names(ids, new long[0], users);
    return new TwoTowerTrainer(towers.epochs(epochs)).train(data, names, heard, progress);
  }

  private TwoTowerData data(Histories train) {
    int[] starts = new int[train.users() + 1];
    int[] items = new int[train.pairs()];
    var random = new SplittableRandom(towers.seed());
    for (int user = 0; user < train.users(); user++) {
      int[] own = train.itemsOf(user).clone();
      if (!train.ordered()) {
        // The order in a file carries no information, but may follow item numbers: samples must not
        // depend on it.
        Shuffle.inPlace(own, random);
      }
      System.arraycopy(own, 0, items, starts[user], own.length);
      starts[user + 1] = starts[user] + own.length;
    }
    return TwoTowerData.of(starts, items, train.ordered(), train.items(), userVectors);
  }

  private Scorer scorer(Histories train, TwoTowerModel model) {
    int d = model.dimension();
    return (user, into) -> {
      int[] own = train.itemsOf(user);
      int count = Math.min(own.length, model.historyLength());
      float[] history = new float[count * d];
      for (int back = 0; back < count; back++) {
        model.row(own[own.length - 1 - back], history, back * d);
      }
      model.scoreAll(model.query(history, count, new long[] {user}), into);
    };
  }
}
