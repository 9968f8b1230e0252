package dev.marquee.engine.events;

/// An event's id came before with other content. Nothing of its batch was stored.
public final class ConflictingEventException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String id;

  public ConflictingEventException(String id) {
    super(
        "event id '"
            + id
            + "' came before with other content, expected an id of its own for each event: send"
            + " the event with a new id, or the same content again");
    this.id = id;
  }

  /// The id that came twice.
  public String id() {
    return id;
  }
}
