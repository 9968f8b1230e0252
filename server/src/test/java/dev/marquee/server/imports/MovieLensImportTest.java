package dev.marquee.server.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.marquee.engine.Progress;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.Reaction;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.Watch;
import dev.marquee.engine.events.Watch.Completion;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.UserState;
import dev.marquee.server.data.DataSplit;
import dev.marquee.server.data.ImportException;
import dev.marquee.testkit.MemoryLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovieLensImportTest {

  /// 1997-12-01T00:00:00Z
  private static final long START = 880_934_400L;

  private static final String GENRES = "unknown|0\nAction|1\nDrama|2\n";
  private static final String FILMS =
      """
      1|Cat (1995)|01-Jan-1995||http://x/1|0|1|1
      2|Dog (1931)|4-Feb-1931||http://x/2|0|0|1
      3|unknown||||1|0|0
      4|Late (1998)|20-Mar-1998||http://x/4|0|1|0
      """;
  private static final String USERS = "7|24|M|writer|85711\n8|53|F|other|94043\n";

  @TempDir private Path folder;
  private final MemoryLog log = new MemoryLog();
  private final List<String> told = new ArrayList<>();

  @Test
  void fourStarsAreACompletedWatchAndLessAnAbandonedOneThatIsNotWantedAgain() throws IOException {
    small(rating(7, 1, 4, 0) + rating(7, 2, 3, 1));
    run(0);
    Instant first = Instant.ofEpochSecond(START);
    Instant second = Instant.ofEpochSecond(START + 1);
    String good = "ml-7-1-" + START;
    String poor = "ml-7-2-" + (START + 1);
    Context none = new Context("", "", "");
    assertThat(log.events().subList(6, log.events().size()))
        .containsExactly(
            new Impression(good + "-impression", first, "7", "1", good, -1, none),
            new Click(good + "-click", first, "7", "1", good),
            new Watch(good + "-watch", first, "7", "1", good, 0, 0, Completion.COMPLETED, true),
            new Impression(poor + "-impression", second, "7", "2", poor, -1, none),
            new Click(poor + "-click", second, "7", "2", poor),
            new Reaction(poor + "-refusal", second, "7", "2", poor, Reaction.Kind.NOT_INTERESTED),
            new Watch(poor + "-watch", second, "7", "2", poor, 0, 0, Completion.ABANDONED, true));
  }

  @Test
  void exactlyFilmsOfFourStarsArePositivesAndNoRatedFilmComesBack() throws IOException {
    small(rating(7, 1, 5, 0) + rating(7, 2, 3, 0) + rating(7, 3, 4, 0) + rating(8, 4, 1, 0));
    run(0);
    var fold = new Fold(FoldSettings.defaults());
    List<String> completed = new ArrayList<>();
    fold.onCompletion((user, video, at) -> completed.add(user + "-" + fold.videos().id(video)));
    for (int i = 0; i < log.events().size(); i++) {
      fold.apply(i + 1, log.events().get(i));
    }
    UserState viewer = fold.users().read("7");
    assertThat(completed).containsExactly("7-1", "7-3");
    assertThat(viewer.historySize()).isEqualTo(2);
    for (String rated : List.of("1", "2", "3")) {
      int film = fold.videos().find(rated);
      assertThat(viewer.hasWatched(fold.videos(), film) || viewer.isNotInterestedIn(film))
          .as("film %s", rated)
          .isTrue();
    }
    int unrated = fold.videos().find("4");
    assertThat(viewer.hasWatched(fold.videos(), unrated)).isFalse();
    assertThat(viewer.isNotInterestedIn(unrated)).isFalse();
  }

  @Test
  void ratingsFollowTheClockAndAllImpressionsOfASecondComeFirst() throws IOException {
    small(rating(8, 1, 5, 9) + rating(8, 2, 5, 3) + rating(7, 2, 5, 3) + rating(7, 1, 2, 3));
    run(0);
    assertThat(log.events().subList(6, log.events().size()))
        .extracting(Event::id)
        .containsExactly(
            "ml-7-1-880934403-impression",
            "ml-7-2-880934403-impression",
            "ml-8-2-880934403-impression",
            "ml-7-1-880934403-click",
            "ml-7-1-880934403-refusal",
            "ml-7-1-880934403-watch",
            "ml-7-2-880934403-click",
            "ml-7-2-880934403-watch",
            "ml-8-2-880934403-click",
            "ml-8-2-880934403-watch",
            "ml-8-1-880934409-impression",
            "ml-8-1-880934409-click",
            "ml-8-1-880934409-watch");
  }

  @Test
  void filmsAreLiveWhenTheyAreRatedAndKeepTheirYear() throws IOException {
    small(rating(7, 1, 4, 100) + rating(8, 3, 4, 300) + rating(8, 4, 2, 200));
    run(0);
    List<VideoPublished> films = log.of(VideoPublished.class);
    assertThat(films.getFirst().details())
        .isEqualTo(
            new VideoDetails(
                "Cat (1995)",
                "",
                List.of("Action", "Drama"),
                "",
                List.of(),
                0,
                0,
                Instant.parse("1995-01-01T00:00:00Z"),
                "",
                Map.of("year", "1995")));
    assertThat(films.get(1).details().publishedAt())
        .as("events begin with 1990")
        .isEqualTo("1990-01-01T00:00:00Z");
    assertThat(films.get(1).details().attributes()).isEqualTo(Map.of("year", "1931"));
    assertThat(films.get(2).details().publishedAt())
        .as("when the ratings begin, where the day is unknown")
        .isEqualTo(Instant.ofEpochSecond(START + 100));
    assertThat(films.get(2).details().categories()).isEmpty();
    assertThat(films.get(2).details().attributes()).isEmpty();
    assertThat(films.get(3).details().publishedAt())
        .as("a preview before the release")
        .isEqualTo(Instant.ofEpochSecond(START + 200));
    assertThat(films).allMatch(film -> film.at().equals(film.details().publishedAt()));
  }

  @Test
  void usersGetTheirBirthYearGenderAndOccupation() throws IOException {
    small(rating(7, 1, 4, 0));
    run(0);
    assertThat(log.of(ProfileUpdated.class))
        .extracting(ProfileUpdated::profile)
        .containsExactly(
            new UserProfile("", "", 1973, "M", Map.of("occupation", "writer")),
            new UserProfile("", "", 1944, "F", Map.of("occupation", "other")));
    assertThat(log.of(ProfileUpdated.class))
        .allMatch(it -> it.at().equals(Instant.ofEpochSecond(START - 86_400)));
  }

  @Test
  void theLargerFormHasYearsInTitlesAndCodesForAgesAndOccupations() throws IOException {
    Files.write(
        folder.resolve("movies.dat"),
        "1::Misérables, Les (1995)::Animation|Children's\n2::No Year::\r\n"
            .getBytes(StandardCharsets.ISO_8859_1));
    pack("users.dat.gz", "7::F::1::10::48067\n8::M::56::16::70072\n");
    write("ratings.dat", "7::1::5::880934400\n8::2::1::880934401\n");
    assertThat(run(0).lines().good()).isEqualTo(2);
    List<VideoPublished> films = log.of(VideoPublished.class);
    assertThat(films.getFirst().details().title()).isEqualTo("Misérables, Les (1995)");
    assertThat(films.getFirst().details().categories()).containsExactly("Animation", "Children's");
    assertThat(films.getFirst().at()).isEqualTo("1995-01-01T00:00:00Z");
    assertThat(films.getLast().details().categories()).isEmpty();
    assertThat(films.getLast().at()).isEqualTo(Instant.ofEpochSecond(START));
    assertThat(log.of(ProfileUpdated.class))
        .extracting(ProfileUpdated::profile)
        .containsExactly(
            new UserProfile(
                "", "", 0, "F", Map.of("age", "under 18", "occupation", "K-12 student")),
            new UserProfile(
                "", "", 1941, "M", Map.of("age", "56+", "occupation", "self-employed")));
  }

  @Test
  void trainingSeesWhatCameBeforeTheRatingAtFourFifths() throws IOException {
    var ratings = new StringBuilder();
    for (int i = 9; i >= 0; i--) {
      ratings.append(rating(7, 1, 4, i == 7 ? 8 : i));
    }
    small(ratings.toString());
    ImportSummary summary = run(0);
    assertThat(summary.lines().repeated()).as("two of one second").isEqualTo(1);
    // Nine are left, at 0 to 6, 8 and 9: the place of 7.2 is the eighth, at 8.
    assertThat(summary.split()).contains(DataSplit.at(Instant.ofEpochSecond(START + 8)));
  }

  @Test
  void ratingsThatShareTheSplitsSecondAreEvaluated() throws IOException {
    small(
        rating(7, 1, 4, 0)
            + rating(7, 2, 4, 1)
            + rating(7, 3, 4, 2)
            + rating(8, 1, 4, 2)
            + rating(8, 2, 4, 2));
    Instant split = run(0).split().orElseThrow().trainUntil();
    assertThat(log.of(Watch.class).stream().filter(watch -> watch.at().isBefore(split))).hasSize(2);
  }

  @Test
  void aSecondImportOfTheSameRatingsInAnotherOrderChangesNothing() throws IOException {
    small(rating(7, 1, 4, 0) + rating(8, 2, 3, 0) + rating(8, 2, 3, 0));
    assertThat(run(0))
        .isEqualTo(
            new ImportSummary(
                4,
                new ImportSummary.LineCounts(3, 1, 0),
                new ImportSummary.Events(13, 0),
                ImportSummary.Order.KEPT,
                Optional.of(DataSplit.at(Instant.ofEpochSecond(START))),
                Columns.NONE));
    List<Event> events = log.events();
    Files.delete(folder.resolve("u.data"));
    pack("u.data.gz", rating(8, 2, 3, 0) + rating(7, 1, 4, 0));
    ImportSummary again = run(0);
    assertThat(again.events().appended()).isZero();
    assertThat(again.events().alreadyThere()).isEqualTo(13);
    assertThat(log.events()).isEqualTo(events);
  }

  @Test
  void badLinesAreToldAndSkippedUpToTheLimit() throws IOException {
    small(
        rating(7, 1, 4, 0)
            + "7\t1\t4\n"
            + "\n"
            + rating(9, 1, 4, 0)
            + rating(7, 99, 4, 0)
            + rating(7, 1, 6, 0)
            + "7\t1\tgood\t880934400\n"
            + rating(7, 1, 4, -880_934_400));
    write(
        "u.item", FILMS + "1|Cat again|||x|0|1|1\n5|Day|32-Jan-1995||x|0|1|1\n6|Flag|||x|0|2|1\n");
    write("u.user", USERS + "9|old|M|writer|1\n");
    assertThatExceptionOfType(TooManyBadLinesException.class)
        .isThrownBy(() -> run(9))
        .withMessageContaining("u.data:8: 'timestamp' is '0', expected a whole number from")
        .withMessageEndingWith("or skip up to N of them with --max-bad N");
    assertThat(log.events()).isEmpty();
    told.clear();
    ImportSummary summary = run(10);
    assertThat(summary.lines().good()).isEqualTo(1);
    assertThat(summary.lines().bad()).isEqualTo(10);
    assertThat(told)
        .extracting(line -> line.substring(folder.toString().length() + 1))
        .containsExactly(
            "u.item:5: 'movie id' is '1', expected an id that no earlier line has",
            "u.item:6: 'release date' is '32-Jan-1995', expected a day such as '01-Jan-1995', or"
                + " nothing",
            "u.item:7: 'Action' is '2', expected a whole number from 0 to 1",
            "u.user:3: 'age' is 'old', expected a whole number from 0 to 150",
            "u.data:2: has 3 fields, expected 4: user, movie, rating, timestamp",
            "u.data:4: 'user' is '9', expected a user of u.user",
            "u.data:5: 'movie' is '99', expected a movie of u.item",
            "u.data:6: 'rating' is '6', expected a whole number from 1 to 5",
            "u.data:7: 'rating' is 'good', expected a whole number from 1 to 5",
            "u.data:8: 'timestamp' is '0', expected a whole number from 631152000 to 4102444799");
  }

  @Test
  void codesOfTheLargerFormThatStandForNothingAreBad() throws IOException {
    write("movies.dat", "1::Cat (1995)::Action\n");
    write("users.dat", "7::F::2::10::1\n8::F::18::21::1\n9::F::18::0::1\n");
    write("ratings.dat", "9::1::5::880934400\n");
    run(2);
    assertThat(told)
        .extracting(line -> line.substring(folder.toString().length() + 1))
        .containsExactly(
            "users.dat:1: 'Age' is '2', expected a code of ages: 1, 18, 25, 35, 45, 50 or 56",
            "users.dat:2: 'Occupation' is '21', expected a whole number from 0 to 20");
  }

  @Test
  void aFolderThatIsNoWholeFormIsRefused() throws IOException {
    assertRefused(
        "%s: has no ratings of MovieLens, looked for u.data (100K) and ratings.dat (1M),"
            + " plain or .gz");
    write("u.data", rating(7, 1, 4, 0));
    write("u.item", FILMS);
    assertRefused(
        "%s: has u.data but no u.user, u.genre, expected the files u.data, u.item,"
            + " u.user, u.genre, plain or .gz");
    write("ratings.dat", "");
    assertRefused(
        "%s: has u.data and ratings.dat, expected one form of MovieLens: import each from"
            + " a separate folder");
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> importer(0).run(folder.resolve("nowhere")))
        .withMessageEndingWith("nowhere: is not a readable folder");
  }

  @Test
  void aFolderWithoutARatingIsRefused() throws IOException {
    small("");
    assertRefused("%s: its u.data has no ratings");
    small("7\t1\n");
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> run(1))
        .withMessageContaining("u.data: holds no rows that can be read, the last bad line is");
  }

  @Test
  void genresThatAreNotNumberedInOrderAreRefused() throws IOException {
    small(rating(7, 1, 4, 0));
    write("u.genre", "unknown|0\nDrama|2\n");
    assertRefused(
        "%s/u.genre: numbers the genre 'Drama' 2, expected 1: they count from 0 without a"
            + " gap");
  }

  private void assertRefused(String message) {
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> run(0))
        .withMessage(message, folder);
    assertThat(log.events()).isEmpty();
  }

  private static String rating(int user, int film, int stars, long after) {
    return "%d\t%d\t%d\t%d\n".formatted(user, film, stars, START + after);
  }

  private void small(String ratings) throws IOException {
    write("u.data", ratings);
    write("u.genre", GENRES);
    write("u.item", FILMS);
    write("u.user", USERS);
  }

  private ImportSummary run(long maxBad) {
    return importer(maxBad).run(folder);
  }

  private MovieLensImport importer(long maxBad) {
    return new MovieLensImport(log, new BadLines(maxBad, told::add), Progress.NONE);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void pack(String name, String text) throws IOException {
    try (var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
