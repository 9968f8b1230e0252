package dev.marquee.engine.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The values of a record's fields, handed over one after the other: each call gives the next
/// field's value, so that calls come in the order of the fields and fit their kinds. The event's id
/// and time may be asked for at any time.
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
  /// @param min the field's least value
  /// @param missing the value where none is given
  int whole(int min, int missing);

  long wholeLong();

  double seconds();

  float single();

  boolean flag();

  /// One of three constants: not said, yes, no.
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
