package dev.marquee.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.engine.events.ConflictingEventException;
import dev.marquee.engine.events.InvalidEventException;
import java.util.regex.Pattern;

/// A refused request, with the invalid field, its value and what was expected. Nothing of the
/// request was stored.
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int SHOWN_CHARS = 60;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final int status;
  private final transient Detail detail;
  private boolean closes;

  /// The body of a refused request.
  record ErrorBody(Detail error) {}

  /// @param field the invalid part: a path in the body, a query parameter, a header, or a part of
  ///   the path
  /// @param value its value, shortened if it is long
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

  /// A refusal with the standard message: `'limit' is '0', expected a number from 1 to 500`.
  static Refusal of(int status, String field, String value, String expected) {
    String message = "'%s' is '%s', expected %s".formatted(field, shortened(value), expected);
    return new Refusal(status, new Detail(field, value, expected, message));
  }

  /// A refusal with a message of its own.
  static Refusal saying(int status, String field, String value, String expected, String message) {
    return new Refusal(status, new Detail(field, value, expected, message));
  }

  static Refusal of(InvalidEventException e) {
    return new Refusal(400, new Detail(e.field(), e.value(), e.expected(), e.getMessage()));
  }

  static Refusal of(ConflictingEventException e) {
    return saying(409, "id", e.id(), "a unique id for each event", e.getMessage());
  }

  /// The same refusal with the name that the client uses for the field.
  Refusal at(String field) {
    return saying(
        status,
        field,
        detail.value(),
        detail.expected(),
        detail.message().replace("'" + detail.field() + "'", "'" + field + "'"));
  }

  /// The same refusal, after which the connection is closed, because the unread rest of the request
  /// cannot be told apart from the next request.
  Refusal andClose() {
    closes = true;
    return this;
  }

  Answer answer() {
    Answer answer = Answer.json(status, new ErrorBody(detail));
    return closes ? answer.with("Connection", "close") : answer;
  }

  private static String shortened(String value) {
    String shown =
        value.length() > 2 * SHOWN_CHARS
            ? value.substring(0, SHOWN_CHARS) + "… (" + value.length() + " characters)"
            : value;
    return CONTROL.matcher(shown).replaceAll("?");
  }

  /// Replaces unpaired surrogates, which shortening can leave and JSON cannot express.
  private static String wellFormed(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }
}
