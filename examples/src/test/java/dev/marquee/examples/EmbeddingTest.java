package dev.marquee.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingTest {

  @TempDir Path data;

  @Test
  void printsAFeedWithItsReasons() throws InterruptedException {
    var printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      Embedding.main(data.toString());
    } finally {
      System.setOut(before);
    }
    assertThat(printed.toString(UTF_8).lines())
        .hasSize(3)
        .allMatch(line -> line.matches("(cats|dogs|owls): .+"));
  }
}
