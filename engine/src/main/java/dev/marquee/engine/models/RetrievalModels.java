package dev.marquee.engine.models;

import dev.marquee.engine.models.twotower.SavedIndex;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The models of the candidate sources, one of each kind, trained in one run on the same histories.
public final class RetrievalModels {

  /// No models.
  public static final RetrievalModels NONE = new RetrievalModels(Map.of(), Optional.empty());

  private final Map<ModelKind<?>, Object> models;
  private final Optional<SavedIndex> index;

  private RetrievalModels(Map<ModelKind<?>, Object> models, Optional<SavedIndex> index) {
    this.models = models;
    this.index = index;
  }

  /// A copy with one more model.
  public <M> RetrievalModels with(ModelKind<M> kind, M model) {
    Map<ModelKind<?>, Object> more = new LinkedHashMap<>(models);
    more.put(kind, model);
    return new RetrievalModels(more, index);
  }

  /// A copy with the saved index of the two-tower model's video vectors.
  RetrievalModels with(Optional<SavedIndex> saved) {
    return new RetrievalModels(models, saved);
  }

  /// The model of a kind.
  ///
  /// @throws IllegalArgumentException if there is none
  @SuppressWarnings("unchecked") // Only `with` puts a model beside its kind.
  public <M> M get(ModelKind<M> kind) {
    Object model = models.get(kind);
    if (model == null) {
      throw new IllegalArgumentException(
          "no model '%s', expected one of %s: train again, or declare it in ModelKinds"
              .formatted(kind.name(), models.keySet().stream().map(ModelKind::name).toList()));
    }
    return (M) model;
  }

  /// The index of the two-tower model's video vectors; empty if none was saved, and each reader
  /// then builds its own.
  public Optional<SavedIndex> index() {
    return index;
  }
}
