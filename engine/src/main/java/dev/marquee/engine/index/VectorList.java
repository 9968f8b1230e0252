package dev.marquee.engine.index;

import static dev.marquee.engine.math.CodeBlocks.BLOCK;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// The vectors of one list: codes in blocks for scanning, and beside them what belongs to each
/// slot.
///
/// One thread writes at a time, any number reads. Slots are only ever added: a vector that is
/// removed stays and says when it died, and each says when it was born, so that a reader who knows
/// the time of its beginning sees the list as it was then. What has died is left behind when the
/// list is copied.
final class VectorList {

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final VarHandle STAMPS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final long NEVER = Long.MAX_VALUE;

  /// A time after all writes.
  static final long LATEST = NEVER - 1;

  private final int dimension;
  private final int capacity;
  private final MemorySegment codes;
  private final MemorySegment scales;
  private final MemorySegment ids;

  /// Null where vectors are not kept.
  private final MemorySegment rows;

  /// Null where all were born before any search and live.
  private final long[] born;

  private final long[] died;

  private volatile int count;

  /// The greatest scale; read by searches after [#count].
  private float widest;

  /// Looks at a list's parts before it is first read; null once it has.
  private volatile Checker checker;

  /// Throws where the parts of a list are not what they were.
  interface Checker {
    void check(MemorySegment[] parts);
  }

  private VectorList(
      int dimension,
      int capacity,
      int count,
      float widest,
      MemorySegment codes,
      MemorySegment scales,
      MemorySegment ids,
      MemorySegment rows,
      boolean stamped) {
    this.dimension = dimension;
    this.capacity = capacity;
    this.codes = codes;
    this.scales = scales;
    this.ids = ids;
    this.rows = rows;
    this.born = stamped ? new long[capacity] : null;
    this.died = stamped ? new long[capacity] : null;
    this.widest = widest;
    this.count = count;
    if (stamped) {
      Arrays.fill(died, NEVER);
    }
  }

  /// An empty list, to be filled before anyone reads it, with room for so many vectors and an
  /// eighth more.
  static VectorList unstamped(int vectors, int dimension, boolean keepVectors) {
    return allocate(vectors + vectors / 8, dimension, keepVectors, false);
  }

  /// In the heap, where pages are large if the machine has them, and the collector frees lists that
  /// nobody reads any more.
  private static VectorList allocate(
      int vectors, int dimension, boolean keepVectors, boolean stamped) {
    int capacity = Math.ceilDiv(vectors, BLOCK) * BLOCK;
    int coordinates = Math.multiplyExact(capacity, dimension);
    return new VectorList(
        dimension,
        capacity,
        0,
        0,
        MemorySegment.ofArray(new byte[coordinates]),
        MemorySegment.ofArray(new float[capacity]),
        MemorySegment.ofArray(new int[capacity]),
        keepVectors ? MemorySegment.ofArray(new float[coordinates]) : null,
        stamped);
  }

  /// A list that stands in a file; nothing is added to it, only to its copies.
  static VectorList mapped(
      MemorySegment file,
      long at,
      int count,
      int dimension,
      boolean keepsVectors,
      float widest,
      Checker checker) {
    long slots = Math.ceilDiv((long) count, BLOCK) * BLOCK;
    long scalesAt = at + slots * dimension;
    long idsAt = scalesAt + slots * Float.BYTES;
    long rowsAt = idsAt + slots * Integer.BYTES;
    var list =
        new VectorList(
            dimension,
            count,
            count,
            widest,
            file.asSlice(at, slots * dimension),
            file.asSlice(scalesAt, slots * Float.BYTES),
            file.asSlice(idsAt, slots * Integer.BYTES),
            keepsVectors ? file.asSlice(rowsAt, slots * dimension * Float.BYTES) : null,
            false);
    list.checker = checker;
    return list;
  }

  /// Codes, scales, ids and, where they are kept, vectors, in the blocks that are in use.
  MemorySegment[] parts() {
    long slots = Math.ceilDiv((long) count, BLOCK) * BLOCK;
    return new MemorySegment[] {
      codes.asSlice(0, slots * dimension),
      scales.asSlice(0, slots * Float.BYTES),
      ids.asSlice(0, slots * Integer.BYTES),
      rows == null ? MemorySegment.NULL : rows.asSlice(0, slots * dimension * Float.BYTES)
    };
  }

  /// Finds out whether a list from a file is sound, the first time.
  ///
  /// @throws java.io.UncheckedIOException where it is not
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

  MemorySegment codes() {
    return codes;
  }

  MemorySegment scales() {
    return scales;
  }

  MemorySegment ids() {
    return ids;
  }

  MemorySegment rows() {
    return rows;
  }

  int id(int slot) {
    return ids.get(INT, (long) slot * Integer.BYTES);
  }

