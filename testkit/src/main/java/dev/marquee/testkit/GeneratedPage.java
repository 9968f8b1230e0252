package dev.marquee.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A documentation page that is generated from code; a test checks that it is up to date.
///
/// @param file the page, relative to the test's module
/// @param command the command that runs the test, without the property that writes the page
public record GeneratedPage(Path file, String command) {

  private static final String WRITE = "marquee.pages";

  /// Checks the page's content; with `-Dmarquee.pages=write` writes it first.
  public void holds(String content) throws IOException {
    if ("write".equals(System.getProperty(WRITE))) {
      Files.writeString(file, content);
    }
    assertThat(file)
        .as("run '%s -D%s=write' and commit docs/%s", command, WRITE, file.getFileName())
        .hasContent(content);
  }
}
