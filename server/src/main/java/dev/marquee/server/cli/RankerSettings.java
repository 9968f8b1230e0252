package dev.marquee.server.cli;

import dev.marquee.engine.reproduction.Setting;
import dev.marquee.engine.reproduction.Settings;
import dev.marquee.engine.training.network.Optimiser;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings.Architecture;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings.Optimisation;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings.Sampling;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings.Schedule;
import java.util.List;
import java.util.Map;

/// What `train --set` may set about the ranker.
final class RankerSettings {

  private static final WideAndDeepSettings DEFAULTS = WideAndDeepSettings.defaults();
  private static final Architecture ARCHITECTURE = DEFAULTS.architecture();
  private static final Optimisation OPTIMISATION = DEFAULTS.optimisation();
  private static final Schedule SCHEDULE = DEFAULTS.schedule();
  private static final Sampling SAMPLING = DEFAULTS.sampling();

  static final List<Setting> ALL =
      List.of(
          of("architecture.hidden", ARCHITECTURE.hidden(), "sizes of the layers: 128,64"),
          of("architecture.experts", ARCHITECTURE.experts(), "mixed by gates; 1: shared bottom"),
          of("architecture.attention", ARCHITECTURE.attention(), "over the last watches"),
          of("architecture.hash-bits", ARCHITECTURE.hashBits(), "categories share 2^bits buckets"),
          of("architecture.embedding-size", ARCHITECTURE.embeddingSize(), "floats of a category"),
          of("optimisation.optimiser", OPTIMISATION.optimiser(), "adam or adagrad"),
          of("optimisation.learning-rate", OPTIMISATION.learningRate(), "of the layers"),
          of(
              "optimisation.wide-learning-rate",
              OPTIMISATION.wideLearningRate(),
              "of the wide part"),
          of(
              "optimisation.embedding-learning-rate",
              OPTIMISATION.embeddingLearningRate(),
              "of embeddings"),
          of("optimisation.weight-decay", OPTIMISATION.weightDecay(), "of categories, each step"),
          of("optimisation.ema-decay", OPTIMISATION.emaDecay(), "of steps; 0: the last one"),
          of("schedule.batch-size", SCHEDULE.batchSize(), "examples in a step"),
          of("schedule.epochs", SCHEDULE.epochs(), "the most: the latest slice chooses"),
          of("schedule.ensemble-size", SCHEDULE.ensembleSize(), "of several seeds, averaged"),
          of(
              "sampling.negative-sampling-rate",
              SAMPLING.negativeSamplingRate(),
              "share without click to learn"),
          of("sampling.holdout", SAMPLING.holdout(), "share of the latest slice"),
          of("sampling.esmm", SAMPLING.esmm(), "pWatch from all impressions"),
          of("seed", DEFAULTS.seed(), "of all that is drawn"));

  private RankerSettings() {}

  private static Setting of(String key, Object initial, String meaning) {
    return Setting.of("ranker." + key, initial, meaning);
  }

  /// The settings of which some are given, the others as they are initially.
  ///
  /// @throws IllegalArgumentException where a key is unknown or a value cannot be
  static WideAndDeepSettings with(Map<String, String> given) {
    Settings settings = Settings.of("train", ALL, given, DEFAULTS.seed(), DEFAULTS.threads());
    return new WideAndDeepSettings(
        new Architecture(
            settings.integer("ranker.architecture.hash-bits"),
            settings.integer("ranker.architecture.embedding-size"),
            settings.integers("ranker.architecture.hidden"),
            settings.integer("ranker.architecture.experts"),
            settings.flag("ranker.architecture.attention")),
        new Optimisation(
            settings.choice("ranker.optimisation.optimiser", Optimiser.class),
            settings.number("ranker.optimisation.learning-rate"),
            settings.number("ranker.optimisation.wide-learning-rate"),
            settings.number("ranker.optimisation.embedding-learning-rate"),
            settings.number("ranker.optimisation.weight-decay"),
            settings.number("ranker.optimisation.ema-decay")),
        new Schedule(
            settings.integer("ranker.schedule.batch-size"),
            settings.integer("ranker.schedule.epochs"),
            settings.integer("ranker.schedule.ensemble-size")),
        new Sampling(
            settings.number("ranker.sampling.negative-sampling-rate"),
            settings.number("ranker.sampling.holdout"),
            settings.flag("ranker.sampling.esmm")),
        settings.longInteger("ranker.seed"),
        settings.threads());
  }
}
