package dev.marquee.engine.training.examples;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.time.Instant;

/// When the impressions of a log were, to find the times that split them.
final class ImpressionTimes {

  private final LongArrayList times = new LongArrayList();

  void add(Instant at) {
    times.add(at.toEpochMilli());
  }

  int count() {
    return times.size();
  }

  /// To be called once all are there.
  void sort() {
    times.sort(null);
  }

  /// The time before which a share of the impressions was.
  Instant after(double share) {
    return Instant.ofEpochMilli(times.getLong((int) (share * times.size())));
  }
}
