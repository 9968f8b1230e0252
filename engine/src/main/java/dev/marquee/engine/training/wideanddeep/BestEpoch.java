package dev.marquee.engine.training.wideanddeep;

import dev.marquee.engine.math.Platt;
import dev.marquee.engine.models.wideanddeep.WideAndDeep;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import java.util.Optional;

/// What the latest slice says.
///
/// @param network that did not learn from it
/// @param ofAll fitted on the slice
/// @param ofFirstHalf fitted on its first half
/// @param ofStudent mostly none: its training targets were calibrated
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
