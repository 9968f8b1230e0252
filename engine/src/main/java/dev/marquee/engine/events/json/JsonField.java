package dev.marquee.engine.events.json;

import dev.marquee.engine.events.EventForm;
import dev.marquee.engine.events.Field;
import dev.marquee.engine.events.FieldKind;
import dev.marquee.engine.events.Fields;
import java.util.HashMap;
import java.util.Map;

/// A field's name and kind in JSON, numbered over all forms of events. A name has the same kind in
/// every event; only `completed` is a boolean in a watch and a list in a history.
///
/// There is one object for each, so they can be compared by identity.
final class JsonField {

  private static final Map<String, JsonField> LISTS = new HashMap<>();
  private static final Map<String, JsonField> OTHERS = new HashMap<>();
  private static int count;

  static final JsonField TYPE = of("type", FieldKind.TEXT, null);
  static final JsonField ID = of("id", FieldKind.TEXT, null);
  static final JsonField AT = of("at", FieldKind.TIME, null);

  static {
    for (EventForm<?> form : EventForm.all()) {
      add(form.fields());
    }
  }

  private final int number;
  private final String name;
  private final FieldKind kind;
  private final Fields<?> part;

  private JsonField(int number, String name, FieldKind kind, Fields<?> part) {
    this.number = number;
    this.name = name;
    this.kind = kind;
    this.part = part;
  }

  private static void add(Fields<?> fields) {
    for (Field<?> field : fields.list()) {
      if (field.kind() != FieldKind.PART) {
        var _ = of(field.name(), field.kind(), field.part());
      }
      if (!field.formerName().isEmpty()) {
        var _ = of(field.formerName(), FieldKind.NAME, null);
      }
      if (field.part() != null) {
        add(field.part());
      }
    }
  }

  private static JsonField of(String name, FieldKind kind, Fields<?> part) {
    JsonField field =
        (isList(kind) ? LISTS : OTHERS)
            .computeIfAbsent(name, absent -> new JsonField(count++, name, kind, part));
    if (field.kind != kind) {
      throw new IllegalStateException(
          "'" + name + "' is " + field.kind + " in one event and " + kind + " in another");
    }
    return field;
  }

  /// The field of a form.
  static JsonField of(Field<?> field) {
    return of(field.name(), field.kind(), field.part());
  }

  /// The former version of a form's field, before it became a list.
  static JsonField former(Field<?> field) {
    return of(field.formerName(), FieldKind.NAME, null);
  }

  /// The number of fields.
  static int count() {
    return count;
  }

  /// The field of a name, or null.
  ///
  /// @param list whether its value is a list
  static JsonField named(String name, boolean list) {
    JsonField field = (list ? LISTS : OTHERS).get(name);
    return field != null ? field : (list ? OTHERS : LISTS).get(name);
  }

  /// The index of its value in a draft, from 0.
  int number() {
    return number;
  }

  String name() {
    return name;
  }

  FieldKind kind() {
    return kind;
  }

  /// The fields of a list's objects.
  Fields<?> part() {
    return part;
  }

  private static boolean isList(FieldKind kind) {
    return switch (kind) {
      case NAMES, VECTOR, PARTS -> true;
      default -> false;
    };
  }
}
