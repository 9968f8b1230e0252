package dev.marquee.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.events.SettingsChanged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SettingsRoutesTest {

  private static final String FILE = "marquee.yaml";

  @TempDir private Path data;

  private static JsonNode setting(RunningApi api, String key) {
    return api.get("/v1/settings")
        .json()
        .get("settings")
        .valueStream()
        .filter(it -> it.get("key").stringValue().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static String value(RunningApi api, String key) {
    return setting(api, key).get("value").stringValue();
  }

  /// Ten cats that are watched, ten dogs and ten birds that are not.
  private static void publish(RunningApi api) {
    for (int i = 0; i < 10; i++) {
      api.publish("cat" + i, "cats");
      api.publish("dog" + i, "dogs");
      api.publish("bird" + i, "birds");
      api.watch("u" + i, "cat" + i);
    }
    api.settle();
    RunningApi.eventually(
        () ->
            api.get("/v1/trending?limit=10").videos().stream().allMatch(SettingsRoutesTest::isCat));
  }

  private static boolean isCat(String video) {
    return video.startsWith("cat");
  }

  @Test
  void everySettingIsToldWithItsSource() {
    try (var api = new RunningApi(data, Map.of("reranking.category.max", "6"))) {
      JsonNode max = setting(api, "reranking.category.max");
      assertThat(max.get("value").stringValue()).isEqualTo("6");
      assertThat(max.get("initial").stringValue()).isEqualTo("4");
      assertThat(max.get("unit").stringValue()).isEqualTo("slots");
      assertThat(max.get("source").stringValue()).isEqualTo("--set");
      assertThat(max.get("effect").stringValue()).isEqualTo("next feed");
      JsonNode gap = setting(api, "fold.session-gap");
      assertThat(gap.get("value").stringValue()).isEqualTo("30 min");
      assertThat(gap.get("source").stringValue()).isEqualTo("default");
      assertThat(api.marquee.settings().funnel().reranking().category().max()).isEqualTo(6);
    }
  }

  @Test
  void anObjectiveWeightIsTakenUpLive() throws IOException {
    try (var api = new RunningApi(data)) {
      String before = api.get("/v1/settings").json().get("version").stringValue();
      Files.writeString(data.resolve(FILE), "ranking: {duration-weight: 0.5}");
      api.settings.look();
      assertThat(value(api, "ranking.duration-weight")).isEqualTo("0.5");
      assertThat(api.marquee.settings().funnel().ranking().durationWeight()).isEqualTo(0.5f);
      String changed = api.get("/v1/settings").json().get("version").stringValue();
      assertThat(changed).isNotEqualTo(before);
      assertThat(versions(api)).containsExactly(changed);
      Files.delete(data.resolve(FILE));
      api.settings.look();
      assertThat(value(api, "ranking.duration-weight")).isEqualTo("0");
      assertThat(api.get("/v1/settings").json().get("version").stringValue()).isEqualTo(before);
      assertThat(versions(api)).containsExactly(changed, before);
    }
  }

  @Test
  void aFeedNamesTheSettingsThatServedIt() {
    try (var api = new RunningApi(data, Map.of("reranking.category.max", "6"))) {
      publish(api);
      assertThat(cats(api)).isEqualTo(6);
      RunningApi.eventually(() -> events(api, FeedServed.class).size() == 1);
      assertThat(events(api, FeedServed.class).getFirst().settings())
          .isEqualTo(versions(api).getFirst());
      assertThat(events(api, SettingsChanged.class).getFirst().content())
          .contains("max: 6  # * by --set, default: 4");
    }
  }

  private static List<String> versions(RunningApi api) {
    return events(api, SettingsChanged.class).stream().map(SettingsChanged::version).toList();
  }

  private static <E extends Event> List<E> events(RunningApi api, Class<E> type) {
    List<E> all = new ArrayList<>();
    api.marquee
        .log()
        .read(
            0,
            0,
            (_, event) -> {
              if (type.isInstance(event)) {
                all.add(type.cast(event));
              }
              return true;
            });
    return all;
  }

  @Test
  void whatCannotChangeLiveIsRefusedWithTheWayOut() throws IOException {
    try (var api = new RunningApi(data)) {
      Files.writeString(
          data.resolve(FILE), "{fold: {session-gap: 1 h}, ranking: {duration-weight: 0.5}}");
      api.settings.look();
      assertThat(value(api, "ranking.duration-weight")).isEqualTo("0");
      assertThat(api.get("/v1/settings").json().get("refused").stringValue())
          .contains("'fold.session-gap' is '1 h' and was '30 min' when the server started")
          .contains("folds the whole log again");
      Files.writeString(data.resolve(FILE), "fold: {sesion-gap: 1 h}");
      api.settings.look();
      assertThat(api.get("/v1/settings").json().get("refused").stringValue())
          .contains("line 1: there is no setting 'fold.sesion-gap'")
          .contains("did you mean 'fold.session-gap'?");
      Files.writeString(data.resolve(FILE), "live: {save-every: 1 h}");
      api.settings.look();
      assertThat(api.get("/v1/settings").json().get("refused").stringValue())
          .contains("restart the server to use it");
      Files.writeString(data.resolve(FILE), "ranker.schedule.epochs: 3");
      api.settings.look();
      assertThat(api.get("/v1/settings").json().get("refused").stringValue()).isEmpty();
      assertThat(value(api, "ranker.schedule.epochs")).isEqualTo("3");
    }
  }

  @Test
  void theCategoryCapIsSeenInTheFeedAndTakenUpLive() throws IOException {
    try (var api = new RunningApi(data, Map.of("reranking.category.max", "6"))) {
      publish(api);
      assertThat(cats(api)).isEqualTo(6);
    }
    try (var api = new RunningApi(data)) {
      assertThat(cats(api)).isEqualTo(4);
      Files.writeString(data.resolve(FILE), "reranking: {category: {max: 10}}");
      api.settings.look();
      assertThat(cats(api)).isEqualTo(10);
    }
  }

  private static long cats(RunningApi api) {
    List<String> videos = api.get("/v1/feed?user=ann&limit=10").videos();
    assertThat(videos).hasSize(10);
    return videos.stream().filter(SettingsRoutesTest::isCat).count();
  }
}
