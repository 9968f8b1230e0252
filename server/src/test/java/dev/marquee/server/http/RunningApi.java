package dev.marquee.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.Marquee;
import dev.marquee.server.data.LiveSettings;
import dev.marquee.server.data.LoadedSettings;
import dev.marquee.server.data.SettingsSources;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.MissingNode;

/// A real server on a data directory, and a client that holds every answer of the API against its
/// description. The server's clock stands at [#NOON].
final class RunningApi implements AutoCloseable {

  static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  /// The largest body, small so that tests reach it soon.
  static final int BODY_BYTES = 64 << 10;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final OpenApi DESCRIPTION = OpenApi.read();

  final Marquee marquee;
  final LiveSettings settings;
  final HttpApi api;
  private final HttpClient client = HttpClient.newHttpClient();

  /// An answer; its body is missing where it is not JSON.
  record Reply(int status, HttpResponse<byte[]> response, JsonNode json) {

    String text() {
      return new String(response.body(), UTF_8);
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /// A part of the refusal.
    String error(String part) {
      return json.path("error").path(part).asString();
    }

    /// Ids of the videos of a feed or list.
    List<String> videos() {
      return json.get("items").valueStream().map(it -> it.get("video").stringValue()).toList();
    }

    List<String> degraded() {
      return json.get("degraded").valueStream().map(JsonNode::stringValue).toList();
    }
  }

  RunningApi(Path data) {
    this(data, Map.of());
  }

  /// @param set settings beside the defaults, by key
  RunningApi(Path data, Map<String, String> set) {
    SettingsSources sources =
        new SettingsSources(data, Optional.empty(), Map.of(), set)
            .with("http.port", "0")
            .with("http.body-bytes", Integer.toString(BODY_BYTES));
    LoadedSettings loaded = sources.load(_ -> {});
    marquee = Marquee.in(data).clock(() -> NOON).with(loaded.settings().marquee()).open();
    settings = LiveSettings.of(marquee, sources, loaded, () -> NOON);
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    api = new HttpApi(marquee, settings, registry, () -> NOON);
    api.start();
  }

  List<Route> routes() {
    return api.routes();
  }

  Reply get(String path) {
    return send("GET", path, new byte[0]);
  }

  Reply delete(String path, String... headers) {
    return send("DELETE", path, new byte[0], headers);
  }

  Reply put(String path, String body, String... headers) {
    return send("PUT", path, body.getBytes(UTF_8), headers);
  }

  Reply post(String body, String... headers) {
    return send("POST", "/v1/events", body.getBytes(UTF_8), headers);
  }

  /// Sends a request whose answer must be as described.
  Reply send(String method, String path, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(api.uri().resolve(path))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      boolean isJson =
          response.headers().firstValue("Content-Type").orElse("").equals("application/json")
              && response.body().length > 0;
      Reply reply =
          new Reply(
              response.statusCode(),
              response,
              isJson ? JSON.readTree(response.body()) : MissingNode.getInstance());
      if (isJson) {
        requireDescribed(method, request.build().uri(), reply);
      }
      return reply;
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + " got no answer", e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void requireDescribed(String method, URI uri, Reply reply) {
    List<String> parts = Route.split(uri.getRawPath());
    Stream<Route> here = routes().stream().filter(it -> it.documented() && it.matches(parts));
    here.filter(it -> it.method().equals(method))
        .forEach(
            route ->
                assertThat(DESCRIPTION.faults(method, route.path(), reply.status(), reply.json()))
                    .as("%s %s: %s", method, uri, reply.json())
                    .isEmpty());
  }

  /// Sends bytes that no well-behaved client would, and returns all that comes back.
  String raw(String request) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new AssertionError("no answer to " + request, e);
    }
  }

  long logEnd() {
    return marquee.log().end();
  }

  /// Publishes a video of a category, a minute long.
  void publish(String video, String category) {
    Reply reply =
        put(
            "/v1/videos/" + video,
            """
            {"title":"About %s","channel":"ch-%s","categories":["%s"],"durationSeconds":60}
            """
                .formatted(video, category, category));
    assertThat(reply.status()).isEqualTo(200);
  }

  /// Lets a viewer see, open and finish a video.
  void watch(String user, String video) {
    String about = "\"user\":\"%s\",\"video\":\"%s\",\"at\":\"%s\"".formatted(user, video, NOON);
    String id = user + "-" + video;
    List<String> events = new ArrayList<>();
    events.add("{\"type\":\"impression\",\"id\":\"i-%s\",%s}".formatted(id, about));
    events.add("{\"type\":\"click\",\"id\":\"c-%s\",%s}".formatted(id, about));
    events.add(
        "{\"type\":\"watch\",\"id\":\"w-%s\",%s,\"watchedSeconds\":60}".formatted(id, about));
    assertThat(post(String.join("\n", events)).status()).isEqualTo(200);
  }

  /// Waits until readers see everything that was stored so far, in charts as well.
  void settle() {
    long end = logEnd();
    eventually(() -> marquee.state().snapshot().number() >= end);
    var perhapsOlder = marquee.state().charts();
    eventually(() -> marquee.state().charts() != perhapsOlder);
  }

  /// Waits for what happens soon.
  static void eventually(java.util.function.BooleanSupplier fact) {
    long deadline = System.nanoTime() + 5_000_000_000L;
    while (!fact.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within five seconds");
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  static byte[] gzip(String text) {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return packed.toByteArray();
  }

  @Override
  public void close() {
    api.close();
    settings.close();
    marquee.close();
  }
}
