package dev.marquee.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.engine.events.ConflictingEventException;
import dev.marquee.engine.events.InvalidEventException;
import java.util.regex.Pattern;

/// A request that is not carried out, with the field at fault, its value and what was expected.
/// Nothing of it was stored.
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int SHOWN_CHARS = 60;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final int status;
  private final transient Detail detail;
  private boolean closes;

  /// The body of a refused request.
  record Body(Detail error) {}

  /// @param field the place: a path in the body, a query parameter, a header, a part of the path
  /// @param value what stood there, shortened where it is long
  record Detail(String field, String value, String expected, String message) {

    Detail {
      field = wellFormed(shortened(field));
      value = wellFormed(shortened(value));
      message = wellFormed(message);
    }
  }

  private Refusal(int status, Detail detail) {
    super(detail.message(), null, false, false);
    this.status = status;
    this.detail = detail;
  }

  /// Says what is wrong in the usual words: `'limit' is '0', expected a number from 1 to 500`.
  static Refusal of(int status, String field, String value, String expected) {
    String message = "'%s' is '%s', expected %s".formatted(field, shortened(value), expected);
    return new Refusal(status, new Detail(field, value, expected, message));
  }

  /// Says what is wrong in words of its own.
  static Refusal saying(int status, String field, String value, String expected, String message) {
    return new Refusal(status, new Detail(field, value, expected, message));
  }

  static Refusal of(InvalidEventException e) {
    return new Refusal(400, new Detail(e.field(), e.value(), e.expected(), e.getMessage()));
  }

  static Refusal of(ConflictingEventException e) {
    return saying(409, "id", e.id(), "a unique id for each event", e.getMessage());
  }

  /// The same refusal of what the caller knows under another name.
  Refusal at(String field) {
    return saying(
        status,
        field,
        detail.value(),
        detail.expected(),
        detail.message().replace("'" + detail.field() + "'", "'" + field + "'"));
  }

  /// The same refusal, after which nothing more is read from the connection: what is still to come
  /// of the request cannot be told from the next one.
  Refusal andClose() {
    closes = true;
    return this;
  }

  Answer answer() {
    Answer answer = Answer.json(status, new Body(detail));
    return closes ? answer.with("Connection", "close") : answer;
  }

  private static String shortened(String value) {
    String shown =
        value.length() > 2 * SHOWN_CHARS
            ? value.substring(0, SHOWN_CHARS) + "… (" + value.length() + " characters)"
            : value;
    return CONTROL.matcher(shown).replaceAll("?");
  }

  /// Shortening may have cut a character in two, which JSON cannot say.
  private static String wellFormed(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }
}
