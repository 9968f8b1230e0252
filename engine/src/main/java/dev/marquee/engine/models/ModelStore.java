package dev.marquee.engine.models;

import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.index.CorruptIndexException;
import dev.marquee.engine.models.als.AlsModel;
import dev.marquee.engine.models.graph.ItemNeighbours;
import dev.marquee.engine.models.graph.WalkGraph;
import dev.marquee.engine.models.twotower.SavedIndex;
import dev.marquee.engine.models.twotower.TwoTowerModel;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Models on disk: one folder a version, which is never changed once it is there, and the file
/// `promoted`, which names the version in production on its last line and those before it above.
///
/// Saving and promoting are atomic, so that a server beside a training run sees whole versions
/// only. Who changes something waits for whoever else does, and what one left that was killed is
/// deleted by the next. Versions that the log names are kept.
public final class ModelStore {

  private static final String MANIFEST = "manifest.json";
  private static final String ALS = "als.model";
  private static final String TWO_TOWER = "two-tower.model";
  private static final String ITEM_TO_ITEM = "item-to-item.model";
  private static final String GRAPH = "graph.model";
  private static final String WALK = "walk.model";
  private static final String RANKER = "ranker.model";

  /// Before the format's name, where the ranker is a [FileRanker].
  private static final String FILE_RANKER = "ranker.";

  private static final String STUDENT = "student.model";
  private static final String FUSION = "fusion.json";
  private static final String QUALITY = "quality.json";
  private static final String PROMOTED = "promoted";
  private static final String LOCK = ".lock";
  private static final String UNFINISHED = ".unfinished";
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /// A lock on a file is the process's, so threads wait for each other here.
  private static final ReentrantLock CHANGING = new ReentrantLock();

  private final Path directory;
  private final Columns columns;

  /// Models of a platform that declares none of its columns.
  public ModelStore(Path directory) {
    this(directory, Columns.NONE);
  }

  /// @param columns what the platform's own columns are to whoever uses the models
  public ModelStore(Path directory, Columns columns) {
    this.directory = directory;
    this.columns = columns;
  }

  /// Saves models under their version, with an index of the videos that there are; they are not in
  /// production until they are promoted.
  ///
  /// @param videos a table as of now; what is different when the models are loaded is taken in then
  public void save(Models models, VideoTable videos) {
    save(models, videos, Optional.empty());
  }

  /// Saves models with the report on them.
  public void save(Models models, VideoTable videos, Optional<Quality> quality) {
    save(
        models,
        quality,
        (folder, towers) -> SavedIndex.save(folder, towers, models.retrieval().twoTower(), videos));
  }

  /// Saves models whose retrieval is that of a loaded version, with the index of that version, or
  /// without one where it has none.
  ///
  /// @throws ModelMismatchException where that index is damaged
  public void saveWithItsIndex(Models models) {
    save(
        models,
        Optional.empty(),
        (folder, towers) -> {
          if (models.retrieval().index().isPresent()) {
            models.retrieval().index().get().copy(folder, towers);
          }
        });
  }

  private void save(Models models, Optional<Quality> quality, Indexing indexing) {
    if (!isVersion(models.version())) {
      throw new IllegalArgumentException(
          "model version '"
              + models.version()
              + "' cannot name a folder: use letters, digits, '-', '_' and '.', a letter or digit"
              + " first");
    }
    Path target = directory.resolve(models.version());
    try {
      alone(
          () -> {
            deleteUnfinished();
            save(models, quality, indexing, target);
          });
    } catch (IOException e) {
      throw new UncheckedIOException("models cannot be saved in '" + target + "'", e);
    }
  }

  @FunctionalInterface
  private interface Indexing {
    void into(Path folder, String towers) throws IOException;
  }

  @FunctionalInterface
  private interface Change {
    void run() throws IOException;
  }

