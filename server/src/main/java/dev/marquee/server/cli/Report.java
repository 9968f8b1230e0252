package dev.marquee.server.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// A command's results by name, printed as a table and, if requested, as one JSON object on the
/// last line.
final class Report {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Map<String, Object> facts = new LinkedHashMap<>();
  private final Map<String, Double> metrics = new LinkedHashMap<>();
  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  /// Adds a result that is not a number.
  Report fact(String name, Object value) {
    facts.put(name, value);
    return this;
  }

  Report metric(String name, double value) {
    if (Double.isFinite(value)) {
      metrics.put(name, value);
    }
    return this;
  }

  Report metrics(Map<String, Double> all) {
    all.forEach(this::metric);
    return this;
  }

  /// Adds the duration of a step and the process's peak memory.
  Report took(String what, long startNanos) {
    return metric("seconds." + what, (System.nanoTime() - startNanos) / 1e9).peakMemory();
  }

  /// Adds the process's peak memory as reported by Linux; nothing on other systems.
  Report peakMemory() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmHWM:")) {
          metric("memory.peak_mb", Long.parseLong(line.replaceAll("\\D", "")) / 1024.0);
        }
      }
    } catch (IOException e) {
      // Not Linux: the figure is left out.
    }
    return this;
  }

  Map<String, Double> all() {
    return metrics;
  }

  /// Prints facts and metrics, one per line.
  Report print() {
    facts.forEach((name, value) -> out.printf("%-24s %s%n", name, value));
    metrics.forEach((name, value) -> out.printf("%-24s %s%n", name, figure(value)));
    return this;
  }

  /// Prints the JSON line, if requested.
  void json(boolean wanted) {
    if (wanted) {
      Map<String, Object> object = new LinkedHashMap<>(facts);
      object.put("metrics", metrics);
      out.println(JSON.writeValueAsString(object));
    }
    out.flush();
  }

  static String figure(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e12
        ? "%,d".formatted((long) value)
        : "%.4f".formatted(value);
  }
}
