package dev.marquee.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A child JVM with this one's class path and modules, for tests that kill it during its work.
public final class ChildJvm implements AutoCloseable {

  private final Process process;
  private final Path output;
  private final Path errors;

  private ChildJvm(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  /// Starts a main class.
  ///
  /// @param outputs a folder for what it prints
  public static ChildJvm start(Path outputs, Class<?> main, String... arguments)
      throws IOException {
    return start(outputs, System.getenv(), main, arguments);
  }

  /// Starts a main class with changed environment variables.
  public static ChildJvm start(
      Path outputs, Map<String, String> environment, Class<?> main, String... arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(outputs, "child", ".out");
    Path errors = Files.createTempFile(outputs, "child", ".err");
    var builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new ChildJvm(builder.start(), output, errors);
  }

  /// The complete lines it has printed.
  public List<String> lines() throws IOException {
    String printed = Files.readString(output);
    return printed.substring(0, printed.lastIndexOf('\n') + 1).lines().toList();
  }

  /// Waits until it has printed something.
  public void awaitOutput() throws IOException, InterruptedException {
    while (lines().isEmpty()) {
      if (!process.isAlive()) {
        throw new IllegalStateException("the child ended: " + Files.readString(errors, UTF_8));
      }
      Thread.sleep(10);
    }
  }

  /// Waits until it ends by itself, and returns the exit code.
  public int end() throws InterruptedException {
    return process.waitFor();
  }

  /// Kills it like the kernel's OOM killer: no more of its code runs.
  ///
  /// @throws IllegalStateException if it had already ended
  public void kill() throws IOException, InterruptedException {
    boolean wasAlive = process.isAlive();
    process.destroyForcibly().waitFor();
    if (!wasAlive) {
      throw new IllegalStateException("the child ended: " + Files.readString(errors, UTF_8));
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
  }
}
