package dev.marquee.server.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.marquee.engine.Progress;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.Reaction;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.Watch;
import dev.marquee.engine.events.Watch.Completion;
import dev.marquee.testkit.MemoryLog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The real data set, where it is: in `ml-100k` below the folder that [DataSets] finds.
class MovieLens100kTest {

  @Test
  void theRealDataSetGivesTheFiguresOfItsReadme() {
    Optional<Path> folder = DataSets.folder("ml-100k");
    assumeTrue(folder.isPresent(), "MovieLens 100K is not here: set -Dmarquee.data=FOLDER");
    var log = new MemoryLog();
    var bad = new BadLines(0, line -> {});
    var summary = new MovieLensImport(log, bad, Progress.NONE).run(folder.orElseThrow());

    assertThat(summary.lines().good()).isEqualTo(100_000);
    assertThat(summary.lines().repeated()).isZero();
    assertThat(log.of(VideoPublished.class)).hasSize(1_682);
    assertThat(log.of(ProfileUpdated.class)).hasSize(943);
    assertThat(log.of(Impression.class)).hasSize(100_000);
    assertThat(log.of(Watch.class)).hasSize(100_000);
    assertThat(log.of(Watch.class).stream().filter(MovieLens100kTest::isCompleted)).hasSize(55_375);
    assertThat(log.of(Reaction.class)).hasSize(44_625);

    Instant split = summary.split().orElseThrow().trainUntil();
    assertThat(split).isEqualTo("1998-03-07T02:21:09Z");
    assertThat(log.of(Watch.class).stream().filter(watch -> watch.at().isBefore(split)))
        .as("80,000 but for one that shares the split's second")
        .hasSize(79_999);
    Set<String> known = new HashSet<>();
    Set<String> relevant = new HashSet<>();
    for (Watch watch : log.of(Watch.class)) {
      if (watch.at().isBefore(split)) {
        known.add(watch.user());
      } else if (isCompleted(watch)) {
        relevant.add(watch.user());
      }
    }
    assertThat(relevant).as("users with something to be found").hasSize(290);
    relevant.retainAll(known);
    assertThat(relevant).as("those of them that training knows").hasSize(98);
  }

  @Test
  void everyFilmIsLiveWhenItIsRated() {
    Optional<Path> folder = DataSets.folder("ml-100k");
    assumeTrue(folder.isPresent(), "MovieLens 100K is not here: set -Dmarquee.data=FOLDER");
    var log = new MemoryLog();
    new MovieLensImport(log, new BadLines(0, line -> {}), Progress.NONE).run(folder.orElseThrow());
    Map<String, Instant> published = new HashMap<>();
    log.of(VideoPublished.class)
        .forEach(film -> published.put(film.video(), film.details().publishedAt()));
    assertThat(log.of(Watch.class))
        .allMatch(watch -> !watch.at().isBefore(published.get(watch.video())));
  }

  private static boolean isCompleted(Watch watch) {
    return watch.completion() == Completion.COMPLETED;
  }
}
