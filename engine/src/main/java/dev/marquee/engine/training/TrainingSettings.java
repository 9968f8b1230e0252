package dev.marquee.engine.training;

import dev.marquee.engine.Doc;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings;

/// Training settings of all models.
public record TrainingSettings(
    @Doc("the models of the candidate sources") RetrievalSettings retrieval,
    @Doc(value = "how the ranker learns", key = "ranker") WideAndDeepSettings ranker) {

  public static TrainingSettings defaults() {
    return new TrainingSettings(RetrievalSettings.defaults(), WideAndDeepSettings.defaults());
  }
}
