package dev.marquee.server.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.server.data.ImportException;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// The objects of a JSON list, or JSON objects that span lines, each as one line.
///
/// Numbers keep their digits, and doubled names stay doubled, so that a reader of lines judges what
/// the file says. Broken JSON ends the whole, as nothing tells where the next object begins.
final class JsonRecords {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /// Takes one object.
  @FunctionalInterface
  interface Sink {
    void accept(byte[] json, long line);
  }

  private JsonRecords() {}

  /// Reads what is left of a text.
  ///
  /// @throws ImportException where it is broken
  static void read(Lines lines, BadLines bad, Sink sink) {
    long before = lines.number();
    var text = new InputStreamReader(lines.rest(), UTF_8.newDecoder());
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      try {
        boolean inList = false;
        for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
          long line = before + json.currentTokenLocation().getLineNr();
          if (token == JsonToken.END_ARRAY || (token == JsonToken.START_ARRAY && !inList)) {
            inList = token == JsonToken.START_ARRAY;
          } else if (token == JsonToken.START_OBJECT) {
            sink.accept(object(json), line);
          } else {
            json.skipChildren();
            bad.add(lines.name(), line, "is " + named(token) + ", expected a JSON object");
          }
        }
      } catch (JacksonException e) {
        throw new ImportException(
            "%s:%d: the JSON cannot be read from here on (%s): nothing was stored"
                .formatted(lines.name(), before + json.currentLocation().getLineNr(), reason(e)),
            e);
      }
    }
  }

  private static String reason(JacksonException e) {
    return e.getCause() instanceof CharacterCodingException
        ? "it is not UTF-8"
        : e.getOriginalMessage().lines().findFirst().orElse("");
  }

  private static byte[] object(JsonParser json) {
    var line = new ByteArrayOutputStream();
    try (JsonGenerator copy = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      int depth = 0;
      do {
        JsonToken token = json.currentToken();
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token.isNumeric()) {
          copy.writeNumber(json.getString());
        } else {
          copy.copyCurrentEvent(json);
        }
      } while (depth > 0 && json.nextToken() != null);
    }
    return line.toByteArray();
  }

  private static String named(JsonToken token) {
    return switch (token) {
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_NULL -> "null";
      default -> "true or false";
    };
  }
}
