package dev.marquee.server.imports;

import dev.marquee.engine.Progress;
import dev.marquee.engine.events.Limits;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.server.data.ImportException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Reads MovieLens's files row by row; a row that cannot be read is reported and skipped.
final class MovieLensTables {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d-MMM-yyyy", Locale.ENGLISH);

  private static final Pattern YEAR = Pattern.compile("\\((\\d{4})\\)\\s*$");

  private static final String UNKNOWN_GENRE = "unknown";

  private static final int OLDEST = 150;

  /// The meaning of the age codes in 1M.
  private static final Map<Integer, String> AGES =
      Map.of(
          1,
          "under 18",
          18,
          "18-24",
          25,
          "25-34",
          35,
          "35-44",
          45,
          "45-49",
          50,
          "50-55",
          56,
          "56+");

  private static final int UNDER_18 = 1;

  /// The meaning of the occupation codes in 1M, from 0.
  private static final List<String> OCCUPATIONS =
      List.of(
          "other",
          "academic/educator",
          "artist",
          "clerical/admin",
          "college/grad student",
          "customer service",
          "doctor/health care",
          "executive/managerial",
          "farmer",
          "homemaker",
          "K-12 student",
          "lawyer",
          "programmer",
          "retired",
          "sales/marketing",
          "scientist",
          "self-employed",
          "technician/engineer",
          "tradesman/craftsman",
          "unemployed",
          "writer");

  private final Path folder;
  private final MovieLensForm form;
  private final BadLines bad;
  private final Progress progress;

  /// @param folder contains all files of the format
  MovieLensTables(Path folder, MovieLensForm form, BadLines bad, Progress progress) {
    this.folder = folder;
    this.form = form;
    this.bad = bad;
    this.progress = progress;
  }

  /// The catalog. A film without a known release date has the earliest possible time.
  List<MovieLensFilm> films() {
    Set<Long> seen = new HashSet<>();
    return switch (form) {
      case HUNDRED_THOUSAND -> {
        List<String> genres = genres();
        List<String> names =
            new ArrayList<>(
                List.of("movie id", "movie title", "release date", "video release date", "URL"));
        int flags = names.size();
        names.addAll(genres);
        yield read(
            form.films,
            form.separator,
            names,
            row -> {
              List<String> flagged =
                  IntStream.range(0, genres.size())
                      .filter(genre -> row.whole(flags + genre, 0, 1) == 1)
                      .mapToObj(genres::get)
                      .filter(genre -> !genre.equals(UNKNOWN_GENRE))
                      .toList();
              return film(id(row, 0, seen), row.text(1), day(row, 2), flagged);
            });
      }
      case MILLION ->
          read(
              form.films,
              form.separator,
              List.of("MovieID", "Title", "Genres"),
              row -> {
                Matcher year = YEAR.matcher(row.text(1));
                Optional<LocalDate> released =
                    year.find()
                        ? Optional.of(LocalDate.of(Integer.parseInt(year.group(1)), 1, 1))
                        : Optional.empty();
                List<String> genres =
                    row.text(2).isEmpty() ? List.of() : List.of(row.text(2).split("\\|"));
                return film(id(row, 0, seen), row.text(1), released, genres);
              });
    };
  }

  private List<String> genres() {
    record Genre(String name, long number) {}
    List<Genre> genres =
        read(
            form.genres,
            form.separator,
            List.of("genre", "number"),
            row -> new Genre(row.text(0), row.whole(1, 0, Integer.MAX_VALUE)));
    for (int i = 0; i < genres.size(); i++) {
      if (genres.get(i).number() != i) {
        throw new ImportException(
            "%s: numbers the genre '%s' %d, expected %d: they count from 0 without a gap"
                .formatted(file(form.genres), genres.get(i).name(), genres.get(i).number(), i));
      }
    }
    return genres.stream().map(Genre::name).toList();
  }

  private static Optional<LocalDate> day(SeparatedRow row, int field) {
    try {
      return row.text(field).isEmpty()
          ? Optional.empty()
          : Optional.of(LocalDate.parse(row.text(field), DAY));
    } catch (DateTimeException e) {
      throw row.refusal(field, "a day such as '01-Jan-1995', or nothing");
    }
  }

