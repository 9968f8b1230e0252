package dev.marquee.engine.models;

/// A model that cannot be served by this code or on this data; says what differs.
public final class ModelMismatchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ModelMismatchException(String message) {
    super(message);
  }

  public ModelMismatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
