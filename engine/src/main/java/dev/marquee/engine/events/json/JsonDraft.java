package dev.marquee.engine.events.json;

import dev.marquee.engine.DidYouMean;
import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.EventForm;
import dev.marquee.engine.events.FieldKind;
import dev.marquee.engine.events.FieldValues;
import dev.marquee.engine.events.Fields;
import dev.marquee.engine.events.InvalidEventException;
import dev.marquee.engine.events.Limits;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonToken;

/// Collects the fields of one JSON object, in any order, until its type is known.
///
/// A draft is reused: [#read] discards the previous object. Not safe for use by many threads.
final class JsonDraft implements FieldValues {

  private final Object[] values = new Object[JsonField.count()];
  private final boolean[] seen = new boolean[JsonField.count()];
  private final List<JsonField> came = new ArrayList<>();
  private final Map<JsonField, JsonForm> parts = new HashMap<>();
  private JsonDraft ofParts;
  private Instant published;
  private JsonForm form = JsonForm.ANY;
  private int next;

  /// Reads the object at the cursor to its end.
  void read(JsonCursor json, JsonForm allowed) {
    for (int i = 0; i < came.size(); i++) {
      seen[came.get(i).number()] = false;
      values[came.get(i).number()] = null;
    }
    came.clear();
    published = null;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken token = json.next();
      JsonField field = JsonField.named(name, token == JsonToken.START_ARRAY);
      if (field == null || !allowed.allows(field)) {
        throw unknown(json.path(), name, allowed);
      }
      if (seen[field.number()]) {
        throw json.repeated();
      }
      seen[field.number()] = true;
      came.add(field);
      if (token != JsonToken.VALUE_NULL) {
        values[field.number()] = value(json, field);
      }
    }
  }

  /// Builds a record from the fields.
  ///
  /// @throws InvalidEventException where a field does not belong to it
  <T> T make(JsonForm what, Fields<T> fields) {
    for (int i = 0; i < came.size(); i++) {
      JsonField field = came.get(i);
      if (!what.allows(field)) {
        throw unknown(field.name(), field.name(), what);
      }
    }
    form = what;
    next = 0;
    return fields.build().apply(this);
  }

  /// Sets the publication time of a video where neither the draft nor an event has one.
  JsonDraft publishedAt(Instant at) {
    published = at;
    return this;
  }

  private Object value(JsonCursor json, JsonField field) {
    return switch (field.kind()) {
      case NAME, TEXT, WORD -> json.text();
      case TIME, OPTIONAL_TIME -> json.time();
      case SECONDS -> json.number();
      case SINGLE -> json.single();
      case WHOLE -> json.whole();
      case LONG -> json.wholeLong();
      case FLAG, MAYBE -> json.flag();
      case NAMES -> json.texts();
      case ATTRIBUTES -> json.attributes();
      case VECTOR -> json.floats();
      case DIGEST -> digest(json);
      case PARTS -> parts(json, field);
      case PART -> throw new IllegalStateException("a part has no name");
    };
  }

  private static long digest(JsonCursor json) {
    String text = json.text();
    try {
      return HexFormat.fromHexDigitsToLong(text);
    } catch (IllegalArgumentException e) {
      throw json.refused("up to 16 hexadecimal digits");
    }
  }

  private List<?> parts(JsonCursor json, JsonField list) {
    String one = list.name().substring(0, list.name().length() - 1);
    JsonForm part = parts.computeIfAbsent(list, absent -> JsonForm.of("a " + one, list.part()));
    if (json.token() != JsonToken.START_ARRAY) {
      throw json.refused(list.kind().wanted());
    }
    if (ofParts == null) {
      ofParts = new JsonDraft();
    }
    var made = new ArrayList<Object>();
    while (json.next() != JsonToken.END_ARRAY) {
      if (json.token() != JsonToken.START_OBJECT) {
        throw json.refused("a " + one);
      }
      ofParts.read(json, part);
      try {
        made.add(ofParts.make(part, list.part()));
      } catch (InvalidEventException e) {
        throw e.without(list.name()).withPath(json.path());
      }
    }
    return made;
  }

  private InvalidEventException unknown(String path, String name, JsonForm allowed) {
    Object type = values[JsonField.TYPE.number()];
    JsonForm known = type == null ? null : JsonForm.named((String) type);
    JsonForm what = known == null ? allowed : known;
    JsonField other = what.field(name);
    if (other != null) {
      return InvalidEventException.found(path, "of another type", other.kind().wanted());
    }
    return InvalidEventException.found(
        path,
        "no field of " + what.kind(),
        what == JsonForm.ANY
            ? "one" + DidYouMean.guess(what.names(), name)
            : DidYouMean.among(what.names(), name));
  }

  /// The value of a required field.
  Object required(JsonField field) {
    Object value = values[field.number()];
    if (value == null) {
      throw InvalidEventException.found(field.name(), "missing", field.kind().wanted());
    }
    return value;
  }

  /// The next field's value, or null where it is optional and missing.
  private Object next(FieldKind kind) {
    JsonForm.Entry entry = form.entry(next++);
    if (entry.key().kind() != kind) {
      throw new IllegalStateException(
          form.kind() + " asks for a " + kind + " where '" + entry.key().name() + "' stands");
    }
    return entry.field().isRequired() ? required(entry.key()) : values[entry.key().number()];
  }

  @Override
  public String id() {
    return (String) required(JsonField.ID);
  }

  @Override
  public Instant at() {
    return (Instant) required(JsonField.AT);
  }

  @Override
  public String name() {
    return next(FieldKind.NAME) instanceof String text ? text : "";
  }

  @Override
  public String text() {
    return next(FieldKind.TEXT) instanceof String text ? text : "";
  }

  @Override
  @SuppressWarnings("unchecked") // what NAMES reads
  public List<String> names() {
    Object names = next(FieldKind.NAMES);
    JsonForm.Entry entry = form.entry(next - 1);
    if (entry.former() != null && values[entry.former().number()] instanceof String former) {
      if (names != null) {
        throw InvalidEventException.found(
            entry.former().name(), "given besides '" + entry.key().name() + "'", "one of the two");
      }
      return former.isEmpty() ? List.of() : List.of(former);
    }
    return names == null ? List.of() : (List<String>) names;
  }

  @Override
  public int whole(int min, int missing) {
    if (!(next(FieldKind.WHOLE) instanceof Integer number)) {
      return missing;
    }
    if (min < 0 && number < 0) {
      throw new InvalidEventException(
          form.entry(next - 1).key().name(),
          number,
          "a whole number of at least 0, or none if it is unknown");
    }
    return number;
  }

  @Override
  public int year() {
    int year = whole();
    int now = Year.now(ZoneOffset.UTC).getValue();
    if (year > 0 && (year < Limits.EARLIEST_BIRTH_YEAR || year > now)) {
      throw new InvalidEventException(
          form.entry(next - 1).key().name(),
          year,
          "a year from %d to %d, or none if it is unknown%s"
              .formatted(
                  Limits.EARLIEST_BIRTH_YEAR,
                  now,
                  year <= Limits.OLDEST ? " (%d looks like an age)".formatted(year) : ""));
    }
    return year;
  }

  @Override
  public long wholeLong() {
    return next(FieldKind.LONG) instanceof Long number ? number : 0;
  }

  @Override
  public double seconds() {
    return next(FieldKind.SECONDS) instanceof Double number ? number : 0;
  }

  @Override
  public float single() {
    return next(FieldKind.SINGLE) instanceof Float number
        ? number
        : form.entry(next - 1).field().missing();
  }

  @Override
  public boolean flag() {
    return Boolean.TRUE.equals(next(FieldKind.FLAG));
  }

  @Override
  public <T extends Enum<T>> T maybe(T[] constants) {
    Object said = next(FieldKind.MAYBE);
    return constants[said == null ? 0 : (boolean) said ? 1 : 2];
  }

  @Override
  public Instant time() {
    Object time = next(FieldKind.TIME);
    return time != null ? (Instant) time : published != null ? published : at();
  }

  @Override
  public Optional<Instant> optionalTime() {
    return Optional.ofNullable((Instant) next(FieldKind.OPTIONAL_TIME));
  }

  @Override
  public <T extends Enum<T>> T word(T[] constants) {
    Object word = next(FieldKind.WORD);
    for (T constant : constants) {
      if (EventForm.kebabCase(constant.name()).equals(word)) {
        return constant;
      }
    }
    var words = Arrays.stream(constants).map(constant -> EventForm.kebabCase(constant.name()));
    throw new InvalidEventException(
        form.entry(next - 1).key().name(),
        word,
        DidYouMean.among(words.toList(), String.valueOf(word)));
  }

  @Override
  public long digest() {
    return next(FieldKind.DIGEST) instanceof Long number ? number : 0;
  }

  @Override
  @SuppressWarnings("unchecked") // what ATTRIBUTES reads
  public Map<String, String> attributes() {
    Object attributes = next(FieldKind.ATTRIBUTES);
    return attributes == null ? Map.of() : (Map<String, String>) attributes;
  }

  @Override
  public ContentVector vector() {
    return next(FieldKind.VECTOR) instanceof float[] floats
        ? ContentVector.of(floats)
        : ContentVector.NONE;
  }

  @Override
  public <P> P part(Fields<P> fields) {
    return fields.build().apply(this);
  }

  @Override
  @SuppressWarnings("unchecked") // what PARTS reads
  public <P> List<P> parts(Fields<P> fields) {
    Object parts = next(FieldKind.PARTS);
    return parts == null ? List.of() : (List<P>) parts;
  }
}
