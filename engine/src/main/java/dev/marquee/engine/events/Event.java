package dev.marquee.engine.events;

import java.time.Instant;

/// Something that happened on the platform. Events are the only training input.
///
/// An event is immutable and records what was observed; folds over the log interpret it. Its `id`
/// makes sending idempotent: the same id with the same content is acknowledged and changes nothing,
/// the same id with other content is refused.
public sealed interface Event permits VideoEvent, UserEvent, SettingsChanged {

  /// The sender's id of this event, unique over all events, at most [Limits#ID_CHARS] characters.
  String id();

  /// When it happened, to the millisecond. Folds use the log's order, not this time.
  Instant at();

  /// Declares how it is written and read.
  EventForm<? extends Event> form();
}
