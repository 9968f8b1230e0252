package dev.marquee.engine.index;

import java.io.IOException;

/// A file that is no index, is damaged, or is of another version or model than expected. The
/// message says which, and where.
public final class CorruptIndexException extends IOException {

  private static final long serialVersionUID = 1;

  public CorruptIndexException(String message) {
    super(message);
  }
}
