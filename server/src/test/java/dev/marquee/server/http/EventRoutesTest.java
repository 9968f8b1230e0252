package dev.marquee.server.http;

import static dev.marquee.server.http.RunningApi.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventRoutesTest {

  private static final String CLICK =
      "{\"type\":\"click\",\"id\":\"c1\",\"at\":\"%s\",\"user\":\"u1\",\"video\":\"v1\"}"
          .formatted(NOON);
  private static final String FOLLOW =
      "{\"type\":\"follow\",\"id\":\"f1\",\"at\":\"%s\",\"user\":\"u1\",\"channel\":\"ch1\"}"
          .formatted(NOON);

  @TempDir Path data;

  @Test
  void takesAListALineEachOrASingleEvent() {
    try (var api = new RunningApi(data)) {
      assertThat(api.post("[" + CLICK + "," + FOLLOW + "]").json().toString())
          .isEqualTo("{\"accepted\":2,\"repeated\":0}");
      assertThat(api.post(CLICK + "\n" + FOLLOW + "\n").json().toString())
          .isEqualTo("{\"accepted\":0,\"repeated\":2}");
      assertThat(api.post(CLICK.replace("c1", "c2")).json().toString())
          .isEqualTo("{\"accepted\":1,\"repeated\":0}");
      assertThat(api.post("[]").json().toString()).isEqualTo("{\"accepted\":0,\"repeated\":0}");
      assertThat(api.logEnd()).isEqualTo(3);
    }
  }

  @Test
  void takesGzip() {
    try (var api = new RunningApi(data)) {
      RunningApi.Reply reply =
          api.send(
              "POST",
              "/v1/events",
              RunningApi.gzip("[" + CLICK + "," + FOLLOW + "]"),
              "Content-Encoding",
              "gzip");
      assertThat(reply.json().get("accepted").intValue()).isEqualTo(2);
    }
  }

  @Test
  void isKnownToTheNextRequest() {
    try (var api = new RunningApi(data)) {
      api.post(FOLLOW);
      assertThat(api.get("/v1/users/u1").json().get("following").toString()).isEqualTo("[\"ch1\"]");
    }
  }

  @Test
  void countsWhatItTookAndWhatItRefused() {
    try (var api = new RunningApi(data)) {
      api.post(CLICK);
      api.post(CLICK);
      api.post("{}");
      assertThat(api.get("/metrics").text())
          .contains("marquee_events_accepted_total 1.0")
          .contains("marquee_events_repeated_total 1.0")
          .contains("marquee_events_refused_total 1.0")
          .contains("marquee_log_end 1.0")
          .contains("jvm_memory_used_bytes");
    }
  }

  @Test
  void letsClocksBeAheadALittle() {
    try (var api = new RunningApi(data)) {
      String at = NOON.plusSeconds(299).toString();
      assertThat(api.post(CLICK.replace(NOON.toString(), at)).status()).isEqualTo(200);
    }
  }
}
