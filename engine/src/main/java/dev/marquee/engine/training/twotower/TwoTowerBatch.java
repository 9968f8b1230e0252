package dev.marquee.engine.training.twotower;

import dev.marquee.engine.models.twotower.HistoryReading;
import java.util.Arrays;
import java.util.SplittableRandom;

/// One batch of targets with their histories and candidates, as indices into arrays of the batch.
///
/// Each item of the batch has a slot: the candidates first, without duplicates, then items found
/// only in histories. Refilled for each batch by [#fill]; not safe for use by many threads.
final class TwoTowerBatch {

  private final TwoTowerData data;
  private final TwoTowerSettings settings;
  private final int[] counts;
  private final long positives;

  /// The slot of each item; valid only if `stamps` marks the item as part of this batch.
  private final int[] slotOf;

  private final int[] stamps;
  private int stamp;

  int rows;
  final int[] user;

  /// Index of each target among all positives.
  final int[] positive;

  /// Slot of each target, among the candidates.
  final int[] target;

  int candidates;
  int slots;
  int[] item;

  /// By candidate: the correction of its score as a negative, ln(drawn / expected draws), and as a
  /// target, ln(1 / expected draws).
  float[] negativeCorrection;

  float[] targetCorrection;

  /// The histories, row by row: slots and weights.
  final int[] historyStart;

  int[] historySlot = new int[1 << 16];
  float[] historyWeight = new float[1 << 16];

  /// The same by slot.
  int[] bySlotStart;

  int[] bySlotRow = new int[0];

  /// Places in `historySlot`.
  int[] bySlotEntry = new int[0];

  /// Candidates masked as negatives, row by row.
  final int[] maskedStart;

  int[] masked = new int[1 << 12];

  private int[] drawn;

  TwoTowerBatch(TwoTowerData data, TwoTowerSettings settings) {
    this.data = data;
    this.settings = settings;
    int batch = Math.min(settings.optimisation().batchSize(), data.items().length);
    int catalog = data.catalog();
    this.positives = data.items().length;
    this.counts = new int[catalog];
    for (int one : data.items()) {
      counts[one]++;
    }
    this.slotOf = new int[catalog];
    this.stamps = new int[catalog];
    this.user = new int[batch];
    this.positive = new int[batch];
    this.target = new int[batch];
    this.historyStart = new int[batch + 1];
    this.maskedStart = new int[batch + 1];
    int mostCandidates = (int) Math.min(catalog, (long) batch + settings.softmax().negatives());
    this.negativeCorrection = new float[mostCandidates];
    this.targetCorrection = new float[mostCandidates];
    this.drawn = new int[mostCandidates];
    this.item = new int[catalog];
    this.bySlotStart = new int[catalog + 1];
  }

  /// Fills the batch with the targets at positions [from, to) in an order of all positives.
  ///
  /// @param users the user of each positive
  void fill(int[] order, int from, int to, int[] users, SplittableRandom random) {
    stamp++;
    rows = to - from;
    slots = 0;
    Arrays.fill(drawn, 0);
    for (int row = 0; row < rows; row++) {
      positive[row] = order[from + row];
      user[row] = users[positive[row]];
      target[row] = slot(data.items()[positive[row]]);
      drawn[target[row]]++;
    }
    for (int i = 0; i < settings.softmax().negatives(); i++) {
      drawn[slot(random.nextInt(data.catalog()))]++;
    }
    candidates = slots;
    correct();
    int count = 0;
    int maskedCount = 0;
    for (int row = 0; row < rows; row++) {
      historyStart[row] = count;
      count = history(row, count, random);
      maskedStart[row] = maskedCount;
      maskedCount = settings.softmax().maskKnown() ? mask(row, maskedCount) : maskedCount;
    }
    historyStart[rows] = count;
    maskedStart[rows] = maskedCount;
    transpose(count);
  }

  private int slot(int one) {
    if (stamps[one] != stamp) {
      stamps[one] = stamp;
      slotOf[one] = slots;
      item[slots++] = one;
    }
    return slotOf[one];
  }

  /// The logQ correction for the mixture that was sampled: a batch's targets (by popularity) and
  /// uniform draws. An item drawn several times is listed once, with the weight of all its draws.
  private void correct() {
    for (int slot = 0; slot < candidates; slot++) {
      double expected =
          (double) rows * counts[item[slot]] / positives
              + (double) settings.softmax().negatives() / data.catalog();
      targetCorrection[slot] = (float) -Math.log(expected);
      negativeCorrection[slot] = (float) Math.log(drawn[slot] / expected);
    }
  }

  private int history(int row, int count, SplittableRandom random) {
    int first = data.starts()[user[row]];
    int end = data.ordered() ? positive[row] : data.starts()[user[row] + 1];
    int others = data.ordered() ? end - first : end - first - 1;
    int take = Math.min(others, settings.architecture().history());
    if (take == 0) {
      return count;
    }
    if (count + take > historySlot.length) {
      historySlot = Arrays.copyOf(historySlot, 2 * historySlot.length);
      historyWeight = Arrays.copyOf(historyWeight, 2 * historyWeight.length);
    }
    int target = data.items()[positive[row]];
    int start = count;
    if (data.ordered()) {
      for (int back = 1; back <= take; back++) {
        int one = data.items()[positive[row] - back];
        if (one != target) {
          historySlot[count] = slot(one);
          historyWeight[count++] =
              HistoryReading.weight(back - 1, settings.architecture().halfLife());
        }
      }
    } else {
      int length = end - first;
      int at = take == others ? 0 : random.nextInt(length);
      for (int taken = 0; taken < take; at = at + 1 == length ? 0 : at + 1) {
        if (first + at != positive[row]) {
          historySlot[count] = slot(data.items()[first + at]);
          historyWeight[count++] = 1;
          taken++;
        }
      }
    }
    float sum = 0;
    for (int i = start; i < count; i++) {
      sum += historyWeight[i];
    }
    float scale = 1 / sum;
    for (int i = start; i < count; i++) {
      historyWeight[i] *= scale;
    }
    return count;
  }

  private int mask(int row, int count) {
    for (int i = data.starts()[user[row]]; i < data.starts()[user[row] + 1]; i++) {
      int one = data.items()[i];
      if (stamps[one] == stamp && slotOf[one] < candidates && slotOf[one] != target[row]) {
        if (count == masked.length) {
          masked = Arrays.copyOf(masked, 2 * masked.length);
        }
        masked[count++] = slotOf[one];
      }
    }
    return count;
  }

  private void transpose(int count) {
    if (bySlotRow.length < count) {
      bySlotRow = new int[historySlot.length];
      bySlotEntry = new int[historySlot.length];
    }
    Arrays.fill(bySlotStart, 0, slots + 1, 0);
    for (int i = 0; i < count; i++) {
      bySlotStart[historySlot[i]]++;
    }
    int sum = 0;
    for (int slot = 0; slot < slots; slot++) {
      sum += bySlotStart[slot];
      bySlotStart[slot] = sum;
    }
    bySlotStart[slots] = sum;
    for (int row = rows - 1; row >= 0; row--) {
      for (int i = historyStart[row + 1] - 1; i >= historyStart[row]; i--) {
        int place = --bySlotStart[historySlot[i]];
        bySlotRow[place] = row;
        bySlotEntry[place] = i;
      }
    }
  }
}
