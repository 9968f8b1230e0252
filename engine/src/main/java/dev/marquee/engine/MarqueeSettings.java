package dev.marquee.engine;

import dev.marquee.engine.Doc.Effect;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.evaluation.PromotionGate;
import dev.marquee.engine.index.VectorIndexKind;
import dev.marquee.engine.index.ivf.IvfIndex;
import dev.marquee.engine.serving.FunnelFactory;
import dev.marquee.engine.serving.FunnelSettings;
import dev.marquee.engine.serving.LiveStateSettings;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.training.TrainingSettings;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings;

/// All settings of the engine. Each part of the engine owns its record and its defaults.
///
/// Immutable. Each component carries its [Doc]; a settings file has the same tree, with the names
/// in kebab-case.
public record MarqueeSettings(
    @Doc(
            value =
                "where events and user states are kept: a URI whose scheme chooses the store,"
                    + " relative to the data directory",
            effect = Effect.REFOLD)
        String events,
    @Doc(
            value =
                "the vector index that searches item vectors: ivf is built in, faiss needs the"
                    + " adapter's library",
            effect = Effect.RESTART)
        Index index,
    @Doc(value = "how events become state", effect = Effect.REFOLD) FoldSettings fold,
    @Doc(value = "how the live state follows the log", effect = Effect.RESTART)
        LiveStateSettings live,
    @Doc(value = "the funnel, stage by stage", key = "") FunnelSettings funnel,
    @Doc(value = "how models learn", effect = Effect.NEXT_COMMAND) TrainingSettings training,
    @Doc(
            value = "what a new version must show before it replaces the one in production",
            effect = Effect.NEXT_COMMAND)
        PromotionGate promotion) {

  /// Implementations of the vector index.
  public enum Index {
    /// The inverted file of this engine.
    IVF,
    /// The FAISS library, through an adapter.
    FAISS;

    /// The vector index of this name.
    ///
    /// @throws IllegalArgumentException if its adapter or a library that it needs is missing; the
    ///   message names it
    public VectorIndexKind kind() {
      return switch (this) {
        case IVF -> IvfIndex.KIND;
        case FAISS -> VectorIndexKind.ofAdapter("faiss");
      };
    }
  }

  /// The defaults of an installation without a settings file.
  public static MarqueeSettings defaults() {
    return new MarqueeSettings(
        "rocksdb:store",
        Index.IVF,
        FoldSettings.defaults(),
        LiveStateSettings.defaults(),
        FunnelSettings.defaults(),
        TrainingSettings.defaults(),
        PromotionGate.defaults());
  }

  /// The funnels that these settings describe.
  public FunnelFactory funnels() {
    return FunnelFactory.of(funnel, index.kind());
  }

  /// The same with another storage for events and states.
  public MarqueeSettings withEvents(String uri) {
    return new MarqueeSettings(uri, index, fold, live, funnel, training, promotion);
  }

  /// The same with the declarations of the platform's own columns.
  public MarqueeSettings with(Columns columns) {
    return new MarqueeSettings(
        events, index, fold.with(columns), live, funnel, training, promotion);
  }

  /// The same with other settings of the ranker.
  public MarqueeSettings with(WideAndDeepSettings ranker) {
    return new MarqueeSettings(
        events,
        index,
        fold,
        live,
        funnel,
        new TrainingSettings(training.retrieval(), ranker),
        promotion);
  }
}
