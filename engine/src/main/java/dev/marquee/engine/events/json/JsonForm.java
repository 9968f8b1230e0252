package dev.marquee.engine.events.json;

import dev.marquee.engine.events.EventForm;
import dev.marquee.engine.events.Field;
import dev.marquee.engine.events.FieldKind;
import dev.marquee.engine.events.Fields;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The fields that a JSON object may have. Messages call it by its `kind`.
final class JsonForm {

  private static final Map<String, JsonForm> BY_WORD = new LinkedHashMap<>();

  /// Any event, while its type is unknown.
  static final JsonForm ANY = new JsonForm("an event", null);

  static {
    for (EventForm<?> form : EventForm.all()) {
      var of = new JsonForm("'" + form.word() + "'", form);
      of.allow(JsonField.TYPE, JsonField.ID, JsonField.AT);
      of.add(form.fields());
      BY_WORD.put(form.word(), of);
      ANY.allow(of.allowed.toArray(JsonField[]::new));
      ANY.numbers.or(of.numbers);
    }
  }

  private final String kind;
  private final EventForm<?> event;
  private final List<Entry> order = new ArrayList<>();
  private final LinkedHashSet<JsonField> allowed = new LinkedHashSet<>();
  private final BitSet numbers = new BitSet();
  private final LinkedHashSet<String> names = new LinkedHashSet<>();

  /// One of the fields of the form, in its order.
  ///
  /// @param former the field before it became a list, or null
  record Entry(Field<?> field, JsonField key, JsonField former) {}

  private JsonForm(String kind, EventForm<?> event) {
    this.kind = kind;
    this.event = event;
  }

  /// The form of an object that is not an event.
  ///
  /// @param kind such as "a video" or "a slot"
  static JsonForm of(String kind, Fields<?> fields, JsonField... more) {
    var form = new JsonForm(kind, null);
    form.allow(more);
    form.add(fields);
    return form;
  }

  /// The form of an event type, or null.
  static JsonForm named(String word) {
    return BY_WORD.get(word);
  }

  /// The event types that a sender may use.
  static List<String> words(EventJson.Sender sender) {
    return EventForm.all().stream()
        .filter(form -> form.serverOnly().isEmpty() || sender == EventJson.Sender.SERVER)
        .map(EventForm::word)
        .toList();
  }

  private void add(Fields<?> fields) {
    for (Field<?> field : fields.list()) {
      if (field.kind() == FieldKind.PART) {
        add(field.part());
      } else if (field.formerName().isEmpty()) {
        order.add(new Entry(field, JsonField.of(field), null));
        allow(JsonField.of(field));
      } else {
        order.add(new Entry(field, JsonField.of(field), JsonField.former(field)));
        allow(JsonField.of(field));
        numbers.set(JsonField.former(field).number());
      }
    }
  }

  private void allow(JsonField... fields) {
    for (JsonField field : fields) {
      allowed.add(field);
      names.add(field.name());
      numbers.set(field.number());
    }
  }

  String kind() {
    return kind;
  }

  /// The event's form; null where this is not an event.
  EventForm<?> event() {
    return event;
  }

  boolean allows(JsonField field) {
    return numbers.get(field.number());
  }

  /// The field with a name, or null.
  JsonField field(String name) {
    return allowed.stream().filter(field -> field.name().equals(name)).findFirst().orElse(null);
  }

  Entry entry(int number) {
    return order.get(number);
  }

  /// The names of its fields.
  Set<String> names() {
    return names;
  }
}
