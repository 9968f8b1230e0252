package dev.marquee.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.retrieval.SourceKind;
import dev.marquee.engine.retrieval.sources.Sources;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class SourceRoutesTest {

  @TempDir Path data;

  @Test
  void tellsOfTheSourcesThatServeBeforeTraining() {
    try (var api = new RunningApi(data)) {
      JsonNode sources = api.get("/v1/sources").json().get("sources");
      assertThat(sources.valueStream().map(source -> source.get("name").stringValue()))
          .containsExactly("followed", "trending", "popular-30d", "fresh", "popular", "catalog");
      SourceKind trending = Sources.TRENDING;
      assertThat(sources.get(1).get("hue").intValue()).isEqualTo(trending.label().hue());
      assertThat(sources.get(1).get("reason").stringValue()).isEqualTo("trending now");
      assertThat(sources.get(1).get("quota").intValue()).isEqualTo(400);
    }
  }
}
