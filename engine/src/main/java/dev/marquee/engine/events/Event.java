package dev.marquee.engine.events;

import java.time.Instant;

/// Something that happened on the platform: the only input Marquee learns from.
///
/// An event is immutable and says what was observed, never what it means; meaning is given by the
/// folds that read the log. Its `id` makes it idempotent: the same id with the same content is
/// acknowledged and changes nothing, the same id with other content is refused.
public sealed interface Event permits VideoEvent, UserEvent, SettingsChanged {

  /// The sender's id of this event, unique over all events, at most [Limits#ID_CHARS] characters.
  String id();

  /// When it happened, to the millisecond. Folds follow the log's order, not this time.
  Instant at();

  /// How it is written and read.
  EventForm<? extends Event> form();
}
