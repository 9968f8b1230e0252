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

class NeverTwoInARowTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path data;

  @Test
  void neighboursAreOfDifferentChannels() throws InterruptedException {
    try (Marquee marquee =
        Marquee.in(data).clock(() -> NOON).reranker(new NeverTwoInARow()).open()) {
      for (int i = 0; i < 12; i++) {
        VideoDetails details = ofChannel(i < 6 ? "a" : "b");
        marquee.ingest(List.of(new VideoPublished("p" + i, NOON, "v" + i, details)));
      }
      marquee.awaitSnapshot();
      List<String> channels =
          marquee.feed(Request.of("ann", NOON)).videos().stream()
              .map(video -> Integer.parseInt(video.substring(1)) < 6 ? "a" : "b")
              .toList();
      assertThat(channels).hasSize(10);
      for (int i = 1; i < channels.size(); i++) {
        assertThat(channels.get(i)).isNotEqualTo(channels.get(i - 1));
      }
    }
  }

  private static VideoDetails ofChannel(String channel) {
    VideoDetails plain = VideoDetails.published(NOON);
    return new VideoDetails(
        plain.title(),
        channel,
        plain.categories(),
        plain.language(),
        plain.countries(),
        plain.maturity(),
        plain.durationSeconds(),
        plain.publishedAt(),
        plain.thumbnail(),
        plain.attributes());
  }
}
