package dev.marquee.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The machine that a benchmark runs on.
final class Machine {

  private Machine() {}

  /// Processor, cores, Java.
  static String describe() {
    return "%s, %d cores, Java %s"
        .formatted(
            line("/proc/cpuinfo", "model name").replaceAll(".*: ", ""),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version());
  }

  /// Peak resident memory of this process, in MB; 0 if the system does not report it.
  static long peakMegabytes() {
    String peak = line("/proc/self/status", "VmHWM").replaceAll("\\D", "");
    return peak.isEmpty() ? 0 : Long.parseLong(peak) / 1024;
  }

  private static String line(String file, String start) {
    try (var lines = Files.lines(Path.of(file))) {
      return lines.filter(line -> line.startsWith(start)).findFirst().orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
