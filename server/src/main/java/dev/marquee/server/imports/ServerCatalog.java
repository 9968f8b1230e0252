package dev.marquee.server.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoEvent;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.VideoRemoved;
import dev.marquee.engine.events.json.EventJson;
import dev.marquee.server.data.ImportException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The catalog of a running server, over its HTTP API.
///
/// A request that fails on the way, or that the server answers with 502, 503 or 504, is sent again
/// for up to two minutes: events keep their ids, so what was stored already is recognised. A batch
/// that is too large for the server is sent in halves. For one thread.
public final class ServerCatalog implements CatalogTarget {

  private static final int PAGE_VIDEOS = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final URI server;
  private final Duration patience;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  /// @param server its address, such as `http://localhost:8080`
  public ServerCatalog(URI server) {
    this(server, PATIENCE);
  }

  /// @param patience how long a request is repeated
  ServerCatalog(URI server, Duration patience) {
    if (server.getHost() == null || !List.of("http", "https").contains(server.getScheme())) {
      throw new IllegalArgumentException(
          "--to is '%s', expected the address of a server, such as http://localhost:8080"
              .formatted(server));
    }
    this.server = URI.create(server + (server.toString().endsWith("/") ? "" : "/"));
    this.patience = patience;
  }

  @Override
  public void replay(Consumer<VideoEvent> sink) {
    String last = "";
    while (true) {
      String after = last.isEmpty() ? "" : "&after=" + URLEncoder.encode(last, UTF_8);
      URI page = server.resolve("v1/videos?limit=" + PAGE_VIDEOS + after);
      HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(page).GET());
      requireOk(page, answer);
      JsonNode videos = json(page, answer).path("videos");
      if (videos.isEmpty()) {
        return;
      }
      for (JsonNode video : videos) {
        last = video.get("video").asString();
        pass(last, video, sink);
      }
    }
  }

  private static void pass(String id, JsonNode video, Consumer<VideoEvent> sink) {
    VideoDetails details =
        EventJson.readVideo(video.get("details").toString().getBytes(UTF_8), Instant.EPOCH);
    Instant at = details.publishedAt();
    String content = ContentId.of("", new VideoPublished("-", at, id, details));
    sink.accept(new VideoPublished("published-" + content, at, id, details));
    if (!video.get("published").asBoolean()) {
      sink.accept(new VideoRemoved("removed-" + content, at, id));
    }
  }

  @Override
  public CompletableFuture<EventLog.Appended> append(List<Event> events) {
    return CompletableFuture.completedFuture(EventLog.Appended.in(0, 0, post(events)));
  }

  /// @return how many of the events the server held already
  private int post(List<Event> events) {
    var lines = new ByteArrayOutputStream();
    EventJson.writeLines(events, lines);
    URI target = server.resolve("v1/events");
    HttpResponse<byte[]> answer =
        send(
            HttpRequest.newBuilder(target)
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofByteArray(lines.toByteArray())));
    if (answer.statusCode() == 413 && events.size() > 1) {
      int half = events.size() / 2;
      return post(events.subList(0, half)) + post(events.subList(half, events.size()));
    }
    requireOk(target, answer);
    return json(target, answer).path("repeated").asInt();
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder builder) {
    HttpRequest request = builder.timeout(TIMEOUT).build();
    long start = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    while (true) {
      boolean isLast = System.nanoTime() - start + pause.toNanos() > patience.toNanos();
      try {
        HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
        if (isLast || !List.of(502, 503, 504).contains(answer.statusCode())) {
          return answer;
        }
      } catch (IOException e) {
        if (isLast) {
          throw new UncheckedIOException(
              "no answer from %s for %,d s (%s): is a server running there? What it stored is found"
                      .formatted(request.uri(), patience.toSeconds(), e)
                  + " by the next run",
              e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for " + request.uri(), e);
      }
      sleep(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a server", e);
    }
  }

  private static void requireOk(URI target, HttpResponse<byte[]> answer) {
    if (answer.statusCode() != 200) {
      throw new ImportException(
          "%s answers %d: %s".formatted(target, answer.statusCode(), reason(answer)));
    }
  }

  private static String reason(HttpResponse<byte[]> answer) {
    String text = new String(answer.body(), UTF_8);
    try {
      JsonNode message = JsonMapper.shared().readTree(text).path("error").path("message");
      return message.isString() ? message.asString() : text;
    } catch (JacksonException e) {
      return text; // of a proxy, perhaps
    }
  }

  private static JsonNode json(URI target, HttpResponse<byte[]> answer) {
    try {
      return JsonMapper.shared().readTree(answer.body());
    } catch (JacksonException e) {
      throw new ImportException(target + " does not answer in JSON: is this a Marquee server?", e);
    }
  }
}
