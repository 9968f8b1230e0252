package dev.marquee.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A page of the documentation that is made from code: a test holds it to that.
///
/// @param file the page, from the module of the test
/// @param command runs the test, without the property that has it write the page
public record GeneratedPage(Path file, String command) {

  private static final String WRITE = "marquee.pages";

  /// Holds the page to its content, or writes it where `-Dmarquee.pages=write` says so.
  public void holds(String content) throws IOException {
    if ("write".equals(System.getProperty(WRITE))) {
      Files.writeString(file, content);
    }
    assertThat(file)
        .as("run '%s -D%s=write' and commit docs/%s", command, WRITE, file.getFileName())
        .hasContent(content);
  }
}
