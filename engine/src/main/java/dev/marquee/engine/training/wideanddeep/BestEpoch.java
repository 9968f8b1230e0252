package dev.marquee.engine.training.wideanddeep;

import dev.marquee.engine.math.Platt;
import dev.marquee.engine.models.wideanddeep.WideAndDeep;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import java.util.Optional;

/// The results of the latest slice (holdout).
///
/// @param network not trained on the slice
/// @param ofAll the calibration fitted on the slice
/// @param ofFirstHalf the calibration fitted on its first half
/// @param ofStudent the student's calibration; mostly the identity, as its training targets were
///   calibrated
record BestEpoch(
    int epochs, Optional<WideAndDeep> network, Heads ofAll, Heads ofFirstHalf, Heads ofStudent) {

  static final BestEpoch NONE =
      new BestEpoch(1, Optional.empty(), Heads.NONE, Heads.NONE, Heads.NONE);

  WideAndDeepModel student(WideAndDeep network) {
    return ofStudent.model(network);
  }

  BestEpoch withClick(Platt click) {
    return new BestEpoch(
        epochs,
        network,
        ofAll.withClick(click),
        ofFirstHalf.withClick(click),
        ofStudent.withClick(click));
  }
}
