package dev.marquee.engine.index.ivf;

import static dev.marquee.engine.math.simd.FastScanBlocks.BLOCK;

import dev.marquee.engine.math.simd.FastScanBlocks;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// The vectors of one list: codes in blocks for scanning, and the id and vector of each slot.
///
/// One thread writes at a time, any number of threads read. Slots are append-only: each has a stamp
/// of its birth, and a removed vector gets one of its death, so that a reader sees the list as of
/// the stamp at which it started. Dead vectors are dropped when the list is compacted, by [#alive].
final class VectorList {

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final VarHandle STAMPS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final long NEVER = Long.MAX_VALUE;

  /// A stamp after all writes.
  static final long LATEST = NEVER - 1;

  private final int dimension;
  private final int capacity;

  /// In the layout of [FastScanBlocks].
  private final MemorySegment blocks;

  private final MemorySegment ids;

  /// Row by row: the vectors where they are kept, else all eight bits of their codes.
  private final MemorySegment rows;

  private final boolean keepsVectors;

  /// Null where all vectors were born before any search, and none has died.
  private final long[] born;

  private final long[] died;

  private volatile int count;

  /// The greatest scale; read by searches after [#count].
  private float widest;

  /// Checks a list from a file before it is first read; null once it has.
  private volatile Checker checker;

  /// Throws where the parts of a list do not match their checksum.
  interface Checker {
    void check(MemorySegment[] parts);
  }

  private record Segments(MemorySegment blocks, MemorySegment ids, MemorySegment rows) {}

  private VectorList(
      int dimension,
      int capacity,
      int count,
      float widest,
      Segments segments,
      boolean keepsVectors,
      boolean stamped) {
    this.dimension = dimension;
    this.capacity = capacity;
    this.blocks = segments.blocks;
    this.ids = segments.ids;
    this.rows = segments.rows;
    this.keepsVectors = keepsVectors;
    this.born = stamped ? new long[capacity] : null;
    this.died = stamped ? new long[capacity] : null;
    this.widest = widest;
    this.count = count;
    if (stamped) {
      Arrays.fill(died, NEVER);
    }
  }

  /// An empty list without stamps, to be filled before the first read, with room for the given
  /// number of vectors and an eighth more.
  static VectorList unstamped(int vectors, int dimension, boolean keepsVectors) {
    return allocate(vectors + vectors / 8, dimension, keepsVectors, false);
  }

  /// Allocates on the heap, which uses huge pages if the machine has them; unused lists are garbage
  /// collected.
  private static VectorList allocate(
      int vectors, int dimension, boolean keepsVectors, boolean stamped) {
    int blocks = Math.ceilDiv(vectors, BLOCK);
    int capacity = blocks * BLOCK;
    int coordinates = Math.multiplyExact(capacity, dimension);
    return new VectorList(
        dimension,
        capacity,
        0,
        0,
        new Segments(
            MemorySegment.ofArray(
                new byte[Math.multiplyExact(blocks, FastScanBlocks.bytes(dimension))]),
            MemorySegment.ofArray(new int[capacity]),
            keepsVectors
                ? MemorySegment.ofArray(new float[coordinates])
                : MemorySegment.ofArray(new byte[coordinates])),
        keepsVectors,
        stamped);
  }

  /// A list in a mapped file; vectors are added only to its copies.
  static VectorList mapped(
      MemorySegment file,
      long at,
      int count,
      int dimension,
      boolean keepsVectors,
      float widest,
      Checker checker) {
    long blocks = Math.ceilDiv((long) count, BLOCK);
    long slots = blocks * BLOCK;
    long idsAt = at + blocks * FastScanBlocks.bytes(dimension);
    long rowsAt = idsAt + slots * Integer.BYTES;
    var list =
        new VectorList(
            dimension,
            count,
            count,
            widest,
            new Segments(
                file.asSlice(at, idsAt - at),
                file.asSlice(idsAt, slots * Integer.BYTES),
                file.asSlice(rowsAt, slots * rowBytes(dimension, keepsVectors))),
            keepsVectors,
            false);
    list.checker = checker;
    return list;
  }

  private static long rowBytes(int dimension, boolean keepsVectors) {
    return keepsVectors ? (long) dimension * Float.BYTES : dimension;
  }

  /// Blocks, ids and rows, as far as blocks are in use.
  MemorySegment[] parts() {
    long used = Math.ceilDiv((long) count, BLOCK);
    long slots = used * BLOCK;
    return new MemorySegment[] {
      blocks.asSlice(0, used * FastScanBlocks.bytes(dimension)),
      ids.asSlice(0, slots * Integer.BYTES),
      rows.asSlice(0, slots * rowBytes(dimension, keepsVectors))
    };
  }

  /// Checks a list from a file, the first time.
  ///
  /// @throws java.io.UncheckedIOException where it is damaged
  VectorList checked() {
    Checker check = checker;
    if (check != null) {
      check.check(parts());
      checker = null;
    }
    return this;
  }

  int count() {
    return count;
  }

  /// The greatest scale of a vector's codes.
  float widest() {
    return widest;
  }

  boolean isFull() {
    return count == capacity;
  }

  boolean isStamped() {
    return born != null;
  }

