package dev.marquee.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.marquee.engine.Progress;
import dev.marquee.server.data.SettingsSources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoTest {

  private static final int FEEDS = 40;

  @TempDir private Path data;
  private final List<String> story = new ArrayList<>();

  @Test
  void aPlatformLivesTrainsServesAndSeesNoSkew() throws Exception {
    try (Demo demo = demo(0)) {
      Map<String, Double> prepared = demo.prepare();
      assertThat(prepared.get("impressions")).isGreaterThan(1_000);
      assertThat(prepared.get("auc.click")).isBetween(0.5, 1.0);
      assertThat(prepared).containsKeys("examples", "recall@100", "seconds.train");

      Map<String, Double> asked = demo.askForFeeds(FEEDS);
      assertThat(asked).containsEntry("feeds", (double) FEEDS).containsEntry("feeds.degraded", 0.0);
      assertThat(asked.get("feeds.events_meanwhile")).isPositive();
      assertThat(asked.get("skew.checked")).isGreaterThan(FEEDS);
      assertThat(asked).containsEntry("skew.different", 0.0);
      // Too few feeds for a latency: the first are left out.
      assertThat(asked).doesNotContainKeys("feed.p50_ms", "feed.p99_ms");
      assertThat(story).anyMatch(line -> line.contains("skew: 0 of"));
      assertThat(story).noneMatch(line -> line.contains("nul") || line.contains("NaN"));

      JsonNode feed = get(demo.uri().resolve("v1/feed?user=u1&limit=5"));
      assertThat(feed.get("items")).hasSize(5);
      assertThat(feed.get("degraded")).isEmpty();
    }
  }

  @Test
  void aTakenPortIsReplacedByAFreeOneWithAWord() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Demo demo = demo(taken.getLocalPort())) {
      assertThat(demo.uri().getPort()).isNotEqualTo(taken.getLocalPort());
      assertThat(story)
          .containsExactly(
              "port %d is taken, listening on %d instead"
                  .formatted(taken.getLocalPort(), demo.uri().getPort()));
    }
  }

  @Test
  void twoOfAtLeastThreeDaysAreKeptForEvaluation() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DemoSettings(data, 10, 10, 2, 1, 0))
        .withMessageContaining("--days is 2");
  }

  @Test
  void aPortIsAPort() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DemoSettings(data, 10, 10, 3, 1, -1))
        .withMessageContaining("--port is -1");
  }

  private Demo demo(int port) {
    return new Demo(
        new DemoSettings(data, 120, 300, 3, 1, port),
        SettingsSources.of(data),
        Progress.NONE,
        story::add);
  }

  private static JsonNode get(URI address) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      return JsonMapper.shared().readTree(answer.body());
    }
  }
}
