package dev.marquee.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.FeedId;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.Watch;
import dev.marquee.engine.ranking.Slot;
import dev.marquee.engine.reranking.Reranker;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.serving.Feed;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarqueeTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path data;

  private Marquee open() {
    return Marquee.in(data).clock(() -> NOON).open();
  }

  private static List<VideoPublished> videos(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new VideoPublished(
                    "publish-" + i,
                    NOON.minusSeconds(3_600),
                    "v" + i,
                    VideoDetails.published(NOON.minusSeconds(3_600))))
        .toList();
  }

  private static List<String> ids(Feed feed) {
    return feed.videos();
  }

  @Test
  void whatGoesInIsServed() throws InterruptedException {
    try (Marquee marquee = open()) {
      marquee.ingest(videos(20));
      marquee.awaitSnapshot();
      Feed feed = marquee.feed(Request.of("ann", NOON));
      assertThat(feed.slots()).hasSize(10);
    }
  }

  @Test
  void aFeedsIdSaysWhereAndWhenItWasLogged() {
    try (Marquee marquee = open()) {
      FeedId id = FeedId.parse(marquee.feed(Request.of("ann", NOON)).id()).orElseThrow();
      assertThat(id.partition()).isZero();
      assertThat(id.at()).isEqualTo(NOON);
    }
  }

  @Test
  void whatWasAcknowledgedIsThereAfterTheNextOpening() {
    try (Marquee marquee = open()) {
      marquee.ingest(videos(3));
      marquee.ingest(
          List.of(
              new Impression("i", NOON, "ann", "v0", "", 0, Context.UNKNOWN),
              new Watch("w", NOON, "ann", "v0", "", 60, 60, Watch.Completion.COMPLETED, true)));
    }
    try (Marquee marquee = open()) {
      assertThat(marquee.state().snapshot().videos().size()).isEqualTo(3);
      assertThat(marquee.state().user("ann").impressions()).isEqualTo(1);
    }
  }

  @Test
  void aRerankerOfOnesOwnHasTheLastWord() {
    try (Marquee first = open()) {
      first.ingest(videos(20));
    }
    List<String> before;
    try (Marquee plain = open()) {
      before = ids(plain.feed(Request.of("ann", NOON).limit(20)));
    }
    try (Marquee reversing = Marquee.in(data).clock(() -> NOON).reranker(REVERSED).open()) {
      assertThat(ids(reversing.feed(Request.of("ann", NOON).limit(20))))
          .isEqualTo(before.reversed());
    }
  }

  private static final Reranker REVERSED =
      new Reranker() {
        @Override
        public String name() {
          return "reversed";
        }

        @Override
        public List<Slot> rerank(Query query, List<Slot> ranked, int limit) {
          return ranked.reversed();
        }
      };

  @Test
  void aLogNobodyKnowsIsRefusedWithTheWayOut() {
    MarqueeSettings kafka = MarqueeSettings.defaults().withEvents("kafka://b1/events");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Marquee.open(data, kafka))
        .withMessage(
            "no event log for 'kafka://b1/events': expected rocksdb:FOLDER, or add the adapter for"
                + " 'kafka:' to the class path");
  }
}
