package dev.marquee.adapters.faiss;

import dev.marquee.engine.index.IndexSettings;
import dev.marquee.engine.index.VectorIndex;
import dev.marquee.engine.index.VectorIndexKind;
import dev.marquee.engine.index.VectorSource;

/// Indexes of FAISS. They are rebuilt whenever models are loaded, as only the built-in kind is
/// saved.
public final class FaissKind implements VectorIndexKind {

  @Override
  public String name() {
    return "faiss";
  }

  @Override
  public void requireUsable() {
    try {
      FaissLibrary.get();
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public VectorIndex build(VectorSource source, IndexSettings settings) {
    try {
      return FaissIndex.build(source, settings);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while an index was built", e);
    }
  }
}