  private static MovieLensFilm film(
      long id, String title, Optional<LocalDate> released, List<String> genres) {
    Instant day =
        released
            .map(date -> date.atStartOfDay(ZoneOffset.UTC).toInstant())
            .filter(Limits.EARLIEST::isBefore)
            .orElse(Limits.EARLIEST);
    Map<String, String> attributes =
        released.map(date -> Map.of("year", String.valueOf(date.getYear()))).orElse(Map.of());
    var details = new VideoDetails(title, "", genres, "", List.of(), 0, 0, day, "", attributes);
    return new MovieLensFilm(id, details, released.isPresent());
  }

  /// All users. The age is the lower bound of an age range; it is unknown for users under 18.
  List<MovieLensViewer> viewers() {
    Set<Long> seen = new HashSet<>();
    return switch (form) {
      case HUNDRED_THOUSAND ->
          read(
              form.viewers,
              form.separator,
              List.of("user id", "age", "gender", "occupation", "zip code"),
              row -> {
                int age = (int) row.whole(1, 0, OLDEST);
                var profile =
                    new UserProfile("", "", 0, row.text(2), Map.of("occupation", row.text(3)));
                return new MovieLensViewer(id(row, 0, seen), profile, age);
              });
      case MILLION ->
          read(
              form.viewers,
              form.separator,
              List.of("UserID", "Gender", "Age", "Occupation", "Zip-code"),
              row -> {
                int age = (int) row.whole(2, 0, OLDEST);
                if (!AGES.containsKey(age)) {
                  throw row.refusal(2, "a code of ages: 1, 18, 25, 35, 45, 50 or 56");
                }
                String occupation = OCCUPATIONS.get((int) row.whole(3, 0, OCCUPATIONS.size() - 1));
                var profile =
                    new UserProfile(
                        "",
                        "",
                        0,
                        row.text(1),
                        Map.of("age", AGES.get(age), "occupation", occupation));
                return new MovieLensViewer(id(row, 0, seen), profile, age == UNDER_18 ? 0 : age);
              });
    };
  }

  /// All ratings in file order.
  ///
  /// @param films ids of the known films
  /// @param viewers ids of the known users
  List<MovieLensRating> ratings(Set<Long> films, Set<Long> viewers) {
    long earliest = Limits.EARLIEST.getEpochSecond();
    long latest = Limits.LATEST.getEpochSecond() - 1;
    ClockCheck clock = ClockCheck.by(InstantSource.system());
    return read(
        form.ratings,
        form.ratingsSeparator,
        List.of("user", "movie", "rating", "timestamp"),
        row -> {
          var rating =
              new MovieLensRating(
                  row.whole(0, 0, Long.MAX_VALUE),
                  row.whole(1, 0, Long.MAX_VALUE),
                  (int) row.whole(2, 1, 5),
                  row.whole(3, earliest, latest));
          clock.require("timestamp", Instant.ofEpochSecond(rating.second()));
          if (!viewers.contains(rating.user())) {
            throw row.refusal(0, "a user of " + form.viewers);
          }
          if (!films.contains(rating.film())) {
            throw row.refusal(1, "a movie of " + form.films);
          }
          return rating;
        });
  }

  private static long id(SeparatedRow row, int field, Set<Long> seen) {
    long id = row.whole(field, 0, Long.MAX_VALUE);
    if (!seen.add(id)) {
      throw row.refusal(field, "an id that no earlier line has");
    }
    return id;
  }

  private <T> List<T> read(
      String name, String separator, List<String> fields, Function<SeparatedRow, T> reader) {
    Path file = file(name);
    progress.step("read " + file.getFileName(), 0, 1);
    List<T> read = SeparatedRow.read(file, bad, separator, fields, reader);
    progress.step("read " + file.getFileName(), 1, 1);
    return read;
  }

  private Path file(String name) {
    return MovieLensForm.find(folder, name)
        .orElseThrow(() -> new ImportException(folder + ": has no " + name + " any more"));
  }
}
