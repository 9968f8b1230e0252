package dev.marquee.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.Marquee;
import dev.marquee.engine.Request;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditorsPicksTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path data;

  @Test
  void aPickIsFoundAndSaysWhy() throws InterruptedException {
    var picks = EditorsPicks.of(List.of("v3", "not there"));
    try (Marquee marquee = Marquee.in(data).clock(() -> NOON).source(picks).open()) {
      for (int i = 0; i < 8; i++) {
        VideoDetails details = VideoDetails.published(NOON.minusSeconds(i));
        marquee.ingest(List.of(new VideoPublished("p" + i, NOON, "v" + i, details)));
      }
      marquee.awaitSnapshot();
      var feed = marquee.feed(Request.of("ann", NOON));
      assertThat(feed.slots())
          .filteredOn(slot -> feed.video(slot).equals("v3"))
          .singleElement()
          .satisfies(slot -> assertThat(slot.sources()).contains("editors"));
      assertThat(feed.trace().sources()).containsEntry("editors", 1);
    }
  }
}
