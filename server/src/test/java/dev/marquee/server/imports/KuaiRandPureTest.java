package dev.marquee.server.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.marquee.engine.Progress;
import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.HistoryImported;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.Watch;
import dev.marquee.testkit.MemoryLog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The real data set, where it is: in `kuairand-pure` below the folder that [DataSets] finds.
class KuaiRandPureTest {

  @Test
  void theRealDataSetGivesTheFiguresOfItsReadme() {
    Optional<Path> folder = DataSets.folder("kuairand-pure");
    assumeTrue(folder.isPresent(), "KuaiRand-Pure is not here: set -Dmarquee.data=FOLDER");
    var log = new MemoryLog();
    var bad = new BadLines(0, line -> {});
    var summary = new KuaiRandImport(log, bad, Progress.NONE, note -> {}).run(folder.orElseThrow());

    assertThat(summary.lines().good()).isEqualTo(185_061);
    assertThat(summary.lines().repeated()).isEqualTo(5_039);
    assertThat(summary.events().appended()).isEqualTo(log.events().size());
    assertThat(log.of(VideoPublished.class)).hasSize(7_583);
    assertThat(log.of(ProfileUpdated.class)).hasSize(27_285);
    assertThat(log.of(HistoryImported.class)).hasSize(26_469);
    assertThat(log.of(Impression.class)).hasSize(180_022);
    assertThat(log.of(Watch.class)).hasSize(180_022);
    assertThat(log.of(Click.class)).hasSizeBetween(70_000, 90_000);
    Instant split = summary.split().orElseThrow().trainUntil();
    assertThat(log.of(Impression.class).stream().filter(it -> it.at().isBefore(split)))
        .hasSize(91_989);
    assertThat(log.of(Impression.class).stream().filter(it -> !it.at().isBefore(split)))
        .hasSize(88_033);
  }
}
