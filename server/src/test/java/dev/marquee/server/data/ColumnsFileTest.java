package dev.marquee.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.catalog.Columns.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColumnsFileTest {

  private static final Columns SOME =
      new Columns(
          Map.of("age", Kind.NUMBER, "plan", Kind.CATEGORY), Map.of("internal id", Kind.IGNORED));

  @TempDir private Path data;

  @Test
  void withoutAFileNothingIsDeclared() {
    assertThat(ColumnsFile.read(data)).isEqualTo(Columns.NONE);
    assertThat(ColumnsFile.read(data.resolve("nowhere"))).isEqualTo(Columns.NONE);
  }

  @Test
  void columnsAreReadAsPeopleWriteThem() throws IOException {
    write(
        """
        {"user": {"age": "number", "plan": "category"},
         "video": {"internal id": "ignored"}}
        """);
    assertThat(ColumnsFile.read(data)).isEqualTo(SOME);
    write("{\"video\": {\"width\": \"number\"}}");
    assertThat(ColumnsFile.read(data))
        .isEqualTo(new Columns(Map.of(), Map.of("width", Kind.NUMBER)));
    write("{}");
    assertThat(ColumnsFile.read(data)).isEqualTo(Columns.NONE);
  }

  @Test
  void columnsAreReadBackEqualAndThoseThatAreThereStay() {
    assertThat(ColumnsFile.writeIfAbsent(data, SOME)).isTrue();
    assertThat(ColumnsFile.read(data)).isEqualTo(SOME);
    assertThat(ColumnsFile.writeIfAbsent(data, Columns.NONE)).isFalse();
    assertThat(ColumnsFile.read(data)).isEqualTo(SOME);
    assertThat(data)
        .isDirectoryContaining("glob:**/columns.json")
        .isDirectoryNotContaining("glob:**new");
  }

  @Test
  void aBrokenFileIsRefusedByPlaceValueAndWhatWasExpected() throws IOException {
    refuses("{\"user\": {\"age\": \"numbr\"}}", "'age' of 'user' is \"numbr\"");
    refuses("{\"user\": {\"age\": \"numbr\"}}", "expected one of category, number, ignored");
    refuses("{\"user\": {\"age\": \"NUMBER\"}}", "'age' of 'user' is \"NUMBER\"");
    refuses("{\"video\": {\"age\": null}}", "'age' of 'video' is null");
    refuses("{\"video\": {\"age\": 1}}", "'age' of 'video' is 1");
    refuses("{\"users\": {}}", "'users' is columns of nothing, expected 'user' or 'video'");
    refuses("{\"user\": [\"age\"]}", "'user' is [\"age\"], expected an object of columns");
    refuses("{\"user\": null}", "'user' is null, expected an object");
    refuses("[]", "the file is [], expected an object with 'user' and 'video'");
    refuses("", "expected an object with 'user' and 'video'");
    refuses("{\n\"user\": {\"age\": number}}", "line 2: ");
    refuses("{\"user\": {\n\"a\": \"number\",\n\"a\": \"category\"}}", "line 3: ");
    refuses("{\"user\": {}} {}", "line 1: ");
  }

  private void refuses(String text, String reason) throws IOException {
    write(text);
    assertThatExceptionOfType(ImportException.class)
        .as(text)
        .isThrownBy(() -> ColumnsFile.read(data))
        .withMessageStartingWith(data.resolve("columns.json") + ": ")
        .withMessageContaining(reason)
        .withMessageEndingWith(": fix it, or remove the file to declare nothing");
  }

  private void write(String text) throws IOException {
    Files.writeString(data.resolve("columns.json"), text);
  }
}
