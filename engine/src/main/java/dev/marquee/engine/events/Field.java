package dev.marquee.engine.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// One field of a record: its name, kind, accessor and meaning. Declared once, as part of a form.
///
/// @param <R> the record
public final class Field<R> {

  /// How a field changes when its user is erased.
  public enum Identity {
    /// Unchanged.
    NONE,
    /// The user's id, replaced by the pseudonym.
    USER,
    /// A feed's id, replaced consistently.
    FEED,
    /// A part of the user's profile, set to unknown.
    PROFILE
  }

  private final String name;
  private final FieldKind kind;
  private final Function<R, ?> value;
  private Fields<?> part;
  private Identity identity = Identity.NONE;
  private Object erased;
  private boolean required;
  private boolean alwaysWritten;
  private int min;
  private ToLongFunction<R> unknown = record -> min;
  private float missing;
  private String formerName = "";
  private String meaning = "";
  private String ifMissing = "";

  private Field(String name, FieldKind kind, Function<R, ?> value) {
    this.name = name;
    this.kind = kind;
    this.value = value;
  }

  static <R> Field<R> name(String name, Function<R, String> value) {
    return new Field<>(name, FieldKind.NAME, value);
  }

  static <R> Field<R> text(String name, Function<R, String> value) {
    return new Field<>(name, FieldKind.TEXT, value);
  }

  static <R> Field<R> names(String name, Function<R, List<String>> value) {
    return new Field<>(name, FieldKind.NAMES, value);
  }

  /// A number of at least 0, or of [#from] another minimum. The minimum means unknown.
  static <R> Field<R> whole(String name, Function<R, Integer> value) {
    return new Field<>(name, FieldKind.WHOLE, value);
  }

  static <R> Field<R> wholeLong(String name, Function<R, Long> value) {
    return new Field<>(name, FieldKind.LONG, value);
  }

  static <R> Field<R> seconds(String name, Function<R, Double> value) {
    return new Field<>(name, FieldKind.SECONDS, value);
  }

  static <R> Field<R> single(String name, Function<R, Float> value) {
    return new Field<>(name, FieldKind.SINGLE, value);
  }

  static <R> Field<R> flag(String name, Function<R, Boolean> value) {
    return new Field<>(name, FieldKind.FLAG, value);
  }

  /// An enum of three constants, in the order: unstated, yes, no.
  static <R> Field<R> maybe(String name, Function<R, ? extends Enum<?>> value) {
    return new Field<>(name, FieldKind.MAYBE, value);
  }

  static <R> Field<R> time(String name, Function<R, Instant> value) {
    return new Field<>(name, FieldKind.TIME, value);
  }

  static <R> Field<R> optionalTime(String name, Function<R, Optional<Instant>> value) {
    return new Field<>(name, FieldKind.OPTIONAL_TIME, value);
  }

  /// An enum constant. The order of an enum's constants is a file format: new ones go last.
  static <R> Field<R> word(String name, Function<R, ? extends Enum<?>> value) {
    return new Field<>(name, FieldKind.WORD, value);
  }

  static <R> Field<R> digest(String name, Function<R, Long> value) {
    return new Field<>(name, FieldKind.DIGEST, value);
  }

  static <R> Field<R> attributes(String name, Function<R, Map<String, String>> value) {
    return new Field<>(name, FieldKind.ATTRIBUTES, value);
  }

  static <R> Field<R> vector(String name, Function<R, ContentVector> value) {
    return new Field<>(name, FieldKind.VECTOR, value);
  }

  /// A nested record whose fields are inlined into this record's.
  static <R, P> Field<R> part(Function<R, P> value, Fields<P> fields) {
    var field = new Field<>("", FieldKind.PART, value);
    field.part = fields;
    return field;
  }

  static <R, P> Field<R> parts(String name, Function<R, List<P>> value, Fields<P> fields) {
    var field = new Field<>(name, FieldKind.PARTS, value);
    field.part = fields;
    return field;
  }

  /// The user of an event.
  static <R extends UserEvent> Field<R> user() {
    Field<R> field = name("user", UserEvent::user);
    field.identity = Identity.USER;
    return field.required().says("the platform's id of the user");
  }

  /// The video of an event.
  static <R> Field<R> video(Function<R, String> value) {
    return name("video", value).required().says("the platform's id of the video");
  }

  /// The feed that an event answers.
  static <R> Field<R> feed(Function<R, String> value) {
    Field<R> field = name("feed", value);
    field.identity = Identity.FEED;
    return field.says("id of the feed it answers", "not a feed of Marquee");
  }

  /// Sets the minimum of a whole number, which means unknown.
  Field<R> from(int least) {
    min = least;
    return this;
  }

  /// Sets the default of a whole number where JSON omits it.
  Field<R> unless(ToLongFunction<R> value) {
    unknown = value;
    return this;
  }

  /// Sets the default of a single-precision number where JSON omits it.
  Field<R> or(float value) {
    missing = value;
    return this;
  }

  Field<R> required() {
    required = true;
    return always();
  }

  /// JSON always contains it, even if it is empty.
  Field<R> always() {
    alwaysWritten = true;
    return this;
  }

  /// Declares a former name under which JSON had a single text, which is still read as a list of
  /// one.
  Field<R> formerly(String former) {
    formerName = former;
    return this;
  }

  /// Sets the value after the user is erased.
  Field<R> erasedTo(Object nobody) {
    identity = Identity.PROFILE;
    erased = nobody;
    return this;
  }

  Field<R> says(String what) {
    meaning = what;
    return this;
  }

  /// @param without the meaning where the field is missing
  Field<R> says(String what, String without) {
    meaning = what;
    ifMissing = without;
    return this;
  }

  public String name() {
    return name;
  }

  public FieldKind kind() {
    return kind;
  }

  public Object value(R record) {
    return value.apply(record);
  }

  /// The accessor of the value.
  public Function<R, ?> accessor() {
    return value;
  }

  /// The fields of a nested record.
  public Fields<?> part() {
    return part;
  }

  public Identity identity() {
    return identity;
  }

  /// The value after the user is erased.
  Object erased() {
    return erased;
  }

  /// Whether JSON must contain it.
  public boolean isRequired() {
    return required;
  }

  public boolean isAlwaysWritten() {
    return alwaysWritten;
  }

  /// The minimum of a whole number.
  public int min() {
    return min;
  }

  /// The default of a whole number that JSON omits.
  public long unknown(R record) {
    return unknown.applyAsLong(record);
  }

  /// The default of a single-precision number that JSON omits.
  public float missing() {
    return missing;
  }

  /// The former name, see [#formerly]; empty where there is none.
  public String formerName() {
    return formerName;
  }

  /// Its meaning, for the documentation.
  public String meaning() {
    return meaning;
  }

  /// The meaning where it is missing, for the documentation.
  public String ifMissing() {
    return ifMissing;
  }
}
