package dev.marquee.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VideoRoutesTest {

  private static final String CAT = "{\"title\":\"Cat\",\"categories\":[\"cats\"]}";

  @TempDir Path data;

  @Test
  void readsBackAtOnceWhatWasWritten() {
    try (var api = new RunningApi(data)) {
      assertThat(api.put("/v1/videos/v1", CAT).json().toString())
          .isEqualTo("{\"accepted\":1,\"repeated\":0}");
      assertThat(api.get("/v1/videos/v1").json().toString())
          .isEqualTo(
              "{\"video\":\"v1\",\"published\":true,\"details\":{\"title\":\"Cat\","
                  + "\"categories\":[\"cats\"],\"publishedAt\":\"2026-11-23T12:00:00Z\"},"
                  + "\"counters\":{\"impressions\":0,\"watches\":0}}");
    }
  }

  @Test
  void theFirstVectorSetsTheLengthOfAll() {
    try (var api = new RunningApi(data)) {
      String two = "{\"vector\":[0.5,-1.25]}";
      String three = "{\"vector\":[1,2,3]}";
      assertThat(api.put("/v1/videos/v1", two).status()).isEqualTo(200);
      assertThat(api.get("/v1/videos/v1").json().get("details").get("vector").toString())
          .isEqualTo("[0.5,-1.25]");
      long end = api.logEnd();
      var refused = api.put("/v1/videos/v2", three);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.json().get("error").get("message").asString())
          .isEqualTo(
              "'vector' is a list of 3 numbers, expected 2, as long as the vectors of other"
                  + " videos");
      String event =
          "[{\"type\":\"video-published\",\"id\":\"p1\",\"at\":\"2026-11-23T12:00:00Z\","
              + "\"video\":\"v3\",\"vector\":[1,2]},"
              + "{\"type\":\"video-updated\",\"id\":\"p2\",\"at\":\"2026-11-23T12:00:00Z\","
              + "\"video\":\"v3\",\"vector\":[1]}]";
      var ofABatch = api.post(event);
      assertThat(ofABatch.status()).isEqualTo(400);
      assertThat(ofABatch.json().get("error").get("field").asString())
          .isEqualTo("events[1].vector");
      assertThat(api.logEnd()).isEqualTo(end);
    }
    try (var api = new RunningApi(data)) {
      assertThat(api.put("/v1/videos/v2", "{\"vector\":[1,2,3]}").status()).isEqualTo(400);
      assertThat(api.put("/v1/videos/v2", "{\"vector\":[1,2]}").status()).isEqualTo(200);
    }
  }

  @Test
  void changesNothingWhenTheSameIsSentAgain() {
    try (var api = new RunningApi(data)) {
      api.put("/v1/videos/v1", CAT, "Idempotency-Key", "k1");
      long end = api.logEnd();
      assertThat(api.put("/v1/videos/v1", CAT, "Idempotency-Key", "k1").json().toString())
          .isEqualTo("{\"accepted\":0,\"repeated\":1}");
      assertThat(api.put("/v1/videos/v1", CAT).json().toString())
          .isEqualTo("{\"accepted\":0,\"repeated\":1}");
      api.settle();
      assertThat(api.put("/v1/videos/v1", CAT).json().toString())
          .isEqualTo("{\"accepted\":0,\"repeated\":1}");
      assertThat(api.logEnd()).isEqualTo(end);
    }
  }

  @Test
  void replacesDetailsAndKeepsTheTimeOfPublication() {
    try (var api = new RunningApi(data)) {
      api.put("/v1/videos/v1", "{\"title\":\"Cat\",\"publishedAt\":\"2026-01-01T00:00:00Z\"}");
      api.put("/v1/videos/v1", "{\"title\":\"Dog\"}");
      assertThat(api.get("/v1/videos/v1").json().get("details").toString())
          .isEqualTo("{\"title\":\"Dog\",\"publishedAt\":\"2026-01-01T00:00:00Z\"}");
    }
  }

  @Test
  void removesAndPublishesAgain() {
    try (var api = new RunningApi(data)) {
      api.put("/v1/videos/v1", CAT);
      assertThat(api.delete("/v1/videos/v1").json().toString())
          .isEqualTo("{\"accepted\":1,\"repeated\":0}");
      assertThat(api.delete("/v1/videos/v1").json().toString())
          .isEqualTo("{\"accepted\":0,\"repeated\":1}");
      assertThat(api.get("/v1/videos/v1").json().get("published").booleanValue()).isFalse();
      api.settle();
      assertThat(api.get("/v1/feed?user=u1").videos()).isEmpty();
      api.put("/v1/videos/v1", CAT);
      assertThat(api.get("/v1/videos/v1").json().get("published").booleanValue()).isTrue();
    }
  }

  @Test
  void takesAnyIdThatIsPercentEncoded() {
    try (var api = new RunningApi(data)) {
      String path = "/v1/videos/a%2Fb%20%C3%A9%F0%9F%90%88%3F";
      assertThat(api.put(path, CAT).status()).isEqualTo(200);
      assertThat(api.get(path).json().get("video").stringValue()).isEqualTo("a/b é🐈?");
    }
  }

  @Test
  void isInTheFeedWithinASecond() {
    try (var api = new RunningApi(data)) {
      long start = System.nanoTime();
      api.put("/v1/videos/v1", CAT);
      RunningApi.eventually(() -> api.get("/v1/feed?user=u1").videos().contains("v1"));
      assertThat(System.nanoTime() - start).isLessThan(1_500_000_000L); // a busy machine's second
    }
  }

  @Test
  void countsImpressionsAndWatches() {
    try (var api = new RunningApi(data)) {
      api.publish("v1", "cats");
      api.watch("u1", "v1");
      api.settle();
      assertThat(api.get("/v1/videos/v1").json().get("counters").toString())
          .isEqualTo("{\"impressions\":1,\"watches\":1}");
    }
  }

  @Test
  void doesNotKnowAVideoThatOnlyAClickNamed() {
    try (var api = new RunningApi(data)) {
      api.watch("u1", "rumour");
      api.settle();
      assertThat(api.get("/v1/videos/rumour").status()).isEqualTo(404);
      assertThat(api.delete("/v1/videos/rumour").status()).isEqualTo(404);
      assertThat(api.get("/v1/videos/rumour/similar").status()).isEqualTo(404);
    }
  }
}
