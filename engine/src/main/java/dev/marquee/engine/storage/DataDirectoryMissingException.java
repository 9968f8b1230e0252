package dev.marquee.engine.storage;

import java.nio.file.Path;

/// The data directory to read does not exist.
public final class DataDirectoryMissingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DataDirectoryMissingException(Path directory) {
    super(
        "no data in '"
            + directory
            + "', expected a data directory: fill it with 'marquee import', or try"
            + " 'marquee demo'");
  }
}
