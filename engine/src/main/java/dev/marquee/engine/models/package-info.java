/// Learned models: prediction, files and manifests; no training code.
///
/// Comes in: models from training. Goes out: predictions for retrieval and ranking.
/// [ModelStore][dev.marquee.engine.models.ModelStore] keeps them on disk, one folder per version.
package dev.marquee.engine.models;
