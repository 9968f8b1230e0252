package dev.marquee.engine.events;

/// The id of an event was used before with other content. Nothing of its batch was stored.
public final class ConflictingEventException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String id;

  public ConflictingEventException(String id) {
    super(
        "event id '"
            + id
            + "' was used before with other content, expected a unique id for each event: send"
            + " the event with a new id, or the same content again");
    this.id = id;
  }

  /// The repeated id.
  public String id() {
    return id;
  }
}
