package dev.marquee.engine.models;

import java.io.IOException;

/// Bytes that are no model, or no longer the one that was written; says what is wrong and the way
/// out.
public final class CorruptModelException extends IOException {

  private static final long serialVersionUID = 1L;

  public CorruptModelException(String message) {
    super(message);
  }
}