  /// Runs a change while no other thread or process makes one.
  private void alone(Change change) throws IOException {
    CHANGING.lock();
    try {
      Files.createDirectories(directory);
      try (FileChannel channel =
              FileChannel.open(
                  directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        change.run();
      }
    } finally {
      CHANGING.unlock();
    }
  }

  /// Whoever began them holds the lock no more.
  private void deleteUnfinished() throws IOException {
    try (var left = Files.newDirectoryStream(directory, ".*" + UNFINISHED)) {
      for (Path folder : left) {
        try (var files = Files.newDirectoryStream(folder)) {
          for (Path file : files) {
            Files.delete(file);
          }
        }
        Files.delete(folder);
      }
    }
  }

  private void save(Models models, Optional<Quality> quality, Indexing indexing, Path target)
      throws IOException {
    if (Files.exists(target)) {
      throw new IllegalArgumentException(
          "model version '" + models.version() + "' is there already: train under a new version");
    }
    Path unfinished = directory.resolve("." + models.version() + UNFINISHED);
    Files.createDirectory(unfinished);
    Map<String, Long> files = new TreeMap<>();
    RetrievalModels retrieval = models.retrieval();
    files.put(ALS, write(unfinished.resolve(ALS), retrieval.als()::write));
    files.put(TWO_TOWER, write(unfinished.resolve(TWO_TOWER), retrieval.twoTower()::write));
    files.put(ITEM_TO_ITEM, write(unfinished.resolve(ITEM_TO_ITEM), retrieval.itemToItem()::write));
    files.put(GRAPH, write(unfinished.resolve(GRAPH), retrieval.graph()::write));
    files.put(WALK, write(unfinished.resolve(WALK), retrieval.walk()::write));
    files.put(
        FUSION,
        write(
            unfinished.resolve(FUSION), out -> out.write(JSON.writeValueAsBytes(models.fusion()))));
    switch (models.ranker()) {
      case WideAndDeepModel ranker ->
          files.put(RANKER, write(unfinished.resolve(RANKER), ranker::write));
      case FileRanker ranker -> {
        String file = FILE_RANKER + ranker.format();
        files.put(file, write(unfinished.resolve(file), ranker::write));
      }
      default ->
          throw new IllegalArgumentException(
              "a ranker of the class %s has no file: save a WideAndDeepModel or a FileRanker"
                  .formatted(models.ranker().getClass().getName()));
    }
    if (models.student().isPresent()) {
      files.put(STUDENT, write(unfinished.resolve(STUDENT), models.student().get()::write));
    }
    if (quality.isPresent()) {
      byte[] report = JSON.writeValueAsBytes(quality.get());
      files.put(QUALITY, write(unfinished.resolve(QUALITY), out -> out.write(report)));
    }
    indexing.into(unfinished, towers(models.version(), files));
    for (String file : List.of(SavedIndex.INDEX, SavedIndex.MARKS)) {
      if (Files.exists(unfinished.resolve(file))) {
        files.put(file, checksum(unfinished.resolve(file)));
      }
    }
    Files.write(
        unfinished.resolve(MANIFEST), JSON.writeValueAsBytes(models.manifest().withFiles(files)));
    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Names the towers of a version by their weights, too: a version can be trained anew.
  private static String towers(String version, Map<String, Long> files) {
    return "%s with towers %08x".formatted(version, files.get(TWO_TOWER));
  }

  /// Whether a version stays inside the directory, beside the file `promoted`.
  private static boolean isVersion(String version) {
    return VERSION.matcher(version).matches() && !version.equals(PROMOTED);
  }

  @FunctionalInterface
  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  private static long write(Path file, Writing model) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      model.to(out);
    }
    return checksum(file);
  }

