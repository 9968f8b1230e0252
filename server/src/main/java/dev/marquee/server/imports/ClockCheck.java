package dev.marquee.server.imports;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.InvalidEventException;
import dev.marquee.engine.events.Limits;
import java.time.Instant;
import java.time.InstantSource;

/// Refuses events from the future, as the server does: counters that decay would stand still until
/// then, and the log would seem to reach that far.
///
/// @param now the time of the import
record ClockCheck(Instant now) {

  static ClockCheck by(InstantSource clock) {
    return new ClockCheck(clock.instant());
  }

  /// The latest time that is taken.
  Instant latest() {
    return now.plus(Limits.AHEAD);
  }

  /// Gives back an event that is not from the future.
  Event checked(Event event) {
    require("at", event.at());
    return event;
  }

  /// @throws InvalidEventException where a time is in the future
  void require(String field, Instant at) {
    if (at.isAfter(latest())) {
      throw new InvalidEventException(
          field,
          at,
          "a time not more than %d minutes after now, %s: is the year, the time zone or the unit"
                  .formatted(Limits.AHEAD.toMinutes(), now)
              + " wrong, or a clock?");
    }
  }

  /// A time, or now where that is earlier.
  Instant atMost(Instant time) {
    return time.isAfter(now) ? now : time;
  }
}
