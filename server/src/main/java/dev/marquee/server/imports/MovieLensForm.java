package dev.marquee.server.imports;

import dev.marquee.server.data.ImportException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The two formats in which GroupLens publishes MovieLens, recognised by their file names.
enum MovieLensForm {
  /// 100K: films have a release date and a flag per genre; ages are in years.
  HUNDRED_THOUSAND("u.data", "\t", "u.item", "u.user", "|", "u.genre"),

  /// 1M: films have the year in the title and genres by name; ages and occupations are codes.
  MILLION("ratings.dat", "::", "movies.dat", "users.dat", "::", "");

  final String ratings;
  final String ratingsSeparator;
  final String films;
  final String viewers;
  final String separator;

  /// The file that names the genres; empty if the films file names them.
  final String genres;

  MovieLensForm(
      String ratings,
      String ratingsSeparator,
      String films,
      String viewers,
      String separator,
      String genres) {
    this.ratings = ratings;
    this.ratingsSeparator = ratingsSeparator;
    this.films = films;
    this.viewers = viewers;
    this.separator = separator;
    this.genres = genres;
  }

  /// The format of a folder's files.
  ///
  /// @throws ImportException if the folder holds neither format, both, or not all files of one
  static MovieLensForm of(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ImportException(folder + ": is not a readable folder");
    }
    Optional<Path> small = find(folder, HUNDRED_THOUSAND.ratings);
    Optional<Path> large = find(folder, MILLION.ratings);
    if (small.isPresent() && large.isPresent()) {
      throw new ImportException(
          folder
              + ": has "
              + HUNDRED_THOUSAND.ratings
              + " and "
              + MILLION.ratings
              + ", expected one form of MovieLens: import each from a separate folder");
    }
    if (small.isEmpty() && large.isEmpty()) {
      throw new ImportException(
          folder
              + ": has no ratings of MovieLens, looked for "
              + HUNDRED_THOUSAND.ratings
              + " (100K) and "
              + MILLION.ratings
              + " (1M), plain or .gz");
    }
    MovieLensForm form = small.isPresent() ? HUNDRED_THOUSAND : MILLION;
    form.requireFiles(folder);
    return form;
  }

  private void requireFiles(Path folder) {
    List<String> missing = files().stream().filter(name -> find(folder, name).isEmpty()).toList();
    if (!missing.isEmpty()) {
      throw new ImportException(
          folder
              + ": has "
              + ratings
              + " but no "
              + String.join(", ", missing)
              + ", expected the files "
              + String.join(", ", files())
              + ", plain or .gz");
    }
  }

  /// The names of all files of the format, without `.gz`.
  List<String> files() {
    return Stream.of(ratings, films, viewers, genres).filter(name -> !name.isEmpty()).toList();
  }

  /// A file in a folder; the plain file is preferred to the gzip one.
  static Optional<Path> find(Path folder, String name) {
    return Stream.of(name, name + ".gz")
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
