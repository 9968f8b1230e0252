package dev.marquee.engine.features;

import static dev.marquee.engine.features.Feature.Side.PAIR;
import static dev.marquee.engine.features.Feature.Side.VIDEO;

import dev.marquee.engine.features.FeatureBlock.Per;
import dev.marquee.engine.state.Affinities;

/// Features of a video's log2 duration bucket.
final class LengthFeatures {

  private final RowInputs in;
  private final RowWriter row;
  private final Rates rates;

  LengthFeatures(RowInputs in, RowWriter row, Rates rates) {
    this.in = in;
    this.row = row;
    this.rates = rates;
  }

  /// @param ofRows the duration bucket of each row
  /// @param session as [SessionFeatures#bucket]
  FeatureBlock block(int[] ofRows, int session) {
    RowGroups groups = RowGroups.of(ofRows);
    row.begin(Per.LENGTH, groups.size());
    for (int bucket : groups.values(ofRows)) {
      row.group();
      rates.affinity(
          PAIR,
          "user x duration",
          "videos of similar length to this viewer",
          Affinities.durationBucket(bucket));
      row.field(8, VIDEO, "duration octave", "the log2 bucket of the video's seconds", bucket);
      row.cross(17, PAIR, "surface x duration", in.surface, bucket);
      row.cross(19, PAIR, "duration x session", bucket, session);
    }
    return row.end(groups);
  }
}
