package dev.marquee.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the tests of the launcher, a shell script.
class LauncherTest {

  private static final long SECONDS = 120;

  @TempDir Path folder;

  @Test
  void theLauncherFindsAJdkAndSaysWhatIsMissing() throws IOException, InterruptedException {
    boolean isWindows =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    assumeFalse(isWindows, "the launcher is a shell script, which Windows does not run");
    Path printed = folder.resolve("printed");
    Process tests =
        new ProcessBuilder("bash", "src/test/sh/launcher-test", "../marquee")
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    boolean hasEnded = tests.waitFor(SECONDS, TimeUnit.SECONDS);
    if (!hasEnded) {
      tests.descendants().forEach(ProcessHandle::destroyForcibly);
      tests.destroyForcibly().waitFor();
    }
    String output = Files.readString(printed);
    assertThat(hasEnded).as("ended within %d s:%n%s", SECONDS, output).isTrue();
    assertThat(tests.exitValue()).as(output).isZero();
    assertThat(output).contains("ok ").doesNotContain("FAILED");
  }
}
