package dev.marquee.adapters.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;

/// Switches off the telemetry of ONNX Runtime.
///
/// On Linux and macOS, 1.29 sends telemetry unless it is disabled (`Privacy.md` in its jar). When
/// its environment is created, it stores a device id in the user's cache folder, starts to send,
/// and matches the command line by recursion, with 256 bytes of stack per character: 4,000
/// characters, usual for class paths, overflow the thread's stack of 1 MB. The JVM cannot report
/// that; the process ends by SIGSEGV, exit code 139, without a message.
final class OnnxTelemetry {

  private OnnxTelemetry() {}

  /// Keeps it from starting. `OrtEnvironment.setTelemetry` cannot: it needs the environment.
  @SuppressWarnings("restricted")
  static void disable() {
    // Sets a variable of the process, which Java's copy of the environment cannot. Windows has no
    // such function, and needs none.
    Linker linker = Linker.nativeLinker();
    linker.defaultLookup().find("setenv").ifPresent(setenv -> set(linker, setenv));
  }

  @SuppressWarnings("restricted")
  private static void set(Linker linker, MemorySegment setenv) {
    var function =
        linker.downcallHandle(setenv, FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    int failed;
    try (Arena arena = Arena.ofConfined()) {
      var name = arena.allocateFrom("ORT_DISABLE_TELEMETRY");
      failed = (int) function.invokeExact(name, arena.allocateFrom("1"), 1);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    if (failed != 0) {
      throw new IllegalStateException(
          "the telemetry of ONNX Runtime cannot be switched off: no memory for a variable");
    }
  }
}
