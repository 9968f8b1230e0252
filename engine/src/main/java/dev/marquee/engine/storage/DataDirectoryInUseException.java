package dev.marquee.engine.storage;

import java.nio.file.Path;

/// Another process writes to the data directory. One process may write, any number may read at the
/// same time.
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
