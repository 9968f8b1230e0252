package dev.marquee.engine.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/// The folders of saved versions, and the file that lists the promoted ones.
///
/// A version appears atomically. Writers take turns on a lock file; the next writer deletes what a
/// killed one left.
final class ModelVersions {

  private static final String PROMOTED = "promoted";
  private static final String LOCK = ".lock";
  private static final String UNFINISHED = ".unfinished";
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  /// A file lock belongs to the process, so its threads take turns on this lock.
  private static final ReentrantLock CHANGING = new ReentrantLock();

  private final Path directory;

  ModelVersions(Path directory) {
    this.directory = directory;
  }

  /// Fills the folder of a new version.
  @FunctionalInterface
  interface Filling {
    void into(Path folder) throws IOException;
  }

  @FunctionalInterface
  private interface Change {
    void run() throws IOException;
  }

  Path directory() {
    return directory;
  }

  /// The folder of a version, which need not exist.
  Path folder(String version) {
    return directory.resolve(version);
  }

  /// Whether the name is a valid version: its folder is inside the directory and is not the file
  /// `promoted`.
  static boolean isVersion(String version) {
    return VERSION.matcher(version).matches() && !version.equals(PROMOTED);
  }

  /// Creates the folder of a new version.
  ///
  /// @throws IllegalArgumentException if it exists, or its name is invalid
  void create(String version, Filling filling) {
    if (!isVersion(version)) {
      throw new IllegalArgumentException(
          "model version '"
              + version
              + "' cannot name a folder: use letters, digits, '-', '_' and '.', a letter or digit"
              + " first");
    }
    Path target = folder(version);
    try {
      alone(
          () -> {
            deleteUnfinished();
            if (Files.exists(target)) {
              throw new IllegalArgumentException(
                  "model version '" + version + "' is there already: train under a new version");
            }
            Path unfinished = directory.resolve("." + version + UNFINISHED);
            Files.createDirectory(unfinished);
            filling.into(unfinished);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
          });
    } catch (IOException e) {
      throw new UncheckedIOException("models cannot be saved in '" + target + "'", e);
    }
  }

  /// Runs a change, excluding other threads and processes.
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

  /// Deletes unfinished folders of killed writers. The lock is held, so no writer is active.
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

  /// The names of all folders that contain this file, unordered.
  List<String> with(String file) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var folders = Files.list(directory)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve(file)))
          .map(folder -> folder.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("'" + directory + "' cannot be read", e);
    }
  }

  /// The promoted versions; the last one is in production.
  List<String> promoted() {
    try {
      return Files.readAllLines(directory.resolve(PROMOTED));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("'" + directory + "' cannot be read", e);
    }
  }

  void writePromoted(List<String> versions) {
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
}
