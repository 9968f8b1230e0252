package dev.marquee.engine.events.json;

import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventForm;
import dev.marquee.engine.events.Field;
import dev.marquee.engine.events.FieldSteps;
import dev.marquee.engine.events.Fields;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// Writes events in their JSON form. Unknown values are omitted and unordered ones sorted, so that
/// equal events have equal texts.
final class FormWriter {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .rootValueSeparator("\n")
          .build();

  private static final IdentityHashMap<EventForm<?>, FieldSteps<?, JsonGenerator>> STEPS =
      allSteps();

  private FormWriter() {}

  /// A generator that leaves `out` open and writes a line break between values.
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
    steps(form).run(form.type().cast(event), json);
    json.writeEndObject();
  }

  @SuppressWarnings("unchecked") // the map holds an event's steps by its form
  private static <E extends Event> FieldSteps<E, JsonGenerator> steps(EventForm<E> form) {
    return (FieldSteps<E, JsonGenerator>) STEPS.get(form);
  }

  private static IdentityHashMap<EventForm<?>, FieldSteps<?, JsonGenerator>> allSteps() {
    IdentityHashMap<EventForm<?>, FieldSteps<?, JsonGenerator>> steps = new IdentityHashMap<>();
    for (EventForm<?> form : EventForm.all()) {
      steps.put(form, made(form));
    }
    return steps;
  }

  private static <E extends Event> FieldSteps<E, JsonGenerator> made(EventForm<E> form) {
    return steps(form.type(), form.fields());
  }

  /// Steps that write a record's fields into an open object. Create once and keep.
  static <R> FieldSteps<R, JsonGenerator> steps(Class<R> type, Fields<R> fields) {
    return FieldSteps.of(type, fields, FormWriter::step);
  }

  private static <R> BiConsumer<R, JsonGenerator> step(Field<R> field) {
    String name = field.name();
    Function<R, ?> accessor = field.accessor();
    boolean always = field.isAlwaysWritten();
    return switch (field.kind()) {
      case NAME, TEXT -> (it, json) -> text(name, (String) accessor.apply(it), json);
      case NAMES ->
          (it, json) -> {
            List<?> texts = (List<?>) accessor.apply(it);
            if (always || !texts.isEmpty()) {
              json.writeArrayPropertyStart(name);
              texts.forEach(text -> json.writeString((String) text));
              json.writeEndArray();
            }
          };
      case WHOLE ->
          (it, json) -> {
            int value = (int) accessor.apply(it);
            if (value != field.unknown(it)) {
              json.writeNumberProperty(name, value);
            }
          };
      case LONG ->
          (it, json) -> {
            long value = (long) accessor.apply(it);
            if (value != 0) {
              json.writeNumberProperty(name, value);
            }
          };
      case SECONDS ->
          (it, json) -> {
            double value = (double) accessor.apply(it);
            boolean known = Double.doubleToRawLongBits(value) != 0; // -0.0 stays -0.0
            if (known || always) {
              json.writeNumberProperty(name, value);
            }
          };
      case SINGLE -> (it, json) -> json.writeNumberProperty(name, (float) accessor.apply(it));
      case FLAG ->
          (it, json) -> {
            if ((boolean) accessor.apply(it)) {
              json.writeBooleanProperty(name, true);
            }
          };
      case MAYBE ->
          (it, json) -> {
            int said = EventForm.place(accessor.apply(it));
            if (said != 0) {
              json.writeBooleanProperty(name, said == 1);
            }
          };
      case TIME -> (it, json) -> json.writeStringProperty(name, accessor.apply(it).toString());
      case OPTIONAL_TIME ->
          (it, json) ->
              ((Optional<?>) accessor.apply(it))
                  .ifPresent(time -> json.writeStringProperty(name, time.toString()));
      case WORD ->
          (it, json) -> {
            String constant = ((Enum<?>) accessor.apply(it)).name();
            json.writeStringProperty(name, EventForm.kebabCase(constant));
          };
      case DIGEST ->
          (it, json) ->
              json.writeStringProperty(name, HexFormat.of().toHexDigits((long) accessor.apply(it)));
      case ATTRIBUTES -> (it, json) -> attributes(name, (Map<?, ?>) accessor.apply(it), json);
      case VECTOR -> (it, json) -> vector(name, (ContentVector) accessor.apply(it), json);
      case PART -> {
        FieldSteps<Object, JsonGenerator> part = part(field);
        yield (it, json) -> part.run(accessor.apply(it), json);
      }
      case PARTS -> {
        FieldSteps<Object, JsonGenerator> part = part(field);
        yield (it, json) -> parts(name, part, (List<?>) accessor.apply(it), json);
      }
    };
  }

  @SuppressWarnings("unchecked") // a part's fields belong to its value's type
  private static FieldSteps<Object, JsonGenerator> part(Field<?> field) {
    return FieldSteps.of((Fields<Object>) field.part(), FormWriter::step);
  }

  private static void parts(
      String name, FieldSteps<Object, JsonGenerator> part, List<?> values, JsonGenerator json) {
    json.writeArrayPropertyStart(name);
    for (Object value : values) {
      json.writeStartObject();
      part.run(value, json);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void text(String name, String value, JsonGenerator json) {
    if (!value.isEmpty()) {
      json.writeStringProperty(name, value);
    }
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
