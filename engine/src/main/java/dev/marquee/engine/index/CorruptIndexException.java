package dev.marquee.engine.index;

import java.io.IOException;

/// A file that is not an index, is damaged, or has another version or model than expected. The
/// message says which, and where.
public final class CorruptIndexException extends IOException {

  private static final long serialVersionUID = 1;

  public CorruptIndexException(String message) {
    super(message);
  }
}
