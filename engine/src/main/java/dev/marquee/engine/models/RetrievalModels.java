package dev.marquee.engine.models;

import dev.marquee.engine.models.twotower.SavedIndex;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What candidate sources look things up in, learned in one run from the same histories: a model of
/// each kind.
public final class RetrievalModels {

  /// No model yet.
  public static final RetrievalModels NONE = new RetrievalModels(Map.of(), Optional.empty());

  private final Map<ModelKind<?>, Object> models;
  private final Optional<SavedIndex> index;

  private RetrievalModels(Map<ModelKind<?>, Object> models, Optional<SavedIndex> index) {
    this.models = models;
    this.index = index;
  }

  /// These and one more.
  public <M> RetrievalModels with(ModelKind<M> kind, M model) {
    Map<ModelKind<?>, Object> more = new LinkedHashMap<>(models);
    more.put(kind, model);
    return new RetrievalModels(more, index);
  }

  /// The same with the saved index of the two towers' videos.
  RetrievalModels with(Optional<SavedIndex> saved) {
    return new RetrievalModels(models, saved);
  }

  /// The model of a kind.
  ///
  /// @throws IllegalArgumentException where there is none
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

  /// The index of the two towers' videos; empty where none was saved, so that each reader builds
  /// one.
  public Optional<SavedIndex> index() {
    return index;
  }
}
