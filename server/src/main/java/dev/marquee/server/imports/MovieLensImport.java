package dev.marquee.server.imports;

import dev.marquee.engine.Progress;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.server.data.DataSplit;
import dev.marquee.server.data.ImportException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Imports a folder of MovieLens (Harper and Konstan, TiiS 2015), 100K or 1M: ratings as watches,
/// see [MovieLensEvents].
///
/// A film is published on its release date (in 1M on January 1 of its year), but not after its
/// first rating (some were rated at previews) and not before the earliest time an event may have.
/// Its release year is an attribute. A film with an unknown release date is published at the time
/// of the first rating. Durations are unknown. Users get gender, age and occupation, but not their
/// zip code. Everything is held in memory before anything is appended.
///
/// The data are split at the time of the rating that has 80 % of all ratings before it. Training
/// uses the ratings before that second, so slightly fewer than 80 % if several ratings share it.
public final class MovieLensImport {

  private static final String NO_ID = "-";

  private final EventLog log;
  private final BadLines bad;
  private final Progress progress;

  public MovieLensImport(EventLog log, BadLines bad, Progress progress) {
    this.log = log;
    this.bad = bad;
    this.progress = progress;
  }

  /// Imports a folder. The order in the log is: the catalog, profiles, and then ratings in time
  /// order.
  ///
  /// @throws ImportException if there is nothing to import or too many lines are bad
  public ImportSummary run(Path folder) {
    MovieLensForm form = MovieLensForm.of(folder);
    var tables = new MovieLensTables(folder, form, bad, progress);
    List<MovieLensFilm> films = tables.films();
    List<MovieLensViewer> viewers = tables.viewers();
    List<MovieLensRating> all =
        tables.ratings(
            films.stream().map(MovieLensFilm::id).collect(Collectors.toSet()),
            viewers.stream().map(MovieLensViewer::id).collect(Collectors.toSet()));
    List<MovieLensRating> ratings = distinct(all);
    if (ratings.isEmpty()) {
      throw new ImportException(folder + ": its " + form.ratings + " has no ratings");
    }
    Instant begin = at(ratings.getFirst());
    Map<Long, Instant> firstRated = new HashMap<>();
    ratings.forEach(rating -> firstRated.putIfAbsent(rating.film(), at(rating)));

    long total = films.size() + viewers.size() + MovieLensEvents.count(ratings);
    var batches = new LogBatches(log, progress, total);
    films.forEach(film -> batches.add(published(film, firstRated.get(film.id()), begin)));
    viewers.forEach(viewer -> batches.add(profile(viewer, begin)));
    MovieLensEvents.write(ratings, batches::add);
    batches.finish();
    return new ImportSummary(
        form.files().size(),
        new ImportSummary.LineCounts(all.size(), all.size() - ratings.size(), bad.count()),
        batches.events(),
        ImportSummary.Order.KEPT,
        Optional.of(DataSplit.at(at(ratings.get((int) (ratings.size() * 8L / 10))))),
        Columns.NONE);
  }

  /// The ratings in time order; of duplicates, the first one read.
  private static List<MovieLensRating> distinct(List<MovieLensRating> all) {
    List<MovieLensRating> distinct = new ArrayList<>(all.size());
    for (MovieLensRating rating : all.stream().sorted(MovieLensRating.BY_TIME).toList()) {
      if (distinct.isEmpty() || !rating.repeats(distinct.getLast())) {
        distinct.add(rating);
      }
    }
    return distinct;
  }

  private static Instant at(MovieLensRating rating) {
    return Instant.ofEpochSecond(rating.second());
  }

  /// @param firstRated time of the first rating; null if there is none
  private static VideoPublished published(MovieLensFilm film, Instant firstRated, Instant begin) {
    Instant released = film.dated() ? film.details().publishedAt() : begin;
    Instant at = firstRated != null && firstRated.isBefore(released) ? firstRated : released;
    var event =
        new VideoPublished(
            NO_ID, at, String.valueOf(film.id()), film.details().withPublishedAt(at));
    return new VideoPublished(ContentId.of("ml-video-", event), at, event.video(), event.details());
  }

  private static ProfileUpdated profile(MovieLensViewer viewer, Instant begin) {
    Instant known = begin.minus(Duration.ofDays(1));
    int year = begin.atZone(ZoneOffset.UTC).getYear();
    var event =
        new ProfileUpdated(NO_ID, known, String.valueOf(viewer.id()), viewer.profileIn(year));
    return new ProfileUpdated(
        ContentId.of("ml-profile-", event), known, event.user(), event.profile());
  }
}
