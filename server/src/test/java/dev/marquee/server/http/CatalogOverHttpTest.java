package dev.marquee.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.marquee.engine.Progress;
import dev.marquee.server.data.ImportException;
import dev.marquee.server.imports.BadLines;
import dev.marquee.server.imports.CatalogChanges;
import dev.marquee.server.imports.CatalogTarget;
import dev.marquee.server.imports.ServerCatalog;
import dev.marquee.server.imports.VideosImport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A catalog file and a running server: what the file says is what the server has.
final class CatalogOverHttpTest {

  private static final VideosImport.Options REMOVE = new VideosImport.Options(true, false, false);

  @TempDir Path folder;

  @Test
  void aServersCatalogBecomesWhatTheFileSays() throws IOException {
    try (var api = new RunningApi(folder.resolve("data"))) {
      String a = "id,title\nv1,A\nv2,B\nv3,C\n";
      assertThat(run(api, a).added().count()).isEqualTo(3);
      assertThat(run(api, a).unchanged()).isEqualTo(3);
      long end = api.logEnd();
      assertThat(run(api, a).unchanged()).isEqualTo(3);
      assertThat(api.logEnd()).as("nothing is stored again").isEqualTo(end);

      CatalogChanges changes = run(api, "id,title\nv1,X\nv2,B\n");
      assertThat(changes.changed().first()).containsExactly("v1 (title)");
      assertThat(changes.removed().first()).containsExactly("v3");
      api.settle();
      assertThat(title(api, "v1")).isEqualTo("X");
      assertThat(api.get("/v1/videos/v3").json().get("published").asBoolean()).isFalse();

      assertThat(run(api, a).added().first()).as("published again").containsExactly("v3");
      api.settle();
      assertThat(title(api, "v1")).isEqualTo("A");
      assertThat(api.get("/v1/videos/v3").json().get("published").asBoolean()).isTrue();
    }
  }

  @Test
  void moreThanAPageAndMoreThanABodyMayHold() throws IOException {
    String all =
        IntStream.range(0, 2_500)
            .mapToObj(i -> "v%d,Title number %d\n".formatted(i, i))
            .collect(Collectors.joining("", "id,title\n", ""));
    assertThat(all.length()).isGreaterThan(RunningApi.BODY_BYTES / 2);
    try (var api = new RunningApi(folder.resolve("data"))) {
      assertThat(run(api, all).added().count()).isEqualTo(2_500);
      assertThat(run(api, all).unchanged()).isEqualTo(2_500);
      api.settle();
      assertThat(title(api, "v2499")).isEqualTo("Title number 2499");
    }
  }

  @Test
  void theListHasPagesAndNamesNoVideoThatOnlyAClickNamed() {
    try (var api = new RunningApi(folder.resolve("data"))) {
      api.publish("v1", "cats");
      api.publish("v2", "cats");
      api.watch("ann", "unknown");
      var first = api.get("/v1/videos?limit=1").json().get("videos");
      assertThat(first.valueStream().map(it -> it.get("video").asString())).containsExactly("v1");
      var rest = api.get("/v1/videos?after=v1").json().get("videos");
      assertThat(rest.valueStream().map(it -> it.get("video").asString())).containsExactly("v2");
      assertThat(api.get("/v1/videos?after=v2").json().get("videos")).isEmpty();
      assertThat(api.get("/v1/videos?after=nosuch").status()).isEqualTo(400);
      assertThat(api.get("/v1/videos?limit=0").status()).isEqualTo(400);
    }
  }

  @Test
  void aServerThatIsNotReadyIsAskedAgainAndNothingCountsTwice() throws IOException {
    var calls = new AtomicInteger();
    try (var api = new RunningApi(folder.resolve("data"))) {
      HttpServer unready = proxyThatFailsEveryOther(api, calls);
      try {
        var target = new ServerCatalog(address(unready.getAddress().getPort()));
        assertThat(run(target, "id\nv1\nv2\n").added().count()).isEqualTo(2);
        assertThat(calls).hasValue(4); // list and post, each of them twice
        assertThat(run(api, "id\nv1\nv2\n").unchanged()).isEqualTo(2);
        assertThat(api.logEnd()).isEqualTo(2);
      } finally {
        unready.stop(0);
      }
    }
  }

  /// Passes every request on, and tells of every other one that it failed.
  private static HttpServer proxyThatFailsEveryOther(RunningApi api, AtomicInteger calls)
      throws IOException {
    HttpClient client = HttpClient.newHttpClient();
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var request =
                HttpRequest.newBuilder(
                        address(api.api.port()).resolve(exchange.getRequestURI().toString()))
                    .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
                    .build();
            byte[] answer = client.send(request, BodyHandlers.ofByteArray()).body();
            boolean fails = calls.getAndIncrement() % 2 == 0;
            exchange.sendResponseHeaders(fails ? 503 : 200, answer.length);
            exchange.getResponseBody().write(answer);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    proxy.start();
    return proxy;
  }

  @Test
  void whatTheServerRefusesIsToldInItsWords() throws IOException {
    try (var api = new RunningApi(folder.resolve("data"))) {
      var late =
          new VideosImport(
              new ServerCatalog(address(api.api.port())),
              new BadLines(0, line -> {}),
              Progress.NONE,
              () -> RunningApi.NOON.plusSeconds(3_600));
      Path file = Files.writeString(folder.resolve("videos.csv"), "id\nv1\n");
      assertThatExceptionOfType(ImportException.class)
          .isThrownBy(() -> late.run(file, REMOVE))
          .withMessageContaining("/v1/events answers 400")
          .withMessageContaining("expected a time not more than 5 minutes after this server's");
    }
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    for (String address : new String[] {"localhost:8080", "ftp://localhost", "data"}) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> new ServerCatalog(URI.create(address)))
          .withMessageContaining("expected the address of a server");
    }
  }

  private CatalogChanges run(RunningApi api, String csv) throws IOException {
    return run(new ServerCatalog(address(api.api.port())), csv);
  }

  private CatalogChanges run(CatalogTarget target, String csv) throws IOException {
    Path file = Files.writeString(folder.resolve("videos.csv"), csv);
    return new VideosImport(
            target, new BadLines(0, line -> {}), Progress.NONE, () -> RunningApi.NOON)
        .run(file, REMOVE)
        .changes();
  }

  private static URI address(int port) {
    return URI.create("http://localhost:" + port);
  }

  private static String title(RunningApi api, String video) {
    return api.get("/v1/videos/" + video).json().get("details").get("title").asString();
  }
}
