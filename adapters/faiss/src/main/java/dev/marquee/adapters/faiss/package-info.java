/// The vector index of FAISS, for the setting `index: faiss`.
///
/// Comes in: what the port [VectorIndexKind][dev.marquee.engine.index.VectorIndexKind] takes. Goes
/// out: an index of FAISS, outside the heap, behind a shim that
/// `adapters/faiss/src/main/native/build-faiss` builds.
package dev.marquee.adapters.faiss;
