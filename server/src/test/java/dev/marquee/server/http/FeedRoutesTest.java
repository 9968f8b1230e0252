package dev.marquee.server.http;

import static dev.marquee.server.http.RunningApi.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class FeedRoutesTest {

  @TempDir Path data;

  @Test
  void givesAnUnknownViewerWhatIsPopular() {
    try (var api = new RunningApi(data)) {
      api.publish("v1", "cats");
      api.publish("v2", "dogs");
      api.publish("v3", "birds");
      api.watch("u1", "v2");
      api.settle();
      RunningApi.eventually(
          () -> api.get("/v1/feed?user=stranger").videos().getFirst().equals("v2"));
      assertThat(api.get("/v1/feed?user=stranger").videos())
          .containsExactlyInAnyOrder("v1", "v2", "v3");
    }
  }

  @Test
  void answersAnEmptyFeedFromAnEmptyCatalog() {
    try (var api = new RunningApi(data)) {
      RunningApi.Reply reply = api.get("/v1/feed?user=u1");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.videos()).isEmpty();
      assertThat(reply.degraded()).anyMatch(why -> why.startsWith("0 of 10"));
    }
  }

  @Test
  void answersAllThereIsWhereMoreIsWanted() {
    try (var api = new RunningApi(data)) {
      for (int i = 0; i < 12; i++) {
        api.publish("v" + i, "c" + i);
      }
      api.settle();
      RunningApi.Reply reply = api.get("/v1/feed?user=u1&limit=500");
      assertThat(reply.videos()).hasSize(12).doesNotHaveDuplicates();
      assertThat(reply.degraded()).anyMatch(why -> why.startsWith("12 of 500"));
      assertThat(api.get("/v1/feed?user=u1&limit=3").videos()).hasSize(3);
      assertThat(api.get("/v1/feed?user=u1").videos()).hasSize(10);
    }
  }

  @Test
  void saysWhyItIsDegradedWithoutModels() {
    try (var api = new RunningApi(data)) {
      api.publish("v1", "cats");
      api.settle();
      assertThat(api.get("/v1/feed?user=u1&limit=1").degraded())
          .singleElement()
          .asString()
          .contains("no ranker yet")
          .contains("marquee train");
      assertThat(api.get("/metrics").text())
          .contains("marquee_feed_degraded_total 1.0")
          .contains("marquee_feed_latency_seconds_count 1")
          .contains("marquee_feed_latency_seconds_bucket");
    }
  }

  @Test
  void dropsWhatTheViewerRefusesOnTheVeryNextRequest() {
    try (var api = new RunningApi(data)) {
      api.publish("v1", "cats");
      api.publish("v2", "dogs");
      api.settle();
      RunningApi.Reply feed = api.get("/v1/feed?user=u1");
      assertThat(feed.videos()).contains("v1");
      api.post(
          """
          {"type":"reaction","id":"r1","at":"%s","user":"u1","video":"v1","feed":"%s",
           "kind":"not-interested"}
          """
              .formatted(NOON, feed.json().get("feed").stringValue()));
      assertThat(api.get("/v1/feed?user=u1").videos()).containsExactly("v2");
      assertThat(api.get("/v1/feed?user=u2").videos()).contains("v1");
    }
  }

  @Test
  void leavesOutWhatIsExcluded() {
    try (var api = new RunningApi(data)) {
      for (String video : List.of("v1", "v2", "v3", "a%2Cb")) {
        api.publish(video, "cats-" + video.length());
      }
      api.settle();
      assertThat(api.get("/v1/feed?user=u1&exclude=v1,a%2Cb&exclude=v2&exclude=").videos())
          .containsExactly("v3");
      assertThat(api.get("/v1/feed?user=u1&exclude=v1%2Cv2%2Cv3").videos()).containsExactly("a,b");
      assertThat(api.get("/v1/feed?user=u1&exclude=a%2Cb").videos())
          .containsExactlyInAnyOrder("v1", "v2", "v3");
    }
  }

  @Test
  void explainsItselfWhenAsked() {
    try (var api = new RunningApi(data)) {
      api.publish("v1", "cats");
      api.settle();
      JsonNode trace = api.get("/v1/feed?user=u1&explain=true").json().get("trace");
      assertThat(trace.get("stages").get("answered").intValue()).isEqualTo(1);
      assertThat(trace.get("millis").has("total")).isTrue();
      assertThat(trace.get("snapshot").longValue()).isEqualTo(1);
      assertThat(api.get("/v1/feed?user=u1&explain=false").json().has("trace")).isFalse();
      assertThat(api.get("/v1/feed?user=u1").json().has("trace")).isFalse();
    }
  }

  @Test
  void keepsEverythingOverARestart() {
    List<String> before;
    try (var api = new RunningApi(data)) {
      api.publish("v1", "cats");
      api.publish("v2", "dogs");
      api.publish("v3", "birds");
      api.put("/v1/users/u1", "{\"country\":\"DE\"}");
      api.watch("u1", "v1");
      api.settle();
      before = api.get("/v1/feed?user=u1&country=DE").videos();
      assertThat(before).containsExactlyInAnyOrder("v2", "v3");
    }
    try (var api = new RunningApi(data)) {
      assertThat(api.get("/v1/feed?user=u1&country=DE").videos())
          .containsExactlyInAnyOrderElementsOf(before);
      assertThat(api.get("/v1/users/u1").json().get("lastWatched")).hasSize(1);
      assertThat(api.get("/v1/users/u1").json().get("profile").toString())
          .isEqualTo("{\"country\":\"DE\"}");
      assertThat(api.get("/v1/videos/v1").json().get("counters").toString())
          .isEqualTo("{\"impressions\":1,\"watches\":1}");
    }
  }
}
