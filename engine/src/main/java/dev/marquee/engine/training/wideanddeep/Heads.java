package dev.marquee.engine.training.wideanddeep;

import dev.marquee.engine.math.Platt;
import dev.marquee.engine.models.wideanddeep.WideAndDeep;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import java.util.List;

/// The calibration of both heads.
record Heads(Platt click, Platt watch) {

  static final Heads NONE = new Heads(new Platt(1, 0), new Platt(1, 0));

  Heads withClick(Platt other) {
    return new Heads(other, watch);
  }

  WideAndDeepModel model(WideAndDeep network) {
    return new WideAndDeepModel(List.of(network), click, watch);
  }
}
