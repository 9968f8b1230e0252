package dev.marquee.engine.events.binary;

import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventForm;
import dev.marquee.engine.events.EventForm.Layout;
import dev.marquee.engine.events.Field;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.datasketches.hash.MurmurHash3;

/// Writes events in their binary form: the code of the layout, the time, the id, and the fields in
/// the order that the event's form declares. [FieldReader] reads them back.
///
/// Names (users, videos, feeds, channels, countries …) are references, which are written once per
/// block; so is the id of a feed, for impressions and clicks name it again. Other ids and texts
/// come once and are not remembered.
public final class EventCodec {

  private static final long SEED = 0;

  private EventCodec() {}

  /// 64 bits of an event's content, the same in every block and in every process.
  ///
  /// @param scratch a writer of digests, whose bytes are replaced by the event's
  public static long digest(Event event, BlockWriter scratch) {
    scratch.clear();
    write(event, scratch);
    return MurmurHash3.hash(scratch.bytes(), 0, scratch.size(), SEED)[0];
  }

  /// Writes an event.
  public static void write(Event event, BlockWriter out) {
    write(event.form(), event, out);
  }

  private static <E extends Event> void write(EventForm<E> form, Event event, BlockWriter out) {
    E typed = form.type().cast(event);
    Layout<E> layout = form.layout(typed);
    out.oneByte(layout.code());
    out.time(event.at().toEpochMilli());
    if (form.idIsFeed()) {
      out.reference(event.id());
    } else {
      out.text(event.id());
    }
    fields(layout.fields().list(), typed, out);
  }

  private static <R> void fields(List<Field<R>> fields, R record, BlockWriter out) {
    for (int i = 0; i < fields.size(); i++) {
      field(fields.get(i), record, out);
    }
  }

  private static <R> void field(Field<R> field, R record, BlockWriter out) {
    Object value = field.value(record);
    switch (field.kind()) {
      case NAME -> out.reference((String) value);
      case TEXT -> out.text((String) value);
      case NAMES -> references((List<?>) value, out);
      case WHOLE -> out.unsigned((long) (int) value - field.min());
      case LONG -> out.signed((long) value);
      case SECONDS -> out.seconds((double) value);
      case SINGLE -> out.float32((float) value);
      case FLAG -> out.oneByte((boolean) value ? 1 : 0);
      case MAYBE -> out.oneByte(EventForm.place(value));
      case TIME -> out.signed(((Instant) value).toEpochMilli());
      case OPTIONAL_TIME -> time((Optional<?>) value, out);
      case WORD -> out.oneByte(1 + EventForm.place(value));
      case DIGEST -> out.int64((long) value);
      case ATTRIBUTES -> attributes((Map<?, ?>) value, out);
      case VECTOR -> vector((ContentVector) value, out);
      case PART -> part(field.part().list(), value, out);
      case PARTS -> parts(field.part().list(), (List<?>) value, out);
    }
  }

  @SuppressWarnings("unchecked") // a part's fields are those of its value
  private static <P> void part(List<Field<P>> fields, Object value, BlockWriter out) {
    fields(fields, (P) value, out);
  }

  private static <P> void parts(List<Field<P>> fields, List<?> values, BlockWriter out) {
    out.unsigned(values.size());
    for (int i = 0; i < values.size(); i++) {
      part(fields, values.get(i), out);
    }
  }

  private static void references(List<?> values, BlockWriter out) {
    out.unsigned(values.size());
    for (int i = 0; i < values.size(); i++) {
      out.reference((String) values.get(i));
    }
  }

  private static void time(Optional<?> time, BlockWriter out) {
    out.oneByte(time.isPresent() ? 1 : 0);
    time.ifPresent(it -> out.signed(((Instant) it).toEpochMilli()));
  }

  /// Sorted by name, because the order of an immutable map changes from process to process.
  private static void attributes(Map<?, ?> attributes, BlockWriter out) {
    out.unsigned(attributes.size());
    for (Object name : sorted(attributes.keySet())) {
      out.reference((String) name);
      out.reference((String) attributes.get(name));
    }
  }

  private static Collection<?> sorted(Collection<?> names) {
    return names.size() < 2 ? names : names.stream().sorted().toList();
  }

  private static void vector(ContentVector vector, BlockWriter out) {
    out.unsigned(vector.length());
    for (int i = 0; i < vector.length(); i++) {
      out.float32(vector.get(i));
    }
  }
}
