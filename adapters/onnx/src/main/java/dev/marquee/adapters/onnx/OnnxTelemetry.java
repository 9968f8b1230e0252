package dev.marquee.adapters.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;

/// What ONNX Runtime reports to its maker: nothing from here.
///
/// On Linux and macOS, 1.29 does so unless told otherwise (`Privacy.md` in its jar). As its
/// environment is made, it keeps a number of the device below the user's cache folder, starts to
/// send, and matches the command line by recursion, 256 bytes of stack a character: one of 4,000
/// characters, as class paths are, overflows the thread's megabyte. The JVM cannot report that; the
/// process ends by SIGSEGV, exit code 139, without a word.
final class OnnxTelemetry {

  private OnnxTelemetry() {}

  /// Keeps it from starting. `OrtEnvironment.setTelemetry` cannot: it needs the environment.
  @SuppressWarnings("restricted")
  static void disable() {
    // Of the process, which Java's own copy of the variables does not change. Windows has no
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
