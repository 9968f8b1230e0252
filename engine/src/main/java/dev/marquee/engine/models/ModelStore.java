package dev.marquee.engine.models;

import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.index.CorruptIndexException;
import dev.marquee.engine.models.ModelFiles.Indexing;
import dev.marquee.engine.models.twotower.SavedIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// Models on disk: one folder a version, which is never changed once it is there, and the file
/// `promoted`, which names the version in production on its last line and those before it above.
///
/// Saving and promoting are atomic, so that a server sees only whole versions during a training
/// run. Versions that the log names are kept.
public final class ModelStore {

  private final ModelVersions versions;
  private final Columns columns;

  /// Models of a platform that declares none of its columns.
  public ModelStore(Path directory) {
    this(directory, Columns.NONE);
  }

  /// @param columns the platform's own columns, as the user of the models declares them
  public ModelStore(Path directory, Columns columns) {
    this.versions = new ModelVersions(directory);
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
        (folder, towers) ->
            SavedIndex.save(folder, towers, models.retrieval().get(ModelKinds.TWO_TOWER), videos));
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
    versions.create(
        models.version(), folder -> new ModelFiles(folder).write(models, quality, indexing));
  }

  private ModelFiles files(String version) {
    return new ModelFiles(versions.folder(version));
  }

  /// Puts a saved version into production, once it has been read back whole.
  public void promote(String version) {
    load(version);
    requireWholeIndex(version);
    List<String> promoted = new ArrayList<>(versions.promoted());
    if (promoted.isEmpty() || !promoted.getLast().equals(version)) {
      promoted.add(version);
      versions.writePromoted(promoted);
    }
  }

  /// Goes back to the version that was in production before, and returns it.
  ///
  /// @throws IllegalStateException where there was none before
  public String rollback() {
    List<String> promoted = versions.promoted();
    if (promoted.size() < 2) {
      throw new IllegalStateException(
          promoted.isEmpty()
              ? "no models are in production: train some first"
              : "version '" + promoted.getFirst() + "' is the first: there is none to go back to");
    }
    List<String> earlier = promoted.subList(0, promoted.size() - 1);
    load(earlier.getLast());
    requireWholeIndex(earlier.getLast());
    versions.writePromoted(earlier);
    return earlier.getLast();
  }

  /// The version in production, if any.
  public Optional<String> current() {
    List<String> promoted = versions.promoted();
    return promoted.isEmpty() ? Optional.empty() : Optional.of(promoted.getLast());
  }

  /// Manifests of all saved versions, the oldest first.
  public List<Manifest> list() {
    return versions.with(ModelFiles.MANIFEST).stream()
        .map(this::manifest)
        .sorted(Comparator.comparing((Manifest manifest) -> manifest.run().createdAt()))
        .toList();
  }

  /// The manifest of a saved version.
  public Manifest manifest(String version) {
    if (!ModelVersions.isVersion(version) || !files(version).exists(ModelFiles.MANIFEST)) {
      throw new IllegalArgumentException(
          "no model version '%s' in '%s': see 'marquee models list'"
              .formatted(version, versions.directory()));
    }
    try {
      return files(version).manifest();
    } catch (JacksonException e) {
      throw new ModelMismatchException(
          "model version '%s': '%s' is damaged: restore it or train again"
              .formatted(version, ModelFiles.MANIFEST),
          e);
    }
  }

  /// The report on a saved version; empty where it was saved without one.
  ///
  /// @throws ModelMismatchException where it is damaged
  public Optional<Quality> quality(String version) {
    Manifest manifest = manifest(version);
    if (!manifest.files().containsKey(ModelFiles.QUALITY)) {
      return Optional.empty();
    }
    try {
      requireAsSaved(version, manifest, ModelFiles.QUALITY);
      return Optional.of(files(version).quality());
    } catch (IOException | JacksonException e) {
      throw unreadable(version, e);
    }
  }

  /// Reads a saved version. Lists of its index are only read when they are searched; an index that
  /// is gone, or that the version never had, is built by the user of the models.
  ///
  /// @throws ModelMismatchException where it is damaged, or does not fit this code or these columns
  public Models load(String version) {
    Manifest manifest = manifest(version);
    requireSameFeatures(manifest);
    requireSameColumns(manifest);
    try {
      for (String file : manifest.files().keySet()) {
        if (!file.equals(SavedIndex.INDEX)) {
          requireAsSaved(version, manifest, file);
        }
      }
      return files(version).read(manifest);
    } catch (CorruptIndexException e) {
      throw new ModelMismatchException(
          "model version '%s': %s; remove that file and each start builds it, or train again"
              .formatted(version, e.getMessage()),
          e);
    } catch (IOException | JacksonException e) {
      throw unreadable(version, e);
    }
  }

  private void requireWholeIndex(String version) {
    Manifest manifest = manifest(version);
    boolean isThere =
        manifest.files().containsKey(SavedIndex.INDEX) && files(version).exists(SavedIndex.INDEX);
    try {
      if (isThere) {
        requireAsSaved(version, manifest, SavedIndex.INDEX);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "'" + versions.folder(version).resolve(SavedIndex.INDEX) + "' cannot be read", e);
    }
  }

  private void requireAsSaved(String version, Manifest manifest, String file) throws IOException {
    if (files(version).checksum(file) != manifest.files().get(file)) {
      throw new ModelMismatchException(
          "model version '%s': '%s' is not the file that was saved: restore it or train again"
              .formatted(version, file));
    }
  }

  private static ModelMismatchException unreadable(String version, Exception e) {
    return new ModelMismatchException(
        "model version '" + version + "' cannot be read: " + e.getMessage(), e);
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
