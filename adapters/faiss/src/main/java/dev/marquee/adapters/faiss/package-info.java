/// The vector index of FAISS, for the setting `index: faiss`.
///
/// Implements [VectorIndexKind][dev.marquee.engine.index.VectorIndexKind] by a FAISS index outside
/// the heap, called through a shim that `adapters/faiss/src/main/native/build-faiss` builds.
package dev.marquee.adapters.faiss;
