package dev.marquee.server.imports;

import dev.marquee.server.data.ImportException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The two forms in which GroupLens gives MovieLens out, told by the names of their files.
enum MovieLensForm {
  /// 100K: films with a day of release and a flag per genre, ages in years.
  HUNDRED_THOUSAND("u.data", "\t", "u.item", "u.user", "|", "u.genre"),

  /// 1M: films with the year in the title and named genres, ages and occupations in codes.
  MILLION("ratings.dat", "::", "movies.dat", "users.dat", "::", "");

  final String ratings;
  final String ratingsSeparator;
  final String films;
  final String viewers;
  final String separator;

  /// The file that names the genres, empty where the films do.
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

  /// The form of a folder's files.
  ///
  /// @throws ImportException where it holds none, both, or not all files of one
  static MovieLensForm of(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ImportException(folder + ": is no folder that can be read");
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
              + ", expected one form of MovieLens: import each from a folder of its own");
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

  /// The names of all its files, without `.gz`.
  List<String> files() {
    return Stream.of(ratings, films, viewers, genres).filter(name -> !name.isEmpty()).toList();
  }

  /// A file of a folder, the plain one before the packed one.
  static Optional<Path> find(Path folder, String name) {
    return Stream.of(name, name + ".gz")
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
