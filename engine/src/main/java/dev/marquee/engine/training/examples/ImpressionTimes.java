package dev.marquee.engine.training.examples;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.time.Instant;

/// The times of a log's impressions, to find times that split them by share.
final class ImpressionTimes {

  private final LongArrayList times = new LongArrayList();

  void add(Instant at) {
    times.add(at.toEpochMilli());
  }

  int count() {
    return times.size();
  }

  /// Call once, after the last one is added.
  void sort() {
    times.sort(null);
  }

  /// The time before which this share of the impressions happened.
  Instant after(double share) {
    return Instant.ofEpochMilli(times.getLong((int) (share * times.size())));
  }
}