  private static long checksum(Path file) throws IOException {
    CRC32C checksum = new CRC32C();
    try (InputStream in = new CheckedInputStream(Files.newInputStream(file), checksum)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return checksum.getValue();
  }

  /// Puts a saved version into production, once it has been read back whole.
  public void promote(String version) {
    load(version);
    requireWholeIndex(version);
    List<String> promoted = new ArrayList<>(promoted());
    if (promoted.isEmpty() || !promoted.getLast().equals(version)) {
      promoted.add(version);
      writePromoted(promoted);
    }
  }

  /// Goes back to the version that was in production before, and returns it.
  ///
  /// @throws IllegalStateException where there was none before
  public String rollback() {
    List<String> promoted = promoted();
    if (promoted.size() < 2) {
      throw new IllegalStateException(
          promoted.isEmpty()
              ? "no models are in production: train some first"
              : "version '" + promoted.getFirst() + "' is the first: there is none to go back to");
    }
    List<String> earlier = promoted.subList(0, promoted.size() - 1);
    load(earlier.getLast());
    requireWholeIndex(earlier.getLast());
    writePromoted(earlier);
    return earlier.getLast();
  }

  private void writePromoted(List<String> versions) {
    try {
      alone(
          () -> {
            Path next = directory.resolve("." + PROMOTED);
            Files.write(next, versions);
            move(next, directory.resolve(PROMOTED));
          });
    } catch (IOException e) {
      throw new UncheckedIOException("no promotion in '" + directory + "'", e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private List<String> promoted() {
    try {
      return Files.readAllLines(directory.resolve(PROMOTED));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("'" + directory + "' cannot be read", e);
    }
  }

  /// The version in production, if any.
  public Optional<String> current() {
    List<String> promoted = promoted();
    return promoted.isEmpty() ? Optional.empty() : Optional.of(promoted.getLast());
  }

  /// Manifests of all saved versions, the oldest first.
  public List<Manifest> list() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var folders = Files.list(directory)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve(MANIFEST)))
          .filter(folder -> !folder.getFileName().toString().startsWith("."))
          .map(folder -> manifest(folder.getFileName().toString()))
          .sorted(java.util.Comparator.comparing(Manifest::createdAt))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("'" + directory + "' cannot be read", e);
    }
  }

  /// The manifest of a saved version.
  public Manifest manifest(String version) {
    if (!isVersion(version) || !Files.exists(directory.resolve(version).resolve(MANIFEST))) {
      throw new IllegalArgumentException(
          "no model version '" + version + "' in '" + directory + "': see 'marquee models list'");
    }
    try {
      return JSON.readValue(directory.resolve(version).resolve(MANIFEST).toFile(), Manifest.class);
    } catch (JacksonException e) {
      throw new ModelMismatchException(
          "model version '%s': '%s' is damaged: restore it or train again"
              .formatted(version, MANIFEST),
          e);
    }
  }

  /// The report on a saved version; empty where it was saved without one.
  ///
  /// @throws ModelMismatchException where it is damaged
  public Optional<Quality> quality(String version) {
    Long saved = manifest(version).files().get(QUALITY);
    if (saved == null) {
      return Optional.empty();
    }
    Path file = directory.resolve(version).resolve(QUALITY);
    try {
      if (checksum(file) != saved) {
        throw notAsSaved(version, QUALITY);
      }
      return Optional.of(JSON.readValue(file.toFile(), Quality.class));
    } catch (IOException | JacksonException e) {
      throw new ModelMismatchException(
          "model version '" + version + "' cannot be read: " + e.getMessage(), e);
    }
  }

