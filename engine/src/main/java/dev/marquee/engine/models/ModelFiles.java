package dev.marquee.engine.models;

import dev.marquee.engine.models.twotower.SavedIndex;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The model files in one version's folder.
final class ModelFiles {

  static final String MANIFEST = "manifest.json";
  static final String QUALITY = "quality.json";
  private static final String FUSION = "fusion.json";
  private static final String RANKER = "ranker.model";

  /// File name prefix of a [FileRanker]; the format's name follows.
  private static final String FILE_RANKER = "ranker.";

  private static final String STUDENT = "student.model";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path folder;

  ModelFiles(Path folder) {
    this.folder = folder;
  }

  /// Writes the vector index next to the models.
  @FunctionalInterface
  interface Indexing {

    /// Writes it, if there is one.
    ///
    /// @param towers identifies the two-tower model whose vectors are indexed
    void into(Path folder, String towers) throws IOException;
  }

  /// Writes everything, the manifest with the checksums of all other files last.
  void write(Models models, Optional<Quality> quality, Indexing indexing) throws IOException {
    Map<String, Long> files = new TreeMap<>();
    for (ModelKind<?> kind : ModelKinds.ALL) {
      files.put(kind.file(), write(kind, models.retrieval()));
    }
    byte[] fusion = JSON.writeValueAsBytes(models.fusion());
    files.put(FUSION, write(FUSION, out -> out.write(fusion)));
    switch (models.ranker()) {
      case WideAndDeepModel ranker -> files.put(RANKER, write(RANKER, ranker::write));
      case FileRanker ranker -> {
        String file = FILE_RANKER + ranker.format();
        files.put(file, write(file, ranker::write));
      }
      default ->
          throw new IllegalArgumentException(
              "a ranker of the class %s has no file: save a WideAndDeepModel or a FileRanker"
                  .formatted(models.ranker().getClass().getName()));
    }
    if (models.student().isPresent()) {
      files.put(STUDENT, write(STUDENT, models.student().get()::write));
    }
    if (quality.isPresent()) {
      byte[] report = JSON.writeValueAsBytes(quality.get());
      files.put(QUALITY, write(QUALITY, out -> out.write(report)));
    }
    indexing.into(folder, towers(models.version(), files));
    for (String file : List.of(SavedIndex.INDEX, SavedIndex.MARKS)) {
      if (Files.exists(folder.resolve(file))) {
        files.put(file, checksum(file));
      }
    }
    Files.write(
        folder.resolve(MANIFEST), JSON.writeValueAsBytes(models.manifest().withFiles(files)));
  }

  private <M> long write(ModelKind<M> kind, RetrievalModels models) throws IOException {
    return write(kind.file(), out -> kind.writer().write(models.get(kind), out));
  }

  @FunctionalInterface
  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  private long write(String file, Writing writing) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(file)))) {
      writing.to(out);
    }
    return checksum(file);
  }

  /// CRC-32C of a file.
  long checksum(String file) throws IOException {
    CRC32C checksum = new CRC32C();
    try (InputStream in =
        new CheckedInputStream(Files.newInputStream(folder.resolve(file)), checksum)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return checksum.getValue();
  }

  boolean exists(String file) {
    return Files.exists(folder.resolve(file));
  }

  Manifest manifest() {
    return JSON.readValue(folder.resolve(MANIFEST).toFile(), Manifest.class);
  }

  Quality quality() {
    return JSON.readValue(folder.resolve(QUALITY).toFile(), Quality.class);
  }

  /// Reads the models that a manifest lists.
  Models read(Manifest manifest) throws IOException {
    RetrievalModels retrieval = RetrievalModels.NONE;
    for (ModelKind<?> kind : ModelKinds.ALL) {
      retrieval = add(kind, retrieval);
    }
    Optional<SavedIndex> index =
        SavedIndex.read(
            folder,
            towers(manifest.version(), manifest.files()),
            retrieval.get(ModelKinds.TWO_TOWER));
    Fusion fusion = JSON.readValue(folder.resolve(FUSION).toFile(), Fusion.class);
    Optional<WideAndDeepModel> student =
        manifest.files().containsKey(STUDENT)
            ? Optional.of(read(STUDENT, WideAndDeepModel::read))
            : Optional.empty();
    return new Models(manifest, retrieval.with(index), fusion, ranker(manifest), student);
  }

  private <M> RetrievalModels add(ModelKind<M> kind, RetrievalModels models) throws IOException {
    return models.with(kind, read(kind.file(), kind.reader()));
  }

  private <T> T read(String file, ModelKind.Reader<T> reader) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(folder.resolve(file)))) {
      return reader.read(in);
    }
  }

  private RankerModel ranker(Manifest manifest) throws IOException {
    if (manifest.files().containsKey(RANKER)) {
      return read(RANKER, WideAndDeepModel::read);
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

  /// Identifies a version's towers by name and weight checksum, as a version can be retrained.
  private static String towers(String version, Map<String, Long> files) {
    return "%s with towers %08x".formatted(version, files.get(ModelKinds.TWO_TOWER.file()));
  }
}
