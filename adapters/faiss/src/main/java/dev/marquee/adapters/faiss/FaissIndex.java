package dev.marquee.adapters.faiss;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.marquee.engine.index.Hits;
import dev.marquee.engine.index.IdFilter;
import dev.marquee.engine.index.IndexSettings;
import dev.marquee.engine.index.VectorIndex;
import dev.marquee.engine.index.VectorSource;
import dev.marquee.engine.math.TopK;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// An inverted file of FAISS (Johnson, Douze and Jégou, "Billion-scale similarity search with
/// GPUs", 2017; here on the CPU).
///
/// Searches run in parallel, but wait during a write. A filter becomes a bitmap before FAISS
/// starts: its test runs on every id, and must not call the index. The lists are those of the
/// build: an index that has grown far from it is rebuilt by its owner.
///
/// Up to [IndexSettings#exactBelow] vectors at the build, there is one list of unquantized vectors,
/// regardless of the setting to keep vectors.
///
/// Its memory is outside the heap. [#close] frees it, or the garbage collector some time after the
/// index is unreachable.
final class FaissIndex implements VectorIndex, AutoCloseable {

  /// Vectors of the sample for each list.
  private static final int SAMPLED = 64;

  /// Vectors passed to FAISS at a time.
  private static final int CHUNK = 1 << 14;

  /// Bit i of byte b stands for id 8 b + i, on any machine.
  private static final ValueLayout.OfLong WORD = JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final Cleaner CLEANER = Cleaner.create();

  private final FaissLibrary faiss = FaissLibrary.get();
  private final IndexSettings settings;
  private final int lists;
  private final Lock reading;
  private final Lock writing;

  private final MemorySegment index;
  private final Cleaner.Cleanable memory;

  // The following fields are guarded by the locks.

  private boolean isClosed;

  /// Bitmap of the ids in the index.
  private long[] present = new long[16];

  private int size;

  /// The number of vectors at the build.
  private int builtOf;

  /// Number of lists that an unfiltered search reads.
  private int probes;

  private FaissIndex(IndexSettings settings, int lists) {
    ReadWriteLock lock = new ReentrantReadWriteLock();
    this.reading = lock.readLock();
    this.writing = lock.writeLock();
    this.settings = settings;
    this.lists = lists;
    this.probes = lists;
    FaissLibrary library = faiss;
    MemorySegment made =
        library.create(settings.dimension(), lists, !settings.keepVectors() && lists > 1);
    this.index = made;
    this.memory = CLEANER.register(this, () -> library.free(made));
  }

  /// An empty index, which always has one list.
  ///
  /// @throws IllegalStateException where the shim is missing
  static FaissIndex empty(IndexSettings settings) {
    return new FaissIndex(settings, 1);
  }

  /// Builds an index: FAISS clusters a sample, all vectors are assigned to lists, and the number of
  /// lists to read is tuned to the target recall. FAISS cannot be interrupted.
  ///
  /// @throws IllegalArgumentException where a float is not finite or an id negative
  /// @throws IllegalStateException where the shim is missing
  /// @throws InterruptedException where the caller is interrupted during the tuning
  static FaissIndex build(VectorSource source, IndexSettings settings) throws InterruptedException {
    VectorSource normal = settings.space().normal(source);
    int n = source.size();
    var built = new FaissIndex(settings, Math.max(1, Math.min(n, settings.lists(n))));
    boolean done = false;
    try {
      built.train(normal);
      built.addAll(normal);
      built.builtOf = n;
      if (built.lists > 1 && settings.recall() < 1) {
        built.probes = FaissProbeTuning.probes(built, normal);
      }
      done = true;
      return built;
    } finally {
      if (!done) {
        built.close();
      }
    }
  }

