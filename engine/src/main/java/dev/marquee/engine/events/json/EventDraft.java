package dev.marquee.engine.events.json;

import dev.marquee.engine.DidYouMean;
import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.events.InvalidEventException;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.VideoDetails;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonToken;

/// The fields of one JSON object, in whatever order they came, until it is known what they make.
///
/// One draft is used for object after object: [#read] forgets the last one. Not safe for threads.
final class EventDraft {

  private final EnumMap<EventField, Object> values = new EnumMap<>(EventField.class);
  private final EnumSet<EventField> seen = EnumSet.noneOf(EventField.class);

  /// Reads the object that the cursor stands on, to its end.
  ///
  /// @param allowed the fields that it may have, in the words of a refusal a field of `kind`
  void read(JsonCursor json, Set<EventField> allowed, String kind) {
    values.clear();
    seen.clear();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      EventField field = EventField.named(name);
      JsonToken token = json.next();
      if (field == EventField.COMPLETED && token == JsonToken.START_ARRAY) {
        field = EventField.COMPLETED_VIDEOS;
      }
      if (field == null || !allowed.contains(field)) {
        throw unknown(json.path(), name, allowed, kind);
      }
      if (!seen.add(field)) {
        throw json.repeated();
      }
      if (token != JsonToken.VALUE_NULL) {
        values.put(field, value(json, field));
      }
    }
  }

  /// Refuses fields that do not belong to what the object turned out to be.
  void onlyHolds(Set<EventField> allowed, String kind) {
    for (EventField field : seen) {
      if (!allowed.contains(field)) {
        throw unknown(field.jsonName(), field.jsonName(), allowed, kind);
      }
    }
  }

  private static Object value(JsonCursor json, EventField field) {
    return switch (field.form()) {
      case TEXT -> json.text();
      case TIME -> json.time();
      case NUMBER -> json.number();
      case WHOLE -> json.whole();
      case LONG -> json.wholeLong();
      case FLAG -> json.flag();
      case TEXTS -> json.texts();
      case ATTRIBUTES -> json.attributes();
      case FLOATS -> json.floats();
      case SLOTS -> SlotJson.read(json);
    };
  }

  private InvalidEventException unknown(
      String path, String name, Set<EventField> allowed, String kind) {
    EventType type = EventType.named(text(EventField.TYPE));
    if (type != null && !allowed.equals(type.fields())) {
      return unknown(path, name, type.fields(), "'" + type.word() + "'");
    }
    for (EventField field : allowed) {
      if (field.jsonName().equals(name)) {
        return InvalidEventException.found(path, "of another form", field.form().wanted());
      }
    }
    var names = allowed.stream().map(EventField::jsonName).distinct().toList();
    return InvalidEventException.found(
        path,
        "no field of " + kind,
        allowed.equals(EventField.ALL)
            ? "one" + DidYouMean.guess(names, name)
            : DidYouMean.among(names, name));
  }

  boolean has(EventField field) {
    return values.containsKey(field);
  }

  /// A field that must be there.
  Object required(EventField field) {
    Object value = values.get(field);
    if (value == null) {
      throw InvalidEventException.found(field.jsonName(), "missing", field.form().wanted());
    }
    return value;
  }

  String id() {
    return requiredText(EventField.ID);
  }

  Instant at() {
    return (Instant) required(EventField.AT);
  }

  String user() {
    return requiredText(EventField.USER);
  }

  String video() {
    return requiredText(EventField.VIDEO);
  }

  String feed() {
    return text(EventField.FEED);
  }

  String requiredText(EventField field) {
    return (String) required(field);
  }

  /// A text, empty where it is missing.
  String text(EventField field) {
    return has(field) ? requiredText(field) : "";
  }

  double number(EventField field) {
    return has(field) ? (double) required(field) : 0;
  }

  int whole(EventField field, int missing) {
    return has(field) ? (int) required(field) : missing;
  }

  long wholeLong(EventField field) {
    return has(field) ? (long) required(field) : 0;
  }

  Instant time(EventField field, Instant missing) {
    return has(field) ? (Instant) required(field) : missing;
  }

  /// A flag, or null where it is missing.
  Boolean flag(EventField field) {
    return (Boolean) values.get(field);
  }

  @SuppressWarnings("unchecked") // what TEXTS reads
  List<String> texts(EventField field) {
    return has(field) ? (List<String>) required(field) : List.of();
  }

  @SuppressWarnings("unchecked") // what ATTRIBUTES reads
  Map<String, String> attributes() {
    return has(EventField.ATTRIBUTES)
        ? (Map<String, String>) required(EventField.ATTRIBUTES)
        : Map.of();
  }

  @SuppressWarnings("unchecked") // what SLOTS reads
  List<FeedServed.Slot> slots() {
    return has(EventField.SLOTS) ? (List<FeedServed.Slot>) required(EventField.SLOTS) : List.of();
  }

  Context context() {
    if (!has(EventField.COUNTRY) && !has(EventField.DEVICE) && !has(EventField.SURFACE)) {
      return Context.UNKNOWN;
    }
    return new Context(text(EventField.COUNTRY), text(EventField.DEVICE), text(EventField.SURFACE));
  }

  /// A video's details.
  ///
  /// @param published when it was published, where the draft does not say
  VideoDetails details(Instant published) {
    return new VideoDetails(
        text(EventField.TITLE),
        text(EventField.CHANNEL),
        texts(EventField.CATEGORIES),
        text(EventField.LANGUAGE),
        texts(EventField.COUNTRIES),
        whole(EventField.MATURITY, 0),
        number(EventField.DURATION_SECONDS),
        time(EventField.PUBLISHED_AT, published),
        text(EventField.THUMBNAIL),
        attributes(),
        has(EventField.VECTOR)
            ? ContentVector.of((float[]) required(EventField.VECTOR))
            : ContentVector.NONE);
  }

  UserProfile profile() {
    return new UserProfile(
        text(EventField.COUNTRY),
        text(EventField.LANGUAGE),
        whole(EventField.BIRTH_YEAR, 0),
        text(EventField.GENDER),
        attributes());
  }
}
