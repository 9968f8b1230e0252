/// What we learned: prediction, files, manifest and provenance; no learning code.
///
/// Comes in: models from training. Goes out: predictions for retrieval and ranking.
/// [ModelStore][dev.marquee.engine.models.ModelStore] keeps them on disk, one folder a version.
package dev.marquee.engine.models;