  /// Reads a saved version. Lists of its index are only read when they are searched; an index that
  /// is gone, or that the version never had, is built by whoever uses the models.
  ///
  /// @throws ModelMismatchException where it is damaged, or does not fit this code or these columns
  public Models load(String version) {
    Manifest manifest = manifest(version);
    requireSameFeatures(manifest);
    requireSameColumns(manifest);
    Path folder = directory.resolve(version);
    try {
      for (Map.Entry<String, Long> file : manifest.files().entrySet()) {
        if (!file.getKey().equals(SavedIndex.INDEX)
            && checksum(folder.resolve(file.getKey())) != file.getValue()) {
          throw notAsSaved(version, file.getKey());
        }
      }
      TwoTowerModel twoTower = read(folder.resolve(TWO_TOWER), TwoTowerModel::read);
      RetrievalModels retrieval =
          new RetrievalModels(
              read(folder.resolve(ALS), AlsModel::read),
              twoTower,
              SavedIndex.read(folder, towers(version, manifest.files()), twoTower),
              read(folder.resolve(ITEM_TO_ITEM), ItemNeighbours::read),
              read(folder.resolve(GRAPH), ItemNeighbours::read),
              read(folder.resolve(WALK), WalkGraph::read));
      Fusion fusion = JSON.readValue(folder.resolve(FUSION).toFile(), Fusion.class);
      Optional<WideAndDeepModel> student =
          manifest.files().containsKey(STUDENT)
              ? Optional.of(read(folder.resolve(STUDENT), WideAndDeepModel::read))
              : Optional.empty();
      return new Models(manifest, retrieval, fusion, ranker(manifest, folder), student);
    } catch (CorruptIndexException e) {
      throw new ModelMismatchException(
          "model version '%s': %s; remove that file and each start builds it, or train again"
              .formatted(version, e.getMessage()),
          e);
    } catch (IOException | JacksonException e) {
      throw new ModelMismatchException(
          "model version '" + version + "' cannot be read: " + e.getMessage(), e);
    }
  }

  private static RankerModel ranker(Manifest manifest, Path folder) throws IOException {
    if (manifest.files().containsKey(RANKER)) {
      return read(folder.resolve(RANKER), WideAndDeepModel::read);
    }
    String file =
        manifest.files().keySet().stream()
            .filter(name -> name.startsWith(FILE_RANKER))
            .findFirst()
            .orElseThrow(
                () ->
                    new ModelMismatchException(
                        "model version '%s' has no ranker: train again"
                            .formatted(manifest.version())));
    RankerFormat format;
    try {
      format = RankerFormat.named(file.substring(FILE_RANKER.length()));
    } catch (IllegalArgumentException e) {
      throw new ModelMismatchException(
          "model version '%s': %s, or go back by 'marquee models rollback'"
              .formatted(manifest.version(), e.getMessage()),
          e);
    }
    return format.read(folder.resolve(file));
  }

  private void requireWholeIndex(String version) {
    Path file = directory.resolve(version).resolve(SavedIndex.INDEX);
    Long saved = manifest(version).files().get(SavedIndex.INDEX);
    try {
      if (saved != null && Files.exists(file) && checksum(file) != saved) {
        throw notAsSaved(version, SavedIndex.INDEX);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("'" + file + "' cannot be read", e);
    }
  }

  private static ModelMismatchException notAsSaved(String version, String file) {
    return new ModelMismatchException(
        "model version '%s': '%s' is not the file that was saved: restore it or train again"
            .formatted(version, file));
  }

  @FunctionalInterface
  private interface Reading<T> {
    T from(InputStream in) throws IOException;
  }

  private static <T> T read(Path file, Reading<T> reading) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return reading.from(in);
    }
  }

  /// As many features are not the same features: one that was renamed weighs something else.
  private static void requireSameFeatures(Manifest manifest) {
    if (!manifest.denseFeatures().equals(FeatureRows.DENSE_NAMES)) {
      List<String> gone = new ArrayList<>(manifest.denseFeatures());
      gone.removeAll(FeatureRows.DENSE_NAMES);
      List<String> added = new ArrayList<>(FeatureRows.DENSE_NAMES);
      added.removeAll(manifest.denseFeatures());
      throw new ModelMismatchException(
          "model version '%s' learned from %d features, this Marquee builds %d (gone: %s, new: %s):"
                  .formatted(
                      manifest.version(),
                      manifest.denseFeatures().size(),
                      FeatureRows.DENSE,
                      gone,
                      added)
              + " train again");
    }
  }

  /// Attributes that are hashed otherwise are attributes that the models never saw.
  private void requireSameColumns(Manifest manifest) {
    if (!manifest.columns().equals(columns)) {
      throw new ModelMismatchException(
          "model version '%s' learned from columns that are declared otherwise now (%s): train again, or declare them as they were and start again"
              .formatted(
                  manifest.version(), String.join("; ", manifest.columns().differences(columns))));
    }
  }
}
