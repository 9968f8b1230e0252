package dev.marquee.engine.models.twotower;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.index.IndexSettings;
import dev.marquee.engine.index.VectorIndex;
import dev.marquee.engine.index.VectorIndexKind;
import dev.marquee.engine.index.VectorSource;
import dev.marquee.engine.index.ivf.IvfIndex;
import dev.marquee.engine.models.CorruptModelException;
import dev.marquee.engine.models.ModelReader;
import dev.marquee.engine.models.ModelWriter;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The saved vector index of a two-tower model, and which videos it contains.
///
/// Vectors are numbered by the video table's ordinals at the time of saving. Another table may have
/// other ordinals, videos or video data, so a second file holds a [mark][VideoVectors#mark]
/// (fingerprint) per ordinal. If it differs from the mark of the table's video, the vector is
/// replaced or removed.
///
/// Immutable; each [#open] returns a separate index.
public final class SavedIndex {

  public static final String INDEX = "videos.index";
  public static final String MARKS = "videos.marks";

  private static final System.Logger LOGGER = System.getLogger(SavedIndex.class.getName());
  private static final String KIND = "videos";
  private static final int VERSION = 1;

  /// The mark of an ordinal without a vector.
  private static final long NONE = 0;

  private final Path file;
  private final String towers;
  private final long[] marks;

  private SavedIndex(Path file, String towers, long[] marks) {
    this.file = file;
    this.towers = towers;
    this.marks = marks;
  }

  /// Builds an index of a table's published videos, which takes about 5 seconds for a million
  /// videos.
  ///
  /// @throws IllegalStateException if the thread is interrupted
  public static VectorIndex build(VideoVectors vectors, VideoTable videos, VectorIndexKind kind) {
    return kind.build(source(vectors, videos), settings(vectors));
  }

  private static IvfIndex build(VideoVectors vectors, VideoTable videos) {
    return IvfIndex.buildWhole(source(vectors, videos), settings(vectors));
  }

  private static IndexSettings settings(VideoVectors vectors) {
    return IndexSettings.of(vectors.dimension()).withBias();
  }

  private static VectorSource source(VideoVectors vectors, VideoTable videos) {
    var published = new IntArrayList();
    for (int video = 0; video < videos.size(); video++) {
      if (videos.isPublished(video)) {
        published.add(video);
      }
    }
    int[] ids = published.toIntArray();
    return VectorSource.of(
        ids, (number, into, offset) -> vectors.vector(videos, ids[number], into, offset));
  }

  /// Builds the index and writes it and its marks into a folder.
  ///
  /// @param towers uniquely identifies the model that computed the vectors
  public static void save(Path folder, String towers, TwoTowerModel model, VideoTable videos)
      throws IOException {
    var vectors = new VideoVectors(model);
    build(vectors, videos).save(folder.resolve(INDEX), towers);
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(folder.resolve(MARKS)))) {
      var writer = new ModelWriter(out, KIND, VERSION);
      writer.writeInt(videos.size());
      writer.seal();
      for (int video = 0; video < videos.size(); video++) {
        writer.writeLong(mark(vectors, videos, video));
      }
      writer.seal();
    }
  }

  /// Copies the saved index and its marks into another version's folder.
  ///
  /// @param newTowers identifies that version's model, which must have the same towers
  public void copy(Path folder, String newTowers) throws IOException {
    IvfIndex.open(file, towers).save(folder.resolve(INDEX), newTowers);
    Files.copy(file.resolveSibling(MARKS), folder.resolve(MARKS));
  }

  private static long mark(VideoVectors vectors, VideoTable videos, int video) {
    return video < videos.size() && videos.isPublished(video) ? vectors.mark(videos, video) : NONE;
  }

  /// Reads what [#save] wrote, except the vector lists, which are read and checked on first use.
  /// Empty if the folder has no index.
  ///
  /// @throws IOException if it is damaged, of another format, or does not fit the model
  public static Optional<SavedIndex> read(Path folder, String towers, TwoTowerModel model)
      throws IOException {
    Path file = folder.resolve(INDEX);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    long[] marks;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(folder.resolve(MARKS)))) {
      marks = readMarks(in);
    }
    IvfIndex index = IvfIndex.open(file, towers);
    int expected = model.dimension() + 1;
    if (index.dimension() != expected) {
      throw new CorruptModelException(
          "%s holds vectors of %d coordinates, the model's have %d: rebuild the index"
              .formatted(file, index.dimension(), expected));
    }
    int marked = 0;
    for (long mark : marks) {
      marked += mark == NONE ? 0 : 1;
    }
    if (index.size() != marked) {
      throw new CorruptModelException(
          "%s holds %,d vectors, %s names %,d videos: rebuild the index"
              .formatted(file, index.size(), MARKS, marked));
    }
    return Optional.of(new SavedIndex(file, towers, marks));
  }

  static long[] readMarks(InputStream in) throws IOException {
    var reader = new ModelReader(in, KIND, VERSION);
    int count = reader.readInt();
    reader.checkSeal("the size");
    long[] marks = new long[count];
    for (int i = 0; i < count; i++) {
      marks[i] = reader.readLong();
    }
    reader.checkSeal("the marks");
    reader.checkEnd();
    return marks;
  }

  /// The index of a table's published videos: the saved one, updated to the table, or a new one if
  /// most of the saved one is outdated.
  ///
  /// @param vectors of the model that the index was saved with
  public IvfIndex open(VideoVectors vectors, VideoTable videos) {
    var other = new IntArrayList();
    int published = 0;
    for (int video = 0; video < Math.max(videos.size(), marks.length); video++) {
      long now = mark(vectors, videos, video);
      if (now != (video < marks.length ? marks[video] : NONE)) {
        other.add(video);
      }
      published += now == NONE ? 0 : 1;
    }
    if (2 * other.size() > published) {
      LOGGER.log(
          Level.INFO,
          "%s differs from the catalog in %,d videos of %,d: the index is rebuilt"
              .formatted(file, other.size(), published));
      return build(vectors, videos);
    }
    try {
      IvfIndex index = IvfIndex.open(file, towers);
      bringUp(index, other, vectors, videos);
      return index;
    } catch (UncheckedIOException e) {
      LOGGER.log(Level.WARNING, e.getCause().getMessage() + "; rebuilding it now");
      return build(vectors, videos);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static void bringUp(
      IvfIndex index, IntArrayList other, VideoVectors vectors, VideoTable videos) {
    float[] vector = new float[index.dimension()];
    for (int i = 0; i < other.size(); i++) {
      int video = other.getInt(i);
      if (video < videos.size() && videos.isPublished(video)) {
        vectors.vector(videos, video, vector, 0);
        index.put(video, vector, 0);
      } else {
        index.remove(video);
      }
    }
  }
}
