package dev.marquee.server.data;

import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.catalog.Columns.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes the declarations of the platform's own columns, in the data directory's file
/// `columns.json`:
///
///     {"user": {"age": "number", "plan": "category"}, "video": {"internal id": "ignored"}}
///
/// The file is written by people, or by an importer that knows its data set. Commands read it when
/// they start.
public final class ColumnsFile {

  private static final String FILE = "columns.json";

  private static final String USER = "user";
  private static final String VIDEO = "video";

  private static final String KINDS =
      Arrays.stream(Kind.values()).map(Kind::toString).collect(Collectors.joining(", "));

  private static final String WAY_OUT = "fix it, or remove the file to declare nothing";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final Path file;

  private ColumnsFile(Path data) {
    this.file = data.resolve(FILE);
  }

  /// The columns of a data directory; none if there is no file.
  ///
  /// @throws ImportException if the file is invalid; the message says where and what was expected
  public static Columns read(Path data) {
    return new ColumnsFile(data).read();
  }

  /// Writes columns into a data directory, unless it already declares some.
  ///
  /// @return whether the columns were written
  public static boolean writeIfAbsent(Path data, Columns columns) {
    return new ColumnsFile(data).writeIfAbsent(columns);
  }

  private boolean writeIfAbsent(Columns columns) {
    if (Files.exists(file)) {
      return false;
    }
    try {
      Path written = Files.createTempFile(file.getParent(), FILE, ".new");
      JSON.writeValue(written, columns);
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Columns read() {
    if (!Files.exists(file)) {
      return Columns.NONE;
    }
    JsonNode all;
    try {
      all = JSON.readTree(file);
    } catch (JacksonException e) {
      throw new ImportException(
          "%s: line %d: %s: %s"
              .formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage(), WAY_OUT),
          e);
    }
    requireObject("the file", all, "an object with '%s' and '%s'".formatted(USER, VIDEO));
    for (String name : all.propertyNames()) {
      if (!Set.of(USER, VIDEO).contains(name)) {
        throw odd("'" + name + "'", "columns of nothing", "'%s' or '%s'".formatted(USER, VIDEO));
      }
    }
    return new Columns(kinds(USER, all), kinds(VIDEO, all));
  }

  private Map<String, Kind> kinds(String of, JsonNode all) {
    Map<String, Kind> kinds = new TreeMap<>();
    JsonNode declared = all.path(of);
    if (!declared.isMissingNode()) {
      requireObject("'" + of + "'", declared, "an object of columns by their names");
      declared.properties().forEach(one -> kinds.put(one.getKey(), kind(of, one)));
    }
    return kinds;
  }

  private Kind kind(String of, Map.Entry<String, JsonNode> one) {
    return Arrays.stream(Kind.values())
        .filter(kind -> one.getValue().isString())
        .filter(kind -> kind.toString().equals(one.getValue().stringValue()))
        .findFirst()
        .orElseThrow(
            () ->
                odd(
                    "'%s' of '%s'".formatted(one.getKey(), of),
                    one.getValue().toString(),
                    "one of " + KINDS));
  }

  private void requireObject(String what, JsonNode value, String expected) {
    if (!value.isObject()) {
      throw odd(what, value.toString(), expected);
    }
  }

  private ImportException odd(String place, String value, String expected) {
    return new ImportException(
        "%s: %s is %s, expected %s: %s".formatted(file, place, value, expected, WAY_OUT));
  }
}
