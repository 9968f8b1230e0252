package dev.marquee.engine.training.als;

import dev.marquee.engine.Progress;
import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.models.als.AlsModel;
import java.util.List;

/// Learns item vectors from watches, by alternating least squares on implicit feedback.
///
/// Each epoch improves all user vectors with the items fixed, then all item vectors with the users
/// fixed, with an [AlsSolver]. Every half epoch lowers the loss. Needs (users + items) × d floats,
/// those of the larger side once more, the matrix twice, and up to 64 MB per thread. The bits
/// depend on the data and the settings, but not on the thread count.
public record AlsTrainer(AlsSettings settings) {

  /// Trains on users × items.
  ///
  /// @param interactions the weight of each user's positives, above 0, mostly 1
  /// @param itemIds the id of each column
  /// @param progress is notified of each half epoch, on the calling thread
  /// @throws InterruptedException if the caller is interrupted; all threads have ended
  public AlsModel train(CsrMatrix interactions, List<String> itemIds, Progress progress)
      throws InterruptedException {
    if (itemIds.size() != interactions.columns()) {
      throw new IllegalArgumentException(
          "every item has an id, but there are %d items and %d ids"
              .formatted(interactions.columns(), itemIds.size()));
    }
    var factors = new AlsFactors(interactions, settings);
    int halves = 2 * settings.epochs();
    for (int half = 0; half < halves; half += 2) {
      factors.solveUsers();
      progress.step("ALS half epochs", half + 1, halves);
      factors.solveItems();
      progress.step("ALS half epochs", half + 2, halves);
    }
    return new AlsModel(settings.loss(), settings.dimension(), itemIds, factors.items());
  }
}
