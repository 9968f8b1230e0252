package dev.marquee.server.demo;

import dev.marquee.simulator.FeedPolicy;
import dev.marquee.simulator.FeedRequest;
import dev.marquee.simulator.Slate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Requests feeds from a running server, like a platform's front end, and records how long each
/// took.
final class HttpPolicy implements FeedPolicy {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http;
  private final URI feed;
  private final DemoClock clock;
  private final List<Double> millis = new ArrayList<>();
  private int items;
  private int degraded;

  HttpPolicy(HttpClient http, URI api, DemoClock clock) {
    this.http = http;
    this.feed = api.resolve("v1/feed");
    this.clock = clock;
  }

  @Override
  public Slate feed(FeedRequest request) {
    clock.advanceTo(request.at());
    URI address =
        URI.create(
            feed
                + "?user="
                + encoded(request.viewer())
                + "&country="
                + encoded(request.context().country())
                + "&device="
                + encoded(request.context().device())
                + "&surface="
                + encoded(request.context().surface())
                + "&limit="
                + request.limit());
    long start = System.nanoTime();
    String body = get(address);
    millis.add((System.nanoTime() - start) / 1e6);
    JsonNode answer = JSON.readTree(body);
    List<String> videos = new ArrayList<>();
    answer.get("items").forEach(item -> videos.add(item.get("video").asString()));
    items += videos.size();
    degraded += answer.get("degraded").isEmpty() ? 0 : 1;
    return new Slate(answer.get("feed").asString(), videos);
  }

  private String get(URI address) {
    try {
      HttpResponse<String> answer =
          http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException("no feed: " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while requesting a feed", e);
    }
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  int feeds() {
    return millis.size();
  }

  int items() {
    return items;
  }

  int degraded() {
    return degraded;
  }

  /// A quantile of the feeds' latencies in milliseconds, without the first `warmUp` feeds; empty if
  /// there are no others.
  Optional<Double> millisAt(double quantile, int warmUp) {
    double[] sorted =
        millis.stream().skip(warmUp).mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 0
        ? Optional.empty()
        : Optional.of(sorted[(int) Math.min(sorted.length - 1, quantile * sorted.length)]);
  }
}
