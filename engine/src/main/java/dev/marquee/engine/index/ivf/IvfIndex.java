package dev.marquee.engine.index.ivf;

import dev.marquee.engine.index.CorruptIndexException;
import dev.marquee.engine.index.Hits;
import dev.marquee.engine.index.IdFilter;
import dev.marquee.engine.index.IndexSettings;
import dev.marquee.engine.index.VectorIndex;
import dev.marquee.engine.index.VectorIndexKind;
import dev.marquee.engine.index.VectorSource;
import dev.marquee.engine.math.Parallel;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// An inverted file (Jégou, Douze and Schmid, "Product Quantization for Nearest Neighbor Search",
/// 2011, in its plain form). Vectors are in lists around centroids. A search scans the lists that
/// may hold its best, by codes of four bits per coordinate, and scores the best of these exactly.
///
/// Made for the top hundreds among millions on one core, which graph indexes are slow at, with
/// filters and with concurrent updates. Searches never wait; writers wait for each other. Up to
/// [IndexSettings#exactBelow] vectors, and where the target recall is 1, results are exact.
///
/// Once a quarter of the vectors was removed, or their number has doubled, the lists no longer fit
/// the vectors: see [#isWorn] and [#recluster].
///
/// A vector takes d / 2 bytes for its codes, 8 for its id and scale, 8 for its place, 4 d where
/// vectors are kept and d where they are not, an eighth more as spare room, and 16 once its list
/// has changed.
public final class IvfIndex implements VectorIndex {

  /// The kind that is built in.
  public static final VectorIndexKind KIND = new Kind();

  private final IndexSettings settings;
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock reclustering = new ReentrantLock();
  private volatile IvfLists lists;

  /// Incremented after each write: a search sees the writes up to the number that it read.
  private final AtomicLong stamp = new AtomicLong();

  private final AtomicInteger size = new AtomicInteger();

  /// The number of vectors when the lists were built.
  private int builtOf;

  /// Ids written to since a re-clustering began, or null where none is running.
  private IntOpenHashSet touched;

  private IvfIndex(IndexSettings settings, IvfLists lists, int size) {
    this.settings = settings;
    this.lists = lists;
    this.size.set(size);
    this.builtOf = size;
  }

  /// An empty index.
  public static IvfIndex empty(IndexSettings settings) {
    return buildWhole(VectorSource.rows(new float[0], settings.dimension()), settings);
  }

  /// [Builds][#build] an index, for callers that cannot continue without one.
  ///
  /// @throws IllegalStateException where the caller is interrupted; its interrupt flag stays set
  public static IvfIndex buildWhole(VectorSource source, IndexSettings settings) {
    try {
      return build(source, settings);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while an index was built", e);
    }
  }

  /// Builds an index: clusters a sample, assigns all vectors to lists, and tunes the [ProbePolicy]
  /// to the target recall.
  ///
  /// @throws IllegalArgumentException where a float is not finite or an id negative
  /// @throws InterruptedException where the caller is interrupted; all threads have ended
  public static IvfIndex build(VectorSource source, IndexSettings settings)
      throws InterruptedException {
    VectorSource normal = settings.space().normal(source);
    IvfLists lists = new IvfBuilder(settings).build(normal);
    ProbeTuning.run(lists, settings, normal);
    return new IvfIndex(settings, lists, source.size());
  }

  /// Opens a saved index in milliseconds: the file is mapped, and a list is read when a search
  /// first needs it.
  ///
  /// @param model the model that the vectors must be of
  /// @throws CorruptIndexException where the file is damaged or of another version or model; a
  ///   damaged list is found by the first search that reads it, which throws an
  ///   [java.io.UncheckedIOException]
  public static IvfIndex open(Path file, String model) throws IOException {
    IvfFile.Content content = IvfFile.open(file, Runtime.getRuntime().availableProcessors());
    if (!content.model().equals(model)) {
      throw new CorruptIndexException(
          "%s holds vectors of model %s, expected %s: rebuild the index"
              .formatted(file, content.model(), model));
    }
    return new IvfIndex(content.settings(), content.lists(), content.size());
  }

  /// Saves a snapshot of the index while searches and writes continue. The file is replaced
  /// atomically: a reader sees the whole new one or the old one.
  ///
  /// @param model the name of the model that the vectors are of, at most 1,024 bytes
  public void save(Path file, String model) throws IOException {
    IvfLists now = lists;
    IvfFile.write(file, model, settings, now, stamp.get());
  }

  public IndexSettings settings() {
    return settings;
  }

  @Override
  public int dimension() {
    return settings.dimension();
  }

  @Override
  public int size() {
    return size.get();
  }

  /// The number of lists.
  public int lists() {
    return lists.size();
  }

