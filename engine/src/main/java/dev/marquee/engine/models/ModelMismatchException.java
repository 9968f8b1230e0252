package dev.marquee.engine.models;

/// The model does not fit this code or this data. The message names the difference.
public final class ModelMismatchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ModelMismatchException(String message) {
    super(message);
  }

  public ModelMismatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
