package dev.marquee.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenApiTest {

  private static final OpenApi DESCRIPTION = OpenApi.read();

  @TempDir Path data;

  @Test
  void describesExactlyTheRoutesThatAreThere() {
    try (var api = new RunningApi(data)) {
      List<String> routes =
          api.routes().stream()
              .filter(Route::documented)
              .map(route -> route.method() + " " + route.path())
              .toList();
      assertThat(routes).containsExactlyInAnyOrderElementsOf(DESCRIPTION.operations());
    }
  }

  @Test
  void describesExactlyTheParametersThatAreRead() {
    try (var api = new RunningApi(data)) {
      for (Route route : api.routes()) {
        if (route.documented()) {
          assertThat(DESCRIPTION.queryParameters(route.method(), route.path()))
              .as(route.path())
              .isEqualTo(new TreeSet<>(route.parameters()));
        }
      }
    }
  }

  @Test
  void isServedAsItStandsInTheJar() {
    try (var api = new RunningApi(data)) {
      RunningApi.Reply reply = api.get("/openapi.yaml");
      assertThat(reply.header("Content-Type")).isEqualTo("application/yaml");
      assertThat(reply.text()).startsWith("openapi: 3.1.0");
    }
  }

  @Test
  void givesExamplesThatFitTheirSchemas() {
    List<String> faults = new ArrayList<>();
    int[] examples = {0};
    DESCRIPTION.forEachExample(
        (schema, example) -> {
          examples[0]++;
          DESCRIPTION.judge(schema, example, example.toString(), faults);
        });
    assertThat(faults).isEmpty();
    assertThat(examples[0]).isGreaterThan(10);
  }

  @Test
  void tellsOfARefusalForEveryOperation() {
    for (String operation : DESCRIPTION.operations()) {
      String[] parts = operation.split(" ", -1);
      assertThat(DESCRIPTION.statuses(parts[0], parts[1])).as(operation).contains("200", "400");
    }
  }
}
