package dev.marquee.engine.training.twotower;

import dev.marquee.engine.models.twotower.HistoryReading;

/// Makes one vector of a history: the part of the user tower that reads what was watched.
///
/// Rows of a batch and slots of items are worked on by many threads at a time, each by one.
interface HistoryEncoder {

  /// Works on items of the batch before any history is read.
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

  /// Moves the encoder's own weights; on one thread.
  void update(TwoTowerBatch batch, float[] x, float[] dh);

  /// How a model reads histories as this does now.
  ///
  /// @param ordered whether histories stand in the order of time
  HistoryReading reading(TwoTowerSettings settings, boolean ordered);
}
