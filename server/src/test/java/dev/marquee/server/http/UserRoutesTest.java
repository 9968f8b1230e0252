package dev.marquee.server.http;

import static dev.marquee.server.http.RunningApi.NOON;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.events.json.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UserRoutesTest {

  @TempDir Path data;

  @Test
  void readsBackAtOnceWhatWasWritten() {
    try (var api = new RunningApi(data)) {
      String profile =
          "{\"country\":\"DE\",\"birthYear\":1990,\"attributes\":{\"plan\":\"family\"}}";
      assertThat(api.put("/v1/users/u1", profile).json().toString())
          .isEqualTo("{\"accepted\":1,\"repeated\":0}");
      assertThat(api.put("/v1/users/u1", profile).json().toString())
          .isEqualTo("{\"accepted\":0,\"repeated\":1}");
      assertThat(api.get("/v1/users/u1").json().get("profile").toString()).isEqualTo(profile);
    }
  }

  @Test
  void tellsWhatWasWatched() {
    try (var api = new RunningApi(data)) {
      api.publish("v1", "cats");
      api.publish("v2", "cats");
      api.watch("u1", "v1");
      api.watch("u1", "v2");
      api.settle();
      RunningApi.Reply user = api.get("/v1/users/u1");
      assertThat(user.json().get("counts").toString())
          .isEqualTo("{\"impressions\":2,\"watches\":2}");
      assertThat(user.json().get("lastWatched").get(0).toString())
          .isEqualTo(
              "{\"video\":\"v2\",\"title\":\"About v2\",\"at\":\"%s\",\"share\":1.0}"
                  .formatted(NOON));
    }
  }

  @Test
  void listsUsersThatAreKnown() {
    try (var api = new RunningApi(data)) {
      assertThat(api.get("/v1/users").json().toString()).isEqualTo("{\"users\":[]}");
      api.put("/v1/users/u1", "{\"country\":\"DE\"}");
      api.put("/v1/users/u2", "{}");
      api.put("/v1/users/u3", "{}");
      api.delete("/v1/users/u2");
      assertThat(users(api, "/v1/users")).containsExactly("u1", "u3");
      assertThat(users(api, "/v1/users?limit=1")).containsExactly("u1");
    }
  }

  @Test
  void leavesNoTraceOfAnErasedUser() throws IOException {
    try (var api = new RunningApi(data)) {
      api.publish("v1", "cats");
      api.put("/v1/users/somebody-erased", "{\"country\":\"DE\"}");
      api.watch("somebody-erased", "v1");
      api.get("/v1/feed?user=somebody-erased");
      api.settle();
      assertThat(api.delete("/v1/users/somebody-erased").status()).isEqualTo(200);
      assertThat(api.get("/v1/users/somebody-erased").status()).isEqualTo(404);
      assertThat(users(api, "/v1/users")).isEmpty();
      api.marquee
          .log()
          .replay(
              (_, event) -> {
                assertThat(new String(EventJson.write(event), ISO_8859_1))
                    .doesNotContain("somebody-erased");
                return true;
              });
      assertThat(filesWith("somebody-erased")).isEmpty();
    }
    try (var api = new RunningApi(data)) {
      assertThat(api.get("/v1/users/somebody-erased").status()).isEqualTo(404);
    }
  }

  @Test
  void erasesAUserOfWhomNothingIsKnown() {
    try (var api = new RunningApi(data)) {
      assertThat(api.delete("/v1/users/nobody").status()).isEqualTo(200);
    }
  }

  private List<Path> filesWith(String text) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files.filter(Files::isRegularFile).filter(file -> contains(file, text)).toList();
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> users(RunningApi api, String path) {
    return api.get(path)
        .json()
        .get("users")
        .valueStream()
        .map(user -> user.get("user").stringValue())
        .toList();
  }
}
