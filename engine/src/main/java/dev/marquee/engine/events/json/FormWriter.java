package dev.marquee.engine.events.json;

import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventForm;
import dev.marquee.engine.events.Field;
import dev.marquee.engine.events.Fields;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// Writes events in their JSON form. What is unknown is left out, what has no order is sorted, so
/// that the same event always makes the same text.
final class FormWriter {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .rootValueSeparator("\n")
          .build();

  private FormWriter() {}

  /// A generator that leaves `out` open and puts a line end between two values.
  static JsonGenerator onto(OutputStream out) {
    return JSON.createGenerator(ObjectWriteContext.empty(), out);
  }

  static void write(Event event, JsonGenerator json) {
    write(event.form(), event, json);
  }

  private static <E extends Event> void write(EventForm<E> form, Event event, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("type", form.word());
    json.writeStringProperty("id", event.id());
    json.writeStringProperty("at", event.at().toString());
    fields(form.fields(), form.type().cast(event), json);
    json.writeEndObject();
  }

  /// Writes a record's fields into an object that is already begun.
  static <R> void fields(Fields<R> fields, R record, JsonGenerator json) {
    List<Field<R>> list = fields.list();
    for (int i = 0; i < list.size(); i++) {
      field(list.get(i), record, json);
    }
  }

  private static <R> void field(Field<R> field, R record, JsonGenerator json) {
    String name = field.name();
    Object value = field.value(record);
    switch (field.kind()) {
      case NAME, TEXT -> {
        if (!((String) value).isEmpty()) {
          json.writeStringProperty(name, (String) value);
        }
      }
      case NAMES -> {
        if (field.isAlwaysWritten() || !((List<?>) value).isEmpty()) {
          json.writeArrayPropertyStart(name);
          ((List<?>) value).forEach(text -> json.writeString((String) text));
          json.writeEndArray();
        }
      }
      case WHOLE -> {
        if ((int) value != field.unknown(record)) {
          json.writeNumberProperty(name, (int) value);
        }
      }
      case LONG -> {
        if ((long) value != 0) {
          json.writeNumberProperty(name, (long) value);
        }
      }
      case SECONDS -> {
        boolean known = Double.doubleToRawLongBits((double) value) != 0; // -0.0 stays -0.0
        if (known || field.isAlwaysWritten()) {
          json.writeNumberProperty(name, (double) value);
        }
      }
      case SINGLE -> json.writeNumberProperty(name, (float) value);
      case FLAG -> {
        if ((boolean) value) {
          json.writeBooleanProperty(name, true);
        }
      }
      case MAYBE -> {
        int said = EventForm.place(value);
        if (said != 0) {
          json.writeBooleanProperty(name, said == 1);
        }
      }
      case TIME -> json.writeStringProperty(name, value.toString());
      case OPTIONAL_TIME ->
          ((Optional<?>) value).ifPresent(time -> json.writeStringProperty(name, time.toString()));
      case WORD -> json.writeStringProperty(name, EventForm.kebabCase(((Enum<?>) value).name()));
      case DIGEST -> json.writeStringProperty(name, HexFormat.of().toHexDigits((long) value));
      case ATTRIBUTES -> attributes(name, (Map<?, ?>) value, json);
      case VECTOR -> vector(name, (ContentVector) value, json);
      case PART -> part(field.part(), value, json);
      case PARTS -> {
        json.writeArrayPropertyStart(name);
        for (Object part : (List<?>) value) {
          json.writeStartObject();
          part(field.part(), part, json);
          json.writeEndObject();
        }
        json.writeEndArray();
      }
    }
  }

  @SuppressWarnings("unchecked") // a part's fields are those of its value
  private static <P> void part(Fields<P> fields, Object value, JsonGenerator json) {
    fields(fields, (P) value, json);
  }

  private static void vector(String name, ContentVector vector, JsonGenerator json) {
    if (!vector.isEmpty()) {
      json.writeArrayPropertyStart(name);
      for (int i = 0; i < vector.length(); i++) {
        json.writeNumber(vector.get(i));
      }
      json.writeEndArray();
    }
  }

  private static void attributes(String name, Map<?, ?> values, JsonGenerator json) {
    if (!values.isEmpty()) {
      json.writeObjectPropertyStart(name);
      new TreeMap<>(values)
          .forEach((key, value) -> json.writeStringProperty((String) key, (String) value));
      json.writeEndObject();
    }
  }
}
