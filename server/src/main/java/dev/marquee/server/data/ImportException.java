package dev.marquee.server.data;

/// The given data cannot be imported; the message names the file and what to do.
public class ImportException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ImportException(String message) {
    super(message);
  }

  public ImportException(String message, Throwable cause) {
    super(message, cause);
  }
}
