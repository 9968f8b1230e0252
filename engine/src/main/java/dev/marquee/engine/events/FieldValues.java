package dev.marquee.engine.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The values of a record's fields in order: each call returns the next field's value, so calls
/// must match the order and the kinds of the fields. The event's id and time may be read at any
/// time.
public interface FieldValues {

  String id();

  Instant at();

  /// The next field, a [FieldKind#NAME].
  String name();

  /// The next field, a [FieldKind#TEXT].
  String text();

  List<String> names();

  default int whole() {
    return whole(0, 0);
  }

  /// A whole number.
  ///
  /// @param min the field's minimum
  /// @param missing the value where none is given
  int whole(int min, int missing);

  /// A whole number that is a year; 0 where none is given. Senders must give a plausible one, logs
  /// hold what was accepted once.
  default int year() {
    return whole();
  }

  long wholeLong();

  double seconds();

  float single();

  boolean flag();

  /// One of three constants: unstated, yes, no.
  <T extends Enum<T>> T maybe(T[] constants);

  /// The next field, a [FieldKind#TIME]; the event's own where none is given.
  Instant time();

  Optional<Instant> optionalTime();

  <T extends Enum<T>> T word(T[] constants);

  long digest();

  Map<String, String> attributes();

  ContentVector vector();

  <P> P part(Fields<P> fields);

  <P> List<P> parts(Fields<P> fields);
}
