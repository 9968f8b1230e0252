package dev.marquee.engine.training.twotower;

import dev.marquee.engine.models.twotower.HistoryReading;

/// Encodes a history into one vector: the part of the user tower that reads the watched items.
///
/// Many threads process a batch at a time; each row and each slot is processed by one thread.
interface HistoryEncoder {

  /// Processes items of the batch before any history is read.
  ///
  /// @param x the rows of the batch's items, by slot
  void readItems(TwoTowerBatch batch, float[] x, int from, int to);

  /// Writes the vectors of histories into `h`, by row.
  void forward(TwoTowerBatch batch, float[] x, float[] h, int from, int to);

  /// Takes the gradients of what [#forward] wrote.
  ///
  /// @param dh by row
  void backward(TwoTowerBatch batch, float[] x, float[] dh, int from, int to);

  /// Adds the gradients of items' rows to `dx`, by slot.
  void toItems(TwoTowerBatch batch, float[] dh, float[] dx, int from, int to);

  /// Updates the encoder's own weights; called on one thread.
  void update(TwoTowerBatch batch, float[] x, float[] dh);

  /// How a model has to read histories to match this encoder's current weights.
  ///
  /// @param ordered whether histories are in time order
  HistoryReading reading(TwoTowerSettings settings, boolean ordered);
}
