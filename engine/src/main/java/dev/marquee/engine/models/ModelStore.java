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

/// Models on disk: an immutable folder per version, and the file `promoted`, which lists the
/// promoted versions, one per line; the last one is in production.
///
/// Saving and promoting are atomic, so that a server never sees an incomplete version. Versions
/// that the log refers to are kept.
public final class ModelStore {

  private final ModelVersions versions;
  private final Columns columns;

  /// A store for a platform without columns of its own.
  public ModelStore(Path directory) {
    this(directory, Columns.NONE);
  }

  /// @param columns the platform's own columns, as declared where the models are used
  public ModelStore(Path directory, Columns columns) {
    this.versions = new ModelVersions(directory);
    this.columns = columns;
  }

  /// Saves models under their version, with an index of the current videos. They are not in
  /// production until promoted.
  ///
  /// @param videos the current table; later changes are applied to the index when the models are
  ///   loaded
  public void save(Models models, VideoTable videos) {
    save(models, videos, Optional.empty());
  }

  /// Saves models with their quality report.
  public void save(Models models, VideoTable videos, Optional<Quality> quality) {
    save(
        models,
        quality,
        (folder, towers) ->
            SavedIndex.save(folder, towers, models.retrieval().get(ModelKinds.TWO_TOWER), videos));
  }

  /// Saves models whose retrieval models come from a loaded version, with that version's index if
  /// it has one.
  ///
  /// @throws ModelMismatchException if that index is damaged
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

  /// Puts a saved version into production after reading all of it back.
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
  /// @throws IllegalStateException if there is no earlier version
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

  /// The quality report of a saved version; empty if it was saved without one.
  ///
  /// @throws ModelMismatchException if it is damaged
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

  /// Reads a saved version. Index lists are read when they are first searched. If the version has
  /// no index, the caller builds one.
  ///
  /// @throws ModelMismatchException if it is damaged, or does not fit this code or these columns
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

  /// Compares names, not only the count: a weight belongs to one named feature.
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

  /// Attributes hashed in another way would be unknown to the models.
  private void requireSameColumns(Manifest manifest) {
    if (!manifest.columns().equals(columns)) {
      throw new ModelMismatchException(
          "model version '%s' learned from columns that are declared otherwise now (%s): train again, or declare them as they were and start again"
              .formatted(
                  manifest.version(), String.join("; ", manifest.columns().differences(columns))));
    }
  }
}
