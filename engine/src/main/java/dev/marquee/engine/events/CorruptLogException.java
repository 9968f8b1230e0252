package dev.marquee.engine.events;

/// Stored events cannot be read; the message says where.
public final class CorruptLogException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CorruptLogException(String where, Throwable cause) {
    super("the event log is damaged at " + where + ": restore the data directory", cause);
  }
}
