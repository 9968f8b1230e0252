package dev.marquee.engine.storage;

import java.nio.file.Path;

/// A data directory that another process writes to. One process writes, any number read beside it.
public final class DataDirectoryInUseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DataDirectoryInUseException(Path directory, Throwable cause) {
    super(
        "data directory '"
            + directory
            + "' is held by another marquee process (serve), expected to be its only writer: send"
            + " events to that process over HTTP, or stop it",
        cause);
  }
}
