package dev.marquee.adapters.faiss;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Bindings of the functions in `marquee_faiss.cpp`, which documents each. No locking.
///
/// The shim is loaded from the path in the system property `marquee.faiss`, by default from the
/// output of `build-faiss`: `adapters/faiss/target/native/libmarquee_faiss.so`, in the checkout
/// that this class was built in.
final class FaissLibrary {

  static final String PROPERTY = "marquee.faiss";

  private static final Path BUILT = Path.of("adapters/faiss/target/native/libmarquee_faiss.so");

  /// The ABI version of the shim that this class is written for.
  private static final int ABI = 1;

  private static FaissLibrary loaded;

  private final Linker linker = Linker.nativeLinker();
  private final SymbolLookup symbols;
  private final MethodHandle abi;
  private final MethodHandle error;
  private final MethodHandle create;
  private final MethodHandle free;
  private final MethodHandle train;
  private final MethodHandle add;
  private final MethodHandle remove;
  private final MethodHandle search;

  // The JVM is started with --enable-native-access.
  @SuppressWarnings("restricted")
  private FaissLibrary(Path file) {
    try {
      this.symbols = SymbolLookup.libraryLookup(file, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "cannot load the FAISS shim %s: run ldd on it, install what is missing, rebuild it"
              .formatted(file),
          e);
    }
    this.abi = function("abi", FunctionDescriptor.of(JAVA_INT));
    int version = version();
    if (version != ABI) {
      throw new IllegalStateException(
          "the FAISS shim %s is of version %d, expected %d: rebuild it"
              .formatted(file, version, ABI));
    }
    this.error = function("error", FunctionDescriptor.of(ADDRESS));
    this.create = function("create", status(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    this.free = function("free", FunctionDescriptor.ofVoid(ADDRESS));
    this.train = function("train", status(ADDRESS, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT));
    this.add = function("add", status(ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, JAVA_INT));
    this.remove = function("remove", status(ADDRESS, JAVA_LONG));
    this.search =
        function(
            "search",
            status(ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
  }

  private static FunctionDescriptor status(MemoryLayout... arguments) {
    return FunctionDescriptor.of(JAVA_LONG, arguments);
  }

  @SuppressWarnings("restricted")
  private MethodHandle function(String name, FunctionDescriptor descriptor) {
    return linker.downcallHandle(symbols.findOrThrow("marquee_faiss_" + name), descriptor);
  }

  /// Whether there is a file to load; [#get] throws if it cannot be loaded.
  static boolean isThere() {
    return Files.exists(file());
  }

  /// The functions, loaded once.
  ///
  /// @throws IllegalStateException where there is none, or it cannot be loaded
  static synchronized FaissLibrary get() {
    if (loaded == null) {
      if (!isThere()) {
        throw new IllegalStateException(missing());
      }
      loaded = new FaissLibrary(file().toAbsolutePath());
    }
    return loaded;
  }

  /// The message where there is no shim.
  static String missing() {
    return ("'index: faiss' needs the FAISS shim, which is missing at '%s': build it by"
            + " adapters/faiss/src/main/native/build-faiss (after apt-get install g++"
            + " libfaiss-dev), or set its path by -D%s=FILE; 'index: ivf' works without")
        .formatted(file(), PROPERTY);
  }

  private static Path file() {
    String set = System.getProperty(PROPERTY);
    if (set != null) {
      return Path.of(set);
    }
    for (Path folder = home(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(BUILT))) {
        return folder.resolve(BUILT);
      }
    }
    return BUILT;
  }

  /// The folder or jar that this class was loaded from.
  private static Path home() {
    try {
      var from = FaissLibrary.class.getProtectionDomain().getCodeSource().getLocation();
      return Path.of(from.toURI()).toAbsolutePath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private int version() {
    try {
      return (int) abi.invokeExact();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /// Creates an index, which the caller must free.
  MemorySegment create(int dimension, int lists, boolean codes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      checked((long) create.invokeExact(dimension, lists, codes ? 1 : 0, out));
      return out.get(ADDRESS, 0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  void free(MemorySegment index) {
    try {
      free.invokeExact(index);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  void train(MemorySegment index, long n, MemorySegment rows, int threads, int seed) {
    try {
      checked((long) train.invokeExact(index, n, rows, threads, seed));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  void add(MemorySegment index, long n, MemorySegment rows, MemorySegment ids, int threads) {
    try {
      checked((long) add.invokeExact(index, n, rows, ids, threads));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /// Removes the vectors of an id and returns how many there were.
  long remove(MemorySegment index, long id) {
    try {
      return checked((long) remove.invokeExact(index, id));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /// Finds at most `k` best vectors, and returns how many.
  ///
  /// @param mask a bit for each id, or NULL
  int search(
      MemorySegment index,
      MemorySegment query,
      long k,
      long lists,
      MemorySegment mask,
      MemorySegment scores,
      MemorySegment ids) {
    try {
      return (int)
          checked(
              (long)
                  search.invokeExact(index, query, k, lists, mask, mask.byteSize(), scores, ids));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @SuppressWarnings("restricted")
  private long checked(long status) throws Throwable {
    if (status < 0) {
      var message = ((MemorySegment) error.invokeExact()).reinterpret(Long.MAX_VALUE);
      throw new IllegalStateException("FAISS failed: " + message.getString(0));
    }
    return status;
  }

  private static RuntimeException unexpected(Throwable e) {
    return switch (e) {
      case Error error -> throw error;
      case RuntimeException known -> known;
      default -> new IllegalStateException(e);
    };
  }
}
