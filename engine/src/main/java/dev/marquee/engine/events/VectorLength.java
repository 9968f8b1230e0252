package dev.marquee.engine.events;

import java.util.function.IntSupplier;

/// Checks that the vectors of all videos have the length of the first one, as only these can be
/// compared. Not safe for use by many threads.
public final class VectorLength {

  private final IntSupplier before;
  private int length;

  /// @param before the length of existing vectors, 0 where there are none; read at the first vector
  public VectorLength(IntSupplier before) {
    this.before = before;
  }

  /// The length of the first vector of a log, which is read up to there.
  public static VectorLength of(EventLog log) {
    return new VectorLength(
        () -> {
          int[] first = {0};
          log.replay(
              (offset, event) -> {
                first[0] = vector(event).length();
                return first[0] == 0;
              });
          return first[0];
        });
  }

  private static ContentVector vector(Event event) {
    return switch (event) {
      case VideoPublished it -> it.details().vector();
      case VideoUpdated it -> it.details().vector();
      default -> ContentVector.NONE;
    };
  }

  /// Returns the event if it has no vector, or one of the right length.
  ///
  /// @throws InvalidEventException where it has another length
  public Event checked(Event event) {
    int found = vector(event).length();
    if (found == 0) {
      return event;
    }
    if (length == 0) {
      length = before.getAsInt();
    }
    if (length != 0 && found != length) {
      throw InvalidEventException.found(
          "vector",
          "a list of " + found + " numbers",
          length + ", as long as the vectors of other videos");
    }
    length = found;
    return event;
  }

  /// The length of the checked vectors; 0 where there were none.
  public int length() {
    return length;
  }
}
