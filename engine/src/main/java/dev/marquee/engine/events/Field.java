package dev.marquee.engine.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// One field of a record: what it is called, what it holds, where its value is, and what it means.
/// Made once, as part of a form.
///
/// @param <R> the record
public final class Field<R> {

  /// What becomes of a field when its user is erased.
  public enum Identity {
    /// It stays.
    NONE,
    /// The user's id: becomes the pseudonym.
    USER,
    /// A feed's id: becomes one that stands for the same feed.
    FEED,
    /// What is said of the user: becomes unknown.
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

  /// A number from 0, which stands for unknown, or [#from] another.
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

  /// A constant of three, in the order: not said, yes, no.
  static <R> Field<R> maybe(String name, Function<R, ? extends Enum<?>> value) {
    return new Field<>(name, FieldKind.MAYBE, value);
  }

  static <R> Field<R> time(String name, Function<R, Instant> value) {
    return new Field<>(name, FieldKind.TIME, value);
  }

  static <R> Field<R> optionalTime(String name, Function<R, Optional<Instant>> value) {
    return new Field<>(name, FieldKind.OPTIONAL_TIME, value);
  }

  /// A constant. The order of an enum's constants is a file format: new ones come at the end.
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

  /// A record whose fields stand among this record's.
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
    return field.says("id of the feed it answers", "no feed of Marquee's");
  }

  /// The least value of a whole number, which stands for unknown.
  Field<R> from(int least) {
    min = least;
    return this;
  }

  /// What a whole number is where JSON does not say.
  Field<R> unless(ToLongFunction<R> value) {
    unknown = value;
    return this;
  }

  /// What a single-precision number is where JSON does not say.
  Field<R> or(float value) {
    missing = value;
    return this;
  }

  Field<R> required() {
    required = true;
    return always();
  }

  /// JSON has it even where it is empty.
  Field<R> always() {
    alwaysWritten = true;
    return this;
  }

  /// JSON once had one text under another name, which is still read as a list of it.
  Field<R> formerly(String former) {
    formerName = former;
    return this;
  }

  /// What stands here once the user is erased.
  Field<R> erasedTo(Object nobody) {
    identity = Identity.PROFILE;
    erased = nobody;
    return this;
  }

  Field<R> says(String what) {
    meaning = what;
    return this;
  }

  /// @param without what holds where the field is missing
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

  /// Where the value is.
  public Function<R, ?> accessor() {
    return value;
  }

  /// The fields of a part.
  public Fields<?> part() {
    return part;
  }

  public Identity identity() {
    return identity;
  }

  /// What a field of the user's profile becomes.
  Object erased() {
    return erased;
  }

  /// Whether JSON must have it.
  public boolean isRequired() {
    return required;
  }

  public boolean isAlwaysWritten() {
    return alwaysWritten;
  }

  /// The least value of a whole number.
  public int min() {
    return min;
  }

  /// The value of a whole number that JSON leaves out.
  public long unknown(R record) {
    return unknown.applyAsLong(record);
  }

  /// The value of a single-precision number that JSON leaves out.
  public float missing() {
    return missing;
  }

  /// The name of a text that is still read as a list of one; empty where there is none.
  public String formerName() {
    return formerName;
  }

  /// What it means, for the documentation.
  public String meaning() {
    return meaning;
  }

  /// What holds where it is missing, for the documentation.
  public String ifMissing() {
    return ifMissing;
  }
}
