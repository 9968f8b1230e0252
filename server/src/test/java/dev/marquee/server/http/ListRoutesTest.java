package dev.marquee.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ListRoutesTest {

  @TempDir Path data;

  @Test
  void fallsBackToPopularVideosOfTheCategoryAndSaysSo() {
    try (var api = new RunningApi(data)) {
      api.publish("v1", "cats");
      api.publish("v2", "cats");
      api.publish("v3", "dogs");
      api.publish("v4", "cats");
      api.watch("u1", "v4");
      api.settle();
      RunningApi.eventually(
          () -> api.get("/v1/videos/v1/similar").videos().equals(java.util.List.of("v4", "v2")));
      RunningApi.Reply reply = api.get("/v1/videos/v1/similar");
      assertThat(reply.degraded())
          .containsExactly(
              "no models yet: run 'marquee train', popular videos of category 'cats' instead");
      assertThat(api.get("/v1/videos/v1/similar?user=u1").videos()).containsExactly("v2");
      assertThat(api.get("/v1/videos/v1/similar?limit=1").videos()).containsExactly("v4");
    }
  }

  @Test
  void showsWhatIsWatchedAndFillsUpWithPopular() {
    try (var api = new RunningApi(data)) {
      api.publish("v1", "cats");
      api.publish("v2", "dogs");
      api.put("/v1/users/u1", "{\"country\":\"DE\"}");
      api.watch("u1", "v2");
      api.settle();
      RunningApi.eventually(
          () -> api.get("/v1/trending?country=DE").videos().getFirst().equals("v2"));
      RunningApi.Reply reply = api.get("/v1/trending?country=DE&limit=2");
      assertThat(reply.videos()).containsExactly("v2", "v1");
      assertThat(reply.degraded())
          .containsExactly(
              "only 1 videos were watched recently in 'DE': filled up with popular ones");
      assertThat(api.get("/v1/trending?limit=1").degraded()).isEmpty();
      assertThat(api.get("/v1/trending?user=u1").videos()).containsExactly("v1");
    }
  }

  @Test
  void isEmptyWhereTheCatalogIs() {
    try (var api = new RunningApi(data)) {
      assertThat(api.get("/v1/trending").json().toString())
          .isEqualTo("{\"items\":[],\"degraded\":[]}");
    }
  }
}
