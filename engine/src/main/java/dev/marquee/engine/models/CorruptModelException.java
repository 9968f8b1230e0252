package dev.marquee.engine.models;

import java.io.IOException;

/// The bytes are not a model, or were damaged after writing. The message names the fault and a fix.
public final class CorruptModelException extends IOException {

  private static final long serialVersionUID = 1L;

  public CorruptModelException(String message) {
    super(message);
  }
}
