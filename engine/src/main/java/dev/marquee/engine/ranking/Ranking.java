package dev.marquee.engine.ranking;

import dev.marquee.engine.features.FeatureRows;
import java.util.List;
import java.util.Optional;

/// What a ranker gives.
///
/// @param models version of the models that predicted; empty where none did
/// @param rows the feature rows that were predicted from; empty where none were
/// @param ranked the best first
public record Ranking(String models, Optional<FeatureRows> rows, List<Ranked> ranked) {

  /// 64-bit digest of the row a video was ranked with; 0 where there is none.
  public long digest(Ranked of) {
    return of.row() < 0 ? 0 : rows.map(built -> built.digest(of.row())).orElse(0L);
  }
}