  MemorySegment blocks() {
    return blocks;
  }

  float scale(int slot) {
    return FastScanBlocks.scale(blocks, blockAt(slot), slot % BLOCK, dimension);
  }

  int id(int slot) {
    return ids.get(INT, (long) slot * Integer.BYTES);
  }

  /// Whether the vector is alive at a stamp.
  boolean isAlive(int slot, long at) {
    return born == null
        || ((long) STAMPS.getOpaque(born, slot) <= at && (long) STAMPS.getOpaque(died, slot) > at);
  }

  /// Writes into a slot that has no readers yet.
  ///
  /// @param encoder has just encoded the vector
  void set(int slot, int id, Encoder encoder, float[] vector, int offset) {
    FastScanBlocks.set(blocks, blockAt(slot), slot % BLOCK, encoder.code, encoder.scale);
    ids.set(INT, (long) slot * Integer.BYTES, id);
    if (keepsVectors) {
      MemorySegment.copy(vector, offset, rows, FLOAT, rowAt(slot), dimension);
    } else {
      MemorySegment.copy(encoder.code, 0, rows, ValueLayout.JAVA_BYTE, rowAt(slot), dimension);
    }
  }

  /// Publishes the first slots, which were [set][#set] before.
  void show(int slots) {
    for (int slot = 0; slot < slots; slot++) {
      widest = Math.max(widest, scale(slot));
    }
    count = slots;
  }

  /// Adds a vector that is alive from `stamp` on.
  ///
  /// @return its slot
  int add(int id, Encoder encoder, float[] vector, int offset, long stamp) {
    int slot = count;
    widest = Math.max(widest, encoder.scale);
    set(slot, id, encoder, vector, offset);
    STAMPS.setOpaque(born, slot, stamp);
    count = slot + 1;
    return slot;
  }

  /// Marks a vector as dead from `stamp` on.
  void kill(int slot, long stamp) {
    STAMPS.setOpaque(died, slot, stamp);
  }

  /// Copies the vector, exact where it is kept.
  ///
  /// @param dimensionScales factors of codes, per coordinate
  /// @param centroid offset of the list's centroid in `centroids`
  void vector(
      int slot,
      float[] dimensionScales,
      float[] centroids,
      int centroid,
      float[] into,
      int offset) {
    if (keepsVectors) {
      MemorySegment.copy(rows, FLOAT, rowAt(slot), into, offset, dimension);
      return;
    }
    long at = rowAt(slot);
    float scale = scale(slot);
    for (int k = 0; k < dimension; k++) {
      byte code = rows.get(ValueLayout.JAVA_BYTE, at + k);
      into[offset + k] = Math.fma(scale * dimensionScales[k], code, centroids[centroid + k]);
    }
  }

  /// The offset of a slot's block.
  private long blockAt(int slot) {
    return (long) (slot / BLOCK) * FastScanBlocks.bytes(dimension);
  }

  private long rowAt(int slot) {
    return slot * rowBytes(dimension, keepsVectors);
  }

  /// A copy with stamps and more room; vectors keep their slots.
  VectorList grown() {
    VectorList copy = allocate(count + count / 4 + BLOCK, dimension, keepsVectors, true);
    int used = count;
    long bytes = (long) Math.ceilDiv(used, BLOCK) * FastScanBlocks.bytes(dimension);
    MemorySegment.copy(blocks, 0, copy.blocks, 0, bytes);
    MemorySegment.copy(ids, 0, copy.ids, 0, (long) used * Integer.BYTES);
    MemorySegment.copy(rows, 0, copy.rows, 0, rowAt(used));
    if (born != null) {
      System.arraycopy(born, 0, copy.born, 0, used);
      System.arraycopy(died, 0, copy.died, 0, used);
    }
    copy.widest = widest;
    copy.count = used;
    return copy;
  }

  /// A writable view of an unstamped list: it shares the vectors and has stamps. Vectors in a file
  /// stay unchanged.
  VectorList stamped() {
    int room = blocks.isReadOnly() ? count : capacity;
    return new VectorList(
        dimension, room, count, widest, new Segments(blocks, ids, rows), keepsVectors, true);
  }

  /// A compact copy of the vectors alive at a stamp, itself without stamps.
  VectorList alive(long at) {
    int used = count;
    int alive = 0;
    for (int slot = 0; slot < used; slot++) {
      alive += isAlive(slot, at) ? 1 : 0;
    }
    VectorList copy = unstamped(alive, dimension, keepsVectors);
    int to = 0;
    for (int slot = 0; slot < used; slot++) {
      if (isAlive(slot, at)) {
        copySlot(slot, copy, to++);
      }
    }
    copy.show(to);
    return copy;
  }

  private void copySlot(int slot, VectorList copy, int to) {
    FastScanBlocks.copy(
        blocks, blockAt(slot), slot % BLOCK, copy.blocks, blockAt(to), to % BLOCK, dimension);
    MemorySegment.copy(
        ids, (long) slot * Integer.BYTES, copy.ids, (long) to * Integer.BYTES, Integer.BYTES);
    MemorySegment.copy(rows, rowAt(slot), copy.rows, rowAt(to), rowBytes(dimension, keepsVectors));
  }
}
