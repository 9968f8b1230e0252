package dev.marquee.server.data;

import dev.marquee.engine.settings.Given;
import dev.marquee.engine.settings.SettingException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads settings from YAML (or JSON, which is valid YAML): each value with its key and its line.
///
/// Names may be nested or joined by dots. A name without a value is ignored, so all lines of a
/// section may be commented out.
final class SettingsYaml {

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private SettingsYaml() {}

  /// @throws SettingException if the text is not YAML, or contains anything except names and
  ///   values; the message has the line
  static List<Given> read(Path file, String text) {
    List<Given> all = new ArrayList<>();
    try (JsonParser parser = YAML.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_OBJECT) {
        object(parser, new ArrayDeque<>(), file.toString(), all);
        first = parser.nextToken();
      }
      if (first != null && first != JsonToken.VALUE_NULL) {
        throw new SettingException(
            "%s: line %d: expected names and values such as 'reranking.category.max: 4'"
                .formatted(file, parser.currentTokenLocation().getLineNr()));
      }
      return all;
    } catch (JacksonException e) {
      throw new SettingException(
          "%s: line %d: %s"
              .formatted(
                  file,
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getOriginalMessage().lines().findFirst().orElse("is not YAML")));
    }
  }

  private static void object(
      JsonParser parser, Deque<String> path, String source, List<Given> into) {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      path.addLast(parser.currentName());
      int line = parser.currentTokenLocation().getLineNr();
      String key = String.join(".", path);
      switch (parser.nextToken()) {
        case START_OBJECT -> object(parser, path, source, into);
        case START_ARRAY -> into.add(new Given(key, list(parser, key, source), source, line));
        case VALUE_NULL -> {}
        default -> into.add(new Given(key, parser.getString(), source, line));
      }
      path.removeLast();
    }
  }

  private static String list(JsonParser parser, String key, String source) {
    List<String> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (!parser.currentToken().isScalarValue()) {
        throw new SettingException(
            "%s: line %d: '%s' is a list of lists or sections, expected a list of values"
                .formatted(source, parser.currentTokenLocation().getLineNr(), key));
      }
      values.add(parser.getString());
    }
    return String.join(", ", values);
  }
}