  @Override
  public void put(int id, float[] vector, int offset) {
    float[] normal = settings.space().normal(id, vector, offset);
    writing.lock();
    try {
      IvfLists now = lists;
      if (!now.contains(id)) {
        size.incrementAndGet();
      }
      now.put(id, normal, 0, stamp.get() + 1);
      written(id);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public boolean remove(int id) {
    writing.lock();
    try {
      IvfLists now = lists;
      if (id < 0 || !now.contains(id)) {
        return false;
      }
      now.remove(id, stamp.get() + 1);
      size.decrementAndGet();
      written(id);
      return true;
    } finally {
      writing.unlock();
    }
  }

  private void written(int id) {
    if (touched != null) {
      touched.add(id);
    }
    stamp.incrementAndGet();
  }

  @Override
  public Hits search(float[] query, int k, IdFilter filter) {
    float[] normal = settings.space().normalQuery(query, k);
    // The lists first: newer writes may be missing from them, older ones may not.
    IvfLists now = lists;
    return now.search(normal, k, filter, stamp.get());
  }

  /// Runs many searches, on the settings' threads.
  ///
  /// @param queries n × d
  /// @return the result of [#search] for each
  public Hits[] searchAll(float[] queries, int k, IdFilter filter) throws InterruptedException {
    int d = settings.dimension();
    if (queries.length % d != 0) {
      throw new IllegalArgumentException(queries.length + " floats are not whole queries of " + d);
    }
    var found = new Hits[queries.length / d];
    new Parallel(settings.threads())
        .overChunks(
            found.length,
            1,
            (i, from, to) -> {
              float[] query = new float[d];
              System.arraycopy(queries, i * d, query, 0, d);
              found[i] = search(query, k, filter);
            });
    return found;
  }

  /// {@inheritDoc}
  ///
  /// Searches spend time on dead vectors, and on lists whose vectors no longer fit their centroids.
  @Override
  public boolean isWorn() {
    writing.lock();
    try {
      int dead = lists.dead();
      int grown = size.get() - builtOf;
      return 4 * dead > builtOf + settings.exactBelow() || grown > builtOf + settings.exactBelow();
    } finally {
      writing.unlock();
    }
  }

  /// {@inheritDoc}
  ///
  /// Writers wait only while the writes made during re-clustering are carried over.
  @Override
  public boolean recluster() throws InterruptedException {
    reclustering.lock();
    try {
      IvfLists former = lists;
      Alive alive = noteWrites(former);
      try {
        IvfLists next = new IvfBuilder(settings).build(alive);
        ProbeTuning.run(next, settings, alive);
        replace(former, next, alive.size());
      } finally {
        noteNoMore();
      }
      return true;
    } finally {
      reclustering.unlock();
    }
  }

  private Alive noteWrites(IvfLists of) {
    writing.lock();
    try {
      touched = new IntOpenHashSet();
      return Alive.of(of);
    } finally {
      writing.unlock();
    }
  }

  private void noteNoMore() {
    writing.lock();
    try {
      touched = null;
    } finally {
      writing.unlock();
    }
  }

  private void replace(IvfLists former, IvfLists next, int of) {
    writing.lock();
    try {
      float[] vector = new float[settings.dimension()];
      for (int id : touched) {
        if (former.contains(id)) {
          former.vector(id, vector, 0);
          next.put(id, vector, 0, stamp.get());
        } else if (next.contains(id)) {
          next.remove(id, stamp.get());
        }
      }
      builtOf = of;
      lists = next;
    } finally {
      writing.unlock();
    }
  }

  private record Kind() implements VectorIndexKind {

    @Override
    public String name() {
      return "ivf";
    }

    @Override
    public VectorIndex build(VectorSource source, IndexSettings settings) {
      return buildWhole(source, settings);
    }
  }

  /// The vectors that were alive in the lists at a time, by their places.
  private record Alive(IvfLists lists, VectorList[] of, int[] ids, long[] places)
      implements VectorSource {

    /// The lists must not be written to during the call.
    static Alive of(IvfLists lists) {
      var of = new VectorList[lists.size()];
      var ids = new IntArrayList();
      var places = new LongArrayList();
      for (int list = 0; list < of.length; list++) {
        of[list] = lists.list(list);
        for (int slot = 0; slot < of[list].count(); slot++) {
          if (of[list].isAlive(slot, VectorList.LATEST)) {
            ids.add(of[list].id(slot));
            places.add(IvfLists.place(list, slot));
          }
        }
      }
      return new Alive(lists, of, ids.toIntArray(), places.toLongArray());
    }

    @Override
    public int size() {
      return ids.length;
    }

    @Override
    public int id(int number) {
      return ids[number];
    }

    @Override
    public void read(int number, float[] into, int offset) {
      long place = places[number];
      lists.copy(of[IvfLists.list(place)], place, into, offset);
    }
  }
}