  /// Whether the vector was there at a time.
  boolean isAlive(int slot, long at) {
    return born == null
        || ((long) STAMPS.getOpaque(born, slot) <= at && (long) STAMPS.getOpaque(died, slot) > at);
  }

  /// Writes into a slot that nobody reads yet.
  void set(int slot, int id, byte[] code, float scale, float[] vector, int offset) {
    long at = codeAt(slot);
    for (int k = 0; k < dimension; k++) {
      codes.set(ValueLayout.JAVA_BYTE, at + (long) k * BLOCK, code[k]);
    }
    scales.set(FLOAT, (long) slot * Float.BYTES, scale);
    ids.set(INT, (long) slot * Integer.BYTES, id);
    if (rows != null) {
      MemorySegment.copy(vector, offset, rows, FLOAT, rowAt(slot), dimension);
    }
  }

  /// Shows the first slots, which were [set][#set] before.
  void show(int slots) {
    for (int slot = 0; slot < slots; slot++) {
      widest = Math.max(widest, scales.get(FLOAT, (long) slot * Float.BYTES));
    }
    count = slots;
  }

  /// Adds a vector that is there from `stamp` on.
  ///
  /// @return its slot
  int add(int id, byte[] code, float scale, float[] vector, int offset, long stamp) {
    int slot = count;
    widest = Math.max(widest, scale);
    set(slot, id, code, scale, vector, offset);
    STAMPS.setOpaque(born, slot, stamp);
    count = slot + 1;
    return slot;
  }

  /// Lets a vector be gone from `stamp` on.
  void kill(int slot, long stamp) {
    STAMPS.setOpaque(died, slot, stamp);
  }

  /// Copies the vector, exact where it is kept.
  ///
  /// @param dimensionScales by which codes are multiplied, per coordinate
  void vector(int slot, float[] dimensionScales, float[] into, int offset) {
    if (rows != null) {
      MemorySegment.copy(rows, FLOAT, rowAt(slot), into, offset, dimension);
      return;
    }
    long at = codeAt(slot);
    float scale = scales.get(FLOAT, (long) slot * Float.BYTES);
    for (int k = 0; k < dimension; k++) {
      byte code = codes.get(ValueLayout.JAVA_BYTE, at + (long) k * BLOCK);
      into[offset + k] = scale * dimensionScales[k] * code;
    }
  }

  /// Where a slot's first code stands; the others follow a block apart.
  private long codeAt(int slot) {
    return (long) (slot / BLOCK) * BLOCK * dimension + slot % BLOCK;
  }

  private long rowAt(int slot) {
    return (long) slot * dimension * Float.BYTES;
  }

  /// A copy with stamps and more room, in which slots keep their places.
  VectorList grown() {
    VectorList copy = allocate(count + count / 4 + BLOCK, dimension, rows != null, true);
    int used = count;
    long blocks = Math.ceilDiv(used, BLOCK);
    MemorySegment.copy(codes, 0, copy.codes, 0, blocks * BLOCK * dimension);
    MemorySegment.copy(scales, 0, copy.scales, 0, (long) used * Float.BYTES);
    MemorySegment.copy(ids, 0, copy.ids, 0, (long) used * Integer.BYTES);
    if (rows != null) {
      MemorySegment.copy(rows, 0, copy.rows, 0, rowAt(used));
    }
    if (born != null) {
      System.arraycopy(born, 0, copy.born, 0, used);
      System.arraycopy(died, 0, copy.died, 0, used);
    }
    copy.widest = widest;
    copy.count = used;
    return copy;
  }

  /// The same list, which can be written to: stamps of its own beside the shared vectors, of which
  /// those of a file stay as they are.
  VectorList stamped() {
    int room = codes.isReadOnly() ? count : capacity;
    return new VectorList(dimension, room, count, widest, codes, scales, ids, rows, true);
  }

  /// A copy of what is alive at a time, without stamps.
  VectorList alive(long at) {
    int used = count;
    int alive = 0;
    for (int slot = 0; slot < used; slot++) {
      alive += isAlive(slot, at) ? 1 : 0;
    }
    VectorList copy = unstamped(alive, dimension, rows != null);
    byte[] code = new byte[dimension];
    float[] vector = new float[dimension];
    int to = 0;
    for (int slot = 0; slot < used; slot++) {
      if (isAlive(slot, at)) {
        code(slot, code);
        if (rows != null) {
          MemorySegment.copy(rows, FLOAT, rowAt(slot), vector, 0, dimension);
        }
        float scale = scales.get(FLOAT, (long) slot * Float.BYTES);
        copy.set(to++, id(slot), code, scale, vector, 0);
      }
    }
    copy.show(to);
    return copy;
  }

  private void code(int slot, byte[] into) {
    long at = codeAt(slot);
    for (int k = 0; k < dimension; k++) {
      into[k] = codes.get(ValueLayout.JAVA_BYTE, at + (long) k * BLOCK);
    }
  }
}
