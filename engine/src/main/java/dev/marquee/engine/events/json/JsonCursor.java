package dev.marquee.engine.events.json;

import dev.marquee.engine.events.InvalidEventException;
import dev.marquee.engine.events.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON text value by value and knows the path of the current value.
///
/// Text is decoded strictly before it is parsed: Jackson itself would accept UTF-16 and overlong
/// forms. A wrong value throws an [InvalidEventException]; malformed text throws a
/// [JacksonException], which the caller passes to [#unreadable].
final class JsonCursor implements AutoCloseable {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(8)
                  .maxStringLength(10 * Limits.TEXT_CHARS)
                  .maxNameLength(10 * Limits.ID_CHARS)
                  .build())
          .build();

  /// The start of hints for programmers in Jackson's messages, which are cut off.
  private static final Pattern ADVICE = Pattern.compile("(?s) \\(start marker|: enable |\n");

  /// From here on a double stands for several whole numbers.
  private static final double LARGEST_WHOLE_DOUBLE = (1L << 53) - 1;

  private final JsonParser parser;

  private JsonCursor(JsonParser parser) {
    this.parser = parser;
  }

  /// A cursor over a part of `bytes`.
  static JsonCursor over(byte[] bytes, int offset, int length) {
    var in = ByteBuffer.wrap(bytes, offset, length);
    var text = CharBuffer.allocate(length);
    if (strictUtf8().decode(in, text, true).isError()) {
      throw notUtf8().atLine(1 + newlines(bytes, offset, in.position()));
    }
    int from = text.position() > 0 && text.get(0) == '\uFEFF' ? 1 : 0;
    return new JsonCursor(
        JSON.createParser(ObjectReadContext.empty(), text.array(), from, text.position() - from));
  }

  /// A cursor over a stream, which is read incrementally and left open.
  static JsonCursor over(InputStream in) {
    var reader = new InputStreamReader(withoutByteOrderMark(in), strictUtf8());
    return new JsonCursor(JSON.createParser(ObjectReadContext.empty(), reader));
  }

  /// Moves to the next token; null at the end of the text.
  JsonToken next() {
    return parser.nextToken();
  }

  /// Moves to the next field's name; null at the end of the object.
  String nextName() {
    return parser.nextName();
  }

  /// The current token.
  JsonToken token() {
    return parser.currentToken();
  }

  /// The current line, from 1.
  int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  /// The line of the end of the current token.
  int lineReached() {
    return parser.currentLocation().getLineNr();
  }

  String text() {
    if (token() != JsonToken.VALUE_STRING) {
      throw refused("a text");
    }
    return wellFormed(parser.getString());
  }

  double number() {
    if (token() != JsonToken.VALUE_NUMBER_INT && token() != JsonToken.VALUE_NUMBER_FLOAT) {
      throw refused("a number");
    }
    return parser.getDoubleValue();
  }

  float single() {
    number();
    float value = parser.getFloatValue();
    if (!Float.isFinite(value)) {
      throw refused("a number that is finite");
    }
    return value;
  }

  int whole() {
    long value = wholeLong();
    if (value != (int) value) {
      throw refused("a whole number of at most " + Integer.MAX_VALUE);
    }
    return (int) value;
  }

  /// A whole number; `6.0` is one too, as some languages write every number with a point.
  long wholeLong() {
    if (token() == JsonToken.VALUE_NUMBER_FLOAT) {
      double value = parser.getDoubleValue();
      if (value == Math.rint(value) && Math.abs(value) <= LARGEST_WHOLE_DOUBLE) {
        return (long) value;
      }
    }
    if (token() != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw refused("a whole number");
    }
    return parser.getLongValue();
  }

  boolean flag() {
    return switch (token()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw refused("true or false");
    };
  }

  Instant time() {
    String wanted = "an ISO-8601 time with a zone, such as '2026-11-23T10:00:00Z'";
    if (token() == JsonToken.VALUE_NUMBER_INT) {
      throw refused(wanted + ": numbers of seconds or milliseconds are not read");
    }
    if (token() != JsonToken.VALUE_STRING) {
      throw refused(wanted);
    }
    try {
      return IsoTime.parse(parser.getString());
    } catch (DateTimeException e) {
      throw refused(wanted);
    }
  }

  List<String> texts() {
    if (token() != JsonToken.START_ARRAY) {
      throw refused("a list of texts");
    }
    var texts = new ArrayList<String>();
    while (next() != JsonToken.END_ARRAY) {
      texts.add(text());
    }
    return texts;
  }

  float[] floats() {
    if (token() != JsonToken.START_ARRAY) {
      throw refused("a list of numbers");
    }
    float[] floats = new float[64];
    int size = 0;
    while (next() != JsonToken.END_ARRAY) {
      if (size == floats.length) {
        floats = Arrays.copyOf(floats, 2 * size);
      }
      floats[size++] = single();
    }
    return Arrays.copyOf(floats, size);
  }

  /// An object of texts, numbers and booleans, each kept as written.
  Map<String, String> attributes() {
    if (token() != JsonToken.START_OBJECT) {
      throw refused("an object of texts, numbers or booleans");
    }
    var attributes = new HashMap<String, String>();
    for (String name = nextName(); name != null; name = nextName()) {
      wellFormed(name);
      if (!next().isScalarValue() || token() == JsonToken.VALUE_NULL) {
        throw refused("a text, a number or a boolean");
      }
      if (attributes.put(name, wellFormed(parser.getString())) != null) {
        throw repeated();
      }
    }
    return attributes;
  }

  /// The error for an unexpected current value.
  InvalidEventException refused(String expected) {
    return switch (token()) {
      case START_OBJECT -> InvalidEventException.found(where(), "an object", expected);
      case START_ARRAY -> InvalidEventException.found(where(), "a list", expected);
      case VALUE_STRING -> new InvalidEventException(where(), parser.getString(), expected);
      default -> InvalidEventException.found(where(), parser.getString(), expected);
    };
  }

  /// The error for a repeated field of an object.
  InvalidEventException repeated() {
    return InvalidEventException.found(path(), "repeated", "each field once");
  }

  /// The path of the current value: `events[17].watchedSeconds`, or empty for the whole text.
  String path() {
    var path = new StringBuilder();
    TokenStreamContext context = parser.streamReadContext();
    boolean entered = token() != null && token().isStructStart();
    append(entered ? context.getParent() : context, path);
    return path.toString();
  }

  private static void append(TokenStreamContext context, StringBuilder path) {
    if (context == null || context.inRoot()) {
      return;
    }
    append(context.getParent(), path);
    if (context.inArray()) {
      path.append(path.isEmpty() ? "events" : "").append('[');
      path.append(context.getCurrentIndex()).append(']');
    } else if (context.currentName() != null) {
      String name = context.currentName();
      path.append(path.isEmpty() ? "" : ".");
      path.append(name.length() > 40 ? name.substring(0, 40) + "…" : name);
    }
  }

  /// Refuses unpaired surrogates, which escapes can produce and no store could return.
  private String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!paired) {
          throw InvalidEventException.found(
              path(), "a text with an unpaired surrogate", "whole Unicode characters");
        }
        i++;
      }
    }
    return text;
  }

  /// The error for malformed text or for a failed source.
  RuntimeException unreadable(JacksonException e) {
    if (e instanceof JacksonIOException && e.getCause() instanceof IOException cause) {
      return cause instanceof CharacterCodingException
          ? notUtf8().atLine(lineReached())
          : new UncheckedIOException(cause);
    }
    var at = parser.currentLocation();
    return InvalidEventException.found(
        where(),
        "unreadable at line " + at.getLineNr() + ", column " + at.getColumnNr(),
        "JSON (" + ADVICE.split(e.getOriginalMessage(), 2)[0] + ")");
  }

  private String where() {
    String path = path();
    return path.isEmpty() ? "json" : path;
  }

  private static InvalidEventException notUtf8() {
    return InvalidEventException.found("json", "not UTF-8", "JSON in UTF-8");
  }

  private static CharsetDecoder strictUtf8() {
    return StandardCharsets.UTF_8.newDecoder();
  }

  private static int newlines(byte[] bytes, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      count += bytes[i] == '\n' ? 1 : 0;
    }
    return count;
  }

  private static InputStream withoutByteOrderMark(InputStream in) {
    try {
      var source = new PushbackInputStream(in, 3);
      byte[] start = source.readNBytes(3);
      boolean mark =
          start.length == 3
              && start[0] == (byte) 0xEF
              && start[1] == (byte) 0xBB
              && start[2] == (byte) 0xBF;
      if (!mark) {
        source.unread(start);
      }
      return source;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    parser.close();
  }
}
