package dev.marquee.engine.events;

import java.util.function.IntSupplier;

/// Holds the vectors of all videos to one length, that of the first: no search could compare
/// others. Not safe for threads.
public final class VectorLength {

  private final IntSupplier before;
  private int length;

  /// @param before the length of the vectors that there are, 0 where there are none; asked when the
  ///   first vector comes
  public VectorLength(IntSupplier before) {
    this.before = before;
  }

  /// As the first vector of a log has it, which is read up to there.
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

  /// Gives back an event that has no vector, or one of the right length.
  ///
  /// @throws InvalidEventException where it has another
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

  /// The length of the vectors that were checked; 0 where there were none.
  public int length() {
    return length;
  }
}
