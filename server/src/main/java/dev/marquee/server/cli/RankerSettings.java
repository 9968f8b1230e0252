package dev.marquee.server.cli;

import dev.marquee.engine.reproduction.Setting;
import dev.marquee.engine.reproduction.Settings;
import dev.marquee.engine.training.network.Optimiser;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings;
import java.util.List;
import java.util.Map;

/// What `train --set` may set about the ranker.
final class RankerSettings {

  private static final WideAndDeepSettings DEFAULTS = WideAndDeepSettings.defaults();

  static final List<Setting> ALL =
      List.of(
          Setting.of("ranker.hidden", DEFAULTS.hidden(), "sizes of the layers: 128,64"),
          Setting.of("ranker.experts", DEFAULTS.experts(), "mixed by gates; 1: shared bottom"),
          Setting.of("ranker.attention", DEFAULTS.attention(), "over the last watches"),
          Setting.of("ranker.bits", DEFAULTS.bits(), "categories share 2^bits buckets"),
          Setting.of("ranker.embedding", DEFAULTS.embedding(), "floats of a category"),
          Setting.of("ranker.esmm", DEFAULTS.esmm(), "pWatch from all impressions"),
          Setting.of("ranker.optimiser", DEFAULTS.optimiser(), "adam or adagrad"),
          Setting.of("ranker.rate", DEFAULTS.rate(), "learning rate of the layers"),
          Setting.of("ranker.wide-rate", DEFAULTS.wideRate(), "of the wide part"),
          Setting.of("ranker.embedding-rate", DEFAULTS.embeddingRate(), "of embeddings"),
          Setting.of("ranker.shrinkage", DEFAULTS.shrinkage(), "of categories, each step"),
          Setting.of("ranker.batch", DEFAULTS.batch(), "examples in a step"),
          Setting.of("ranker.epochs", DEFAULTS.epochs(), "the most: the latest slice chooses"),
          Setting.of("ranker.averaging", DEFAULTS.averaging(), "of steps; 0: the last one"),
          Setting.of("ranker.networks", DEFAULTS.networks(), "of several seeds, averaged"),
          Setting.of("ranker.negatives", DEFAULTS.negatives(), "share without click to learn"),
          Setting.of("ranker.holdout", DEFAULTS.holdout(), "share of the latest slice"),
          Setting.of("ranker.seed", DEFAULTS.seed(), "of all that is drawn"));

  private RankerSettings() {}

  /// The settings of which some are given, the others as they are initially.
  ///
  /// @throws IllegalArgumentException where a key is unknown or a value cannot be
  static WideAndDeepSettings with(Map<String, String> given) {
    Settings settings = Settings.of("train", ALL, given, DEFAULTS.seed(), DEFAULTS.threads());
    return new WideAndDeepSettings(
        settings.integer("ranker.bits"),
        settings.integer("ranker.embedding"),
        settings.integers("ranker.hidden"),
        settings.integer("ranker.experts"),
        settings.flag("ranker.attention"),
        settings.flag("ranker.esmm"),
        settings.choice("ranker.optimiser", Optimiser.class),
        settings.number("ranker.rate"),
        settings.number("ranker.wide-rate"),
        settings.number("ranker.embedding-rate"),
        settings.number("ranker.shrinkage"),
        settings.integer("ranker.batch"),
        settings.integer("ranker.epochs"),
        settings.number("ranker.averaging"),
        settings.integer("ranker.networks"),
        settings.number("ranker.negatives"),
        settings.number("ranker.holdout"),
        settings.longInteger("ranker.seed"),
        settings.threads());
  }
}
