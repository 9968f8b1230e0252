package dev.marquee.engine.events.binary;

import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventForm;
import dev.marquee.engine.events.EventForm.Layout;
import dev.marquee.engine.events.FieldValues;
import dev.marquee.engine.events.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads the events that [EventCodec] wrote. A form requests its fields in order; each is read on
/// request, without intermediate objects.
final class FieldReader implements FieldValues {

  private static final EventType[] TYPES = types();

  private final BlockReader in;
  private String id = "";
  private Instant at = Instant.EPOCH;

  /// The reader of the events of one code.
  private record EventType(boolean idIsFeed, Function<FieldValues, ? extends Event> build) {}

  FieldReader(BlockReader in) {
    this.in = in;
  }

  private static EventType[] types() {
    var types = new EventType[256];
    for (EventForm<?> form : EventForm.all()) {
      for (Layout<?> layout : form.layouts()) {
        if (types[layout.code()] != null) {
          throw new IllegalStateException("two layouts of events have the code " + layout.code());
        }
        types[layout.code()] = new EventType(form.idIsFeed(), layout.fields().build());
      }
    }
    return types;
  }

  /// Reads an event.
  Event event() {
    int code = in.oneByte();
    EventType type = TYPES[code];
    if (type == null) {
      throw unknown("event type", code);
    }
    at = Instant.ofEpochMilli(in.time());
    id = type.idIsFeed() ? in.reference() : in.text();
    return type.build().apply(this);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Instant at() {
    return at;
  }

  @Override
  public String name() {
    return in.reference();
  }

  @Override
  public String text() {
    return in.text();
  }

  @Override
  public List<String> names() {
    var values = new String[in.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.reference();
    }
    return List.of(values);
  }

  @Override
  public int whole(int min, int missing) {
    return Math.toIntExact(in.unsigned() + min);
  }

  @Override
  public long wholeLong() {
    return in.signed();
  }

  @Override
  public double seconds() {
    return in.seconds();
  }

  @Override
  public float single() {
    return in.float32();
  }

  @Override
  public boolean flag() {
    int code = in.oneByte();
    if (code > 1) {
      throw unknown("flag", code);
    }
    return code == 1;
  }

  @Override
  public <T extends Enum<T>> T maybe(T[] constants) {
    return constant(constants, 0);
  }

  @Override
  public <T extends Enum<T>> T word(T[] constants) {
    return constant(constants, 1);
  }

  private <T extends Enum<T>> T constant(T[] constants, int first) {
    int code = in.oneByte();
    if (code < first || code - first >= constants.length) {
      throw unknown(constants[0].getDeclaringClass().getSimpleName(), code);
    }
    return constants[code - first];
  }

  @Override
  public Instant time() {
    return Instant.ofEpochMilli(in.signed());
  }

  @Override
  public Optional<Instant> optionalTime() {
    return flag() ? Optional.of(time()) : Optional.empty();
  }

  @Override
  public long digest() {
    return in.int64();
  }

  @Override
  public Map<String, String> attributes() {
    int size = in.size();
    if (size == 0) {
      return Map.of();
    }
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    Map.Entry<String, String>[] entries = new Map.Entry[size];
    for (int i = 0; i < size; i++) {
      entries[i] = Map.entry(in.reference(), in.reference());
    }
    return Map.ofEntries(entries);
  }

  @Override
  public ContentVector vector() {
    float[] values = new float[in.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.float32();
    }
    return ContentVector.of(values);
  }

  @Override
  public <P> P part(Fields<P> fields) {
    return fields.build().apply(this);
  }

  @Override
  @SuppressWarnings("unchecked") // an array of a generic type, wrapped by the list
  public <P> List<P> parts(Fields<P> fields) {
    var parts = new Object[in.size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = fields.build().apply(this);
    }
    return (List<P>) List.of(parts);
  }

  private static IllegalArgumentException unknown(String what, int code) {
    return new IllegalArgumentException("no " + what + " has the code " + code);
  }
}