  private void train(VectorSource source) {
    if (lists == 1) {
      return;
    }
    int count = (int) Math.min(source.size(), (long) lists * SAMPLED);
    float[] sample = source.sample(count, settings.dimension(), settings.seed());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rows = arena.allocateFrom(JAVA_FLOAT, sample);
      faiss.train(index, count, rows, settings.threads(), Long.hashCode(settings.seed()));
    }
  }

  private void addAll(VectorSource source) {
    int d = settings.dimension();
    for (int from = 0; from < source.size(); from += CHUNK) {
      int count = Math.min(CHUNK, source.size() - from);
      float[] rows = new float[count * d];
      long[] ids = new long[count];
      for (int i = 0; i < count; i++) {
        source.read(from + i, rows, i * d);
        ids[i] = source.id(from + i);
      }
      add(rows, ids);
      for (long id : ids) {
        note((int) id);
      }
    }
  }

  private void add(float[] rows, long[] ids) {
    try (Arena arena = Arena.ofConfined()) {
      faiss.add(
          index,
          ids.length,
          arena.allocateFrom(JAVA_FLOAT, rows),
          arena.allocateFrom(JAVA_LONG, ids),
          ids.length == 1 ? 1 : settings.threads());
    }
  }

  IndexSettings settings() {
    return settings;
  }

  @Override
  public int dimension() {
    return settings.dimension();
  }

  @Override
  public int size() {
    reading.lock();
    try {
      return size;
    } finally {
      reading.unlock();
    }
  }

  /// The number of lists.
  int lists() {
    return lists;
  }

  /// The number of lists that a search without a selective filter reads.
  int probes() {
    return probes;
  }

  @Override
  public void put(int id, float[] vector, int offset) {
    float[] normal = settings.space().normal(id, vector, offset);
    writing.lock();
    try {
      checkOpen();
      removePresent(id);
      add(normal, new long[] {id});
      note(id);
    } finally {
      writing.unlock();
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public boolean remove(int id) {
    writing.lock();
    try {
      checkOpen();
      return removePresent(id);
    } finally {
      writing.unlock();
      Reference.reachabilityFence(this);
    }
  }

  private boolean removePresent(int id) {
    if (id < 0 || id >> 6 >= present.length || (present[id >> 6] & 1L << id) == 0) {
      return false;
    }
    long gone = faiss.remove(index, id);
    if (gone != 1) {
      throw new IllegalStateException(
          "FAISS removed %d vectors of id %d, expected 1".formatted(gone, id));
    }
    present[id >> 6] &= ~(1L << id);
    size--;
    return true;
  }

  private void note(int id) {
    if (id >> 6 >= present.length) {
      present = Arrays.copyOf(present, Math.max((id >> 6) + 1, present.length * 3 / 2));
    }
    present[id >> 6] |= 1L << id;
    size++;
  }

  @Override
  public Hits search(float[] query, int k, IdFilter filter) {
    float[] normal = settings.space().normalQuery(query, k);
    reading.lock();
    try {
      checkOpen();
      if (filter == IdFilter.ALL) {
        return search(normal, k, size, null, probes);
      }
      long[] passing = filter.among(present);
      int max = 0;
      for (long word : passing) {
        max += Long.bitCount(word);
      }
      // The fewer vectors pass, the farther away are the best; the number of scored ones stays the
      // same.
      long wide = max == 0 ? lists : Math.ceilDiv((long) probes * size, max);
      return search(normal, k, max, passing, (int) Math.min(lists, wide));
    } finally {
      reading.unlock();
      Reference.reachabilityFence(this);
    }
  }

  /// Searches this many lists, and more where too few of their vectors pass.
  ///
  /// @param max number of ids that pass
  /// @param passing bitmap of the ids that pass, or null for all
  Hits search(float[] query, int k, int max, long[] passing, int firstProbes) {
    int wanted = Math.min(k, max);
    if (wanted == 0) {
      return new Hits(new int[0], new float[0]);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment vector = arena.allocateFrom(JAVA_FLOAT, query);
      MemorySegment mask = passing == null ? MemorySegment.NULL : arena.allocateFrom(WORD, passing);
      int probing = firstProbes;
      // FAISS breaks ties arbitrarily: one more result than wanted shows whether there was a tie.
      int asked = (int) Math.min(max, wanted + 1L);
      while (true) {
        MemorySegment scores = arena.allocate(JAVA_FLOAT, asked);
        MemorySegment ids = arena.allocate(JAVA_LONG, asked);
        int found = faiss.search(index, vector, asked, probing, mask, scores, ids);
        if (found < wanted && probing < lists) {
          probing = (int) Math.min(lists, 2L * probing);
        } else if (wanted < found
            && found == asked
            && asked < max
            && isTied(scores, wanted, asked)) {
          asked = (int) Math.min(max, 2L * asked);
        } else {
          var best = new TopK(wanted);
          for (int i = 0; i < found; i++) {
            best.add((int) ids.getAtIndex(JAVA_LONG, i), scores.getAtIndex(JAVA_FLOAT, i));
          }
          if (found < wanted) {
            addUnfound(best, passing == null ? present : passing, ids, found);
          }
          return Hits.drain(best);
        }
      }
    }
  }

  private static boolean isTied(MemorySegment scores, int wanted, int asked) {
    return scores.getAtIndex(JAVA_FLOAT, wanted - 1) == scores.getAtIndex(JAVA_FLOAT, asked - 1);
  }

  /// Adds vectors that FAISS never finds: those whose inner product overflows to minus infinity.
  private static void addUnfound(TopK best, long[] passing, MemorySegment ids, int found) {
    long[] left = passing.clone();
    for (int i = 0; i < found; i++) {
      int id = (int) ids.getAtIndex(JAVA_LONG, i);
      left[id >> 6] &= ~(1L << id);
    }
    for (int word = 0; word < left.length; word++) {
      for (long bits = left[word]; bits != 0; bits &= bits - 1) {
        best.add((word << 6) + Long.numberOfTrailingZeros(bits), Float.NEGATIVE_INFINITY);
      }
    }
  }

  @Override
  public boolean isWorn() {
    reading.lock();
    try {
      // Removed vectors leave their list at once; only growth wears the index.
      return size - builtOf > builtOf + settings.exactBelow();
    } finally {
      reading.unlock();
    }
  }

  /// Not supported: FAISS keeps its lists.
  @Override
  public boolean recluster() {
    return false;
  }

  private void checkOpen() {
    if (isClosed) {
      throw new IllegalStateException("the index is closed: open another");
    }
  }

  /// Frees its memory once running searches have ended. A second call does nothing.
  @Override
  public void close() {
    writing.lock();
    try {
      isClosed = true;
      memory.clean();
    } finally {
      writing.unlock();
    }
  }
}
