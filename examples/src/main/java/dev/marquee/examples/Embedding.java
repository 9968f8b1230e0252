package dev.marquee.examples;

import dev.marquee.engine.Marquee;
import dev.marquee.engine.MarqueeSettings;
import dev.marquee.engine.Request;
import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.serving.Feed;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Embeds a recommender in a program: videos and events go in, a feed comes out.
public final class Embedding {

  private Embedding() {}

  public static void main(String... arguments) throws InterruptedException {
    Instant now = Instant.now();
    try (Marquee marquee = Marquee.open(Path.of(arguments[0]), MarqueeSettings.defaults())) {
      for (String video : List.of("cats", "dogs", "owls")) {
        marquee.ingest(
            List.of(new VideoPublished("p-" + video, now, video, VideoDetails.published(now))));
      }
      marquee.ingest(
          List.of(
              new Impression("i1", now, "ann", "cats", "", 0, Context.UNKNOWN),
              new Click("c1", now, "ann", "cats", "")));
      marquee.awaitSnapshot();
      Feed feed = marquee.feed(Request.of("ann", now.plusSeconds(1)).limit(3));
      feed.slots().forEach(slot -> System.out.println(feed.video(slot) + ": " + feed.reason(slot)));
      // With some thousands of impressions and clicks: marquee.train(Progress.NONE).
    }
  }
}
