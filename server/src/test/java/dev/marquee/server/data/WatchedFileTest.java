package dev.marquee.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFileTest {

  @TempDir private Path data;

  private final List<Integer> taken = new CopyOnWriteArrayList<>();

  private WatchedFile<Integer> watch(Path file) {
    return new WatchedFile<>(file, () -> Integer.valueOf(read(file)), taken::add);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aChangeIsTakenUpOnce() throws IOException {
    Path file = data.resolve("number");
    Files.writeString(file, "1");
    try (var watched = watch(file)) {
      watched.look();
      assertThat(taken).isEmpty();
      Files.writeString(file, "2");
      watched.look();
      watched.look();
      Files.writeString(file, "2");
      watched.look();
      assertThat(taken).containsExactly(2);
    }
  }

  @Test
  void aFileThatIsRefusedLeavesWhatWasThereAndSaysWhy() throws IOException {
    Path file = data.resolve("number");
    try (var watched = watch(file)) {
      Files.writeString(file, "three");
      watched.look();
      assertThat(taken).isEmpty();
      assertThat(watched.refused()).contains("three");
      Files.writeString(file, "3");
      watched.look();
      assertThat(taken).containsExactly(3);
      assertThat(watched.refused()).isEmpty();
    }
  }
}
