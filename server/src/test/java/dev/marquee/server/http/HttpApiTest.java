package dev.marquee.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.Marquee;
import dev.marquee.server.data.LiveSettings;
import dev.marquee.server.data.SettingsSources;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpApiTest {

  @TempDir Path data;

  @Test
  void saysThatAPortIsTakenAndStartsOnAFreeOne() {
    try (var first = new RunningApi(data.resolve("first"));
        var marquee = Marquee.in(data.resolve("second")).clock(() -> RunningApi.NOON).open()) {
      int taken = first.api.port();
      var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      var sources = SettingsSources.of(data).with("http.port", Integer.toString(taken));
      try (var settings =
              LiveSettings.of(marquee, sources, sources.load(_ -> {}), () -> RunningApi.NOON);
          var second = new HttpApi(marquee, settings, registry, () -> RunningApi.NOON)) {
        assertThatThrownBy(second::start)
            .isInstanceOf(PortInUseException.class)
            .hasMessageContaining("port " + taken + " of '127.0.0.1' is in use");
        second.start(0);
        assertThat(second.port()).isNotEqualTo(taken);
      }
    }
  }

  @Test
  void isLiveAndReady() {
    try (var api = new RunningApi(data)) {
      assertThat(api.get("/health/live").text()).isEqualTo("{\"status\":\"up\",\"why\":\"\"}");
      assertThat(api.get("/health/ready").text()).isEqualTo("{\"status\":\"up\",\"why\":\"\"}");
    }
  }

  @Test
  void answersHeadLikeGetWithoutABody() {
    try (var api = new RunningApi(data)) {
      RunningApi.Reply reply = api.send("HEAD", "/health/live", new byte[0]);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text()).isEmpty();
    }
  }
}
