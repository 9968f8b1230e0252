package dev.marquee.engine.storage;

import java.nio.file.Path;

/// A data directory in a format that this version of Marquee does not know.
public final class DataDirectoryFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// @param found the version in the directory, or the text found in its place
  public DataDirectoryFormatException(Path directory, String found, int expected) {
    super(
        "data directory '"
            + directory
            + "' has format version "
            + found
            + ", expected "
            + expected
            + ": open it with the marquee that wrote it, or name an empty directory and import the"
            + " events there");
  }
}
