package dev.marquee.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.server.Main;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Commands that run until they are interrupted, as processes of their own.
@Timeout(60)
class StoppedProcessTest {

  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/");

  /// What the JVM exits with after SIGTERM; a shutdown hook cannot choose another.
  private static final int TERMINATED = 128 + 15;

  @TempDir private Path folder;
  private Path temporary;
  private Path out;
  private Path err;
  private Process process;

  @Test
  void aServerThatIsStoppedKeepsWhatItAcknowledgedAndFreesTheDirectory() throws Exception {
    Path data = folder.resolve("data");
    start("serve", "--port", "0", "--data", data.toString(), "--json");
    URI api = address("\"uri\"");
    try (HttpClient client = HttpClient.newHttpClient()) {
      var video = BodyPublishers.ofString("{\"title\":\"One\",\"durationSeconds\":60}");
      var put = HttpRequest.newBuilder(api.resolve("v1/videos/v1")).PUT(video);
      put.header("Content-Type", "application/json");
      assertThat(client.send(put.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
    stop();
    try (RocksDirectory directory = RocksDirectory.open(data.resolve("store"))) {
      assertThat(directory.log().end()).isEqualTo(1);
    }
  }

  @Test
  void aDemoThatIsStoppedEarlyLeavesNothingBehind() throws Exception {
    start("demo", "--users", "3000", "--days", "14", "--port", "0");
    address("Simulating");
    assertThat(temporaryFolders()).hasSize(1);
    stop();
    assertThat(temporaryFolders()).isEmpty();
  }

  @Test
  void aDemoThatIsStoppedWhileItServesLeavesNothingBehind() throws Exception {
    start("demo", "--users", "100", "--videos", "300", "--days", "3", "--port", "0");
    URI page = address("Open ");
    try (HttpClient client = HttpClient.newHttpClient()) {
      var asked = HttpRequest.newBuilder(page).build();
      assertThat(client.send(asked, BodyHandlers.ofString()).body()).contains("<title>Marquee");
    }
    stop();
    assertThat(temporaryFolders()).isEmpty();
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  private void start(String... arguments) throws IOException {
    temporary = Files.createDirectories(folder.resolve("tmp"));
    out = folder.resolve("out");
    err = folder.resolve("err");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx512m", "-Djava.io.tmpdir=" + temporary));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
  }

  /// Waits for a line with a word, and returns the address on it.
  private URI address(String word) throws IOException, InterruptedException {
    while (true) {
      for (String line : Files.readAllLines(out)) {
        Matcher address = ADDRESS.matcher(line);
        if (line.contains(word) && address.find()) {
          return URI.create(address.group());
        }
      }
      assertThat(process.isAlive()).as(Files.readString(err)).isTrue();
      Thread.sleep(20);
    }
  }

  private void stop() throws IOException, InterruptedException {
    process.destroy();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(TERMINATED);
    assertThat(Files.readString(err)).doesNotContain("xception").doesNotContain("could not delete");
  }

  private List<Path> temporaryFolders() throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      return files.filter(file -> file.getFileName().toString().contains("marquee")).toList();
    }
  }
}
