package dev.marquee.engine.training.twotower;

import dev.marquee.engine.Progress;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.math.Shuffle;
import dev.marquee.engine.models.twotower.TwoTowerModel;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// Trains both towers on watch histories.
///
/// Each positive is a target once an epoch, in random order. Needs (items + features) × d floats
/// three times, and batch × (batch + negatives) for the scores. The bits depend on the data and the
/// settings, not on the thread count.
public record TwoTowerTrainer(TwoTowerSettings settings) {

  /// Is called after every epoch and decides when to stop.
  @FunctionalInterface
  public interface Epochs {

    /// Never stops early.
    Epochs ALL = (epoch, loss, model) -> true;

    /// Whether to continue.
    ///
    /// @param epoch number of completed epochs
    /// @param loss mean over the epoch's batches
    /// @param model the current model; valid only during the call
    boolean fineTune(int epoch, double loss, Supplier<TwoTowerModel> model)
        throws InterruptedException;
  }

  /// The ids and tokens of the data's columns, stored in the model.
  ///
  /// @param itemIds the id of each item
  /// @param itemTokens the token of each column of item features
  /// @param momentTokens the token of each column of request features
  public record Names(List<String> itemIds, long[] itemTokens, long[] momentTokens) {}

  /// Trains, and returns the model of the last epoch.
  ///
  /// @throws IllegalArgumentException if there are no positives
  /// @throws InterruptedException if the caller is interrupted; all threads have ended
  public TwoTowerModel train(TwoTowerData data, Names names, Epochs epochs, Progress progress)
      throws InterruptedException {
    if (data.items().length == 0) {
      throw new IllegalArgumentException("two towers need at least one positive, got none");
    }
    TwoTowerData shared =
        settings.architecture().neighbours() == 0
            ? data
            : data.sharing(
                settings.architecture().neighbours(), new Parallel(settings.threads()), progress);
    return learn(shared, names, epochs, progress);
  }

  private TwoTowerModel learn(TwoTowerData data, Names names, Epochs epochs, Progress progress)
      throws InterruptedException {
    var network = new TwoTowerNetwork(data, settings);
    var batch = new TwoTowerBatch(data, settings);
    var random = new SplittableRandom(settings.seed());
    int positives = data.items().length;
    int[] users = data.userOfEach();
    int[] order = new int[positives];
    Arrays.setAll(order, i -> i);
    int step = 0;
    int batches = Math.ceilDiv(positives, settings.optimisation().batchSize());
    for (int epoch = 1; epoch <= settings.optimisation().epochs(); epoch++) {
      Shuffle.inPlace(order, random);
      double loss = 0;
      for (int from = 0; from < positives; from += settings.optimisation().batchSize()) {
        batch.fill(
            order,
            from,
            Math.min(positives, from + settings.optimisation().batchSize()),
            users,
            random);
        loss += network.learn(batch);
        progress.step(
            "two-tower batches", ++step, (long) batches * settings.optimisation().epochs());
      }
      if (!epochs.fineTune(epoch, loss / batches, () -> model(network, data, names))) {
        break;
      }
    }
    progress.step("two-tower batches", step, step);
    return model(network, data, names);
  }

  private TwoTowerModel model(TwoTowerNetwork network, TwoTowerData data, Names names) {
    return new TwoTowerModel(
        settings.architecture().dimension(),
        settings.softmax().temperature(),
        new TwoTowerModel.ItemRows(names.itemIds(), network.rows(), network.biases()),
        new TwoTowerModel.TokenRows(
            names.itemTokens(), network.itemFeatures.table().weights.clone()),
        new TwoTowerModel.TokenRows(
            names.momentTokens(), network.queryFeatures.table().weights.clone()),
        new TwoTowerModel.Maps(
            network.map.weights.clone(), data.content().width(), network.content.weights.clone()),
        network.encoder.reading(settings, data.ordered()));
  }
}
