package dev.marquee.engine.events.json;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The fields of the events' JSON form. A name reads the same way in every event that has it; only
/// `completed` is a word of a watch and a list of a history.
enum EventField {
  TYPE(Form.TEXT),
  ID(Form.TEXT),
  AT(Form.TIME),
  USER(Form.TEXT),
  VIDEO(Form.TEXT),
  FEED(Form.TEXT),
  POSITION(Form.WHOLE),
  COUNTRY(Form.TEXT),
  DEVICE(Form.TEXT),
  SURFACE(Form.TEXT),
  WATCHED_SECONDS(Form.NUMBER),
  DURATION_SECONDS(Form.NUMBER),
  COMPLETED(Form.FLAG),
  LAST(Form.FLAG),
  KIND(Form.TEXT),
  CHANNEL(Form.TEXT),
  TITLE(Form.TEXT),
  CATEGORIES(Form.TEXTS),
  LANGUAGE(Form.TEXT),
  COUNTRIES(Form.TEXTS),
  MATURITY(Form.WHOLE),
  PUBLISHED_AT(Form.TIME),
  THUMBNAIL(Form.TEXT),
  ATTRIBUTES(Form.ATTRIBUTES),
  VECTOR(Form.FLOATS),
  BIRTH_YEAR(Form.WHOLE),
  GENDER(Form.TEXT),
  SHOWN(Form.TEXTS),
  LIKED(Form.TEXTS),
  COMPLETED_VIDEOS("completed", Form.TEXTS),
  TOTAL_SHOWN(Form.WHOLE),
  LAST_SHOWN_AT(Form.TIME),
  ARM(Form.TEXT),
  MODELS(Form.TEXT),
  SNAPSHOT(Form.LONG),
  USER_POSITION(Form.LONG),
  DEGRADED(Form.TEXTS),
  SLOTS(Form.SLOTS);

  /// The fields of a video's details.
  static final Set<EventField> OF_VIDEO =
      EnumSet.of(
          TITLE,
          CHANNEL,
          CATEGORIES,
          LANGUAGE,
          COUNTRIES,
          MATURITY,
          DURATION_SECONDS,
          PUBLISHED_AT,
          THUMBNAIL,
          ATTRIBUTES,
          VECTOR);

  /// The fields of a video in a catalog's file.
  static final Set<EventField> OF_CATALOG_LINE = EnumSet.of(ID);

  /// The fields of a user's profile.
  static final Set<EventField> OF_PROFILE =
      EnumSet.of(COUNTRY, LANGUAGE, BIRTH_YEAR, GENDER, ATTRIBUTES);

  /// Every field of every event.
  static final Set<EventField> ALL = EnumSet.allOf(EventField.class);

  private static final Map<String, EventField> BY_NAME = new HashMap<>();

  static {
    OF_CATALOG_LINE.addAll(OF_VIDEO);
    for (EventField field : values()) {
      BY_NAME.putIfAbsent(field.jsonName, field);
    }
  }

  private final String jsonName;
  private final Form form;

  EventField(Form form) {
    this.jsonName = camelCase(name());
    this.form = form;
  }

  EventField(String jsonName, Form form) {
    this.jsonName = jsonName;
    this.form = form;
  }

  /// The field of a name, or null.
  static EventField named(String name) {
    return BY_NAME.get(name);
  }

  String jsonName() {
    return jsonName;
  }

  Form form() {
    return form;
  }

  private static String camelCase(String constant) {
    var name = new StringBuilder();
    for (String word : constant.toLowerCase(Locale.ROOT).split("_", -1)) {
      name.append(name.isEmpty() ? word.charAt(0) : Character.toUpperCase(word.charAt(0)))
          .append(word, 1, word.length());
    }
    return name.toString();
  }

  /// How a field's value is read.
  enum Form {
    TEXT("a text"),
    TIME("a time"),
    NUMBER("a number"),
    WHOLE("a whole number"),
    LONG("a whole number"),
    FLAG("true or false"),
    TEXTS("a list of texts"),
    ATTRIBUTES("an object of texts, numbers or booleans"),
    FLOATS("a list of numbers"),
    SLOTS("a list of slots");

    private final String wanted;

    Form(String wanted) {
      this.wanted = wanted;
    }

    /// What it wants, in words.
    String wanted() {
      return wanted;
    }
  }
}
