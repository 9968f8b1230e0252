package dev.marquee.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.Marquee;
import dev.marquee.engine.MarqueeSettings;
import dev.marquee.server.data.LiveSettings;
import dev.marquee.server.data.LoadedSettings;
import dev.marquee.server.data.SettingsSources;
import dev.marquee.server.http.HttpApi;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every command of docs/imports.md runs as it stands there, in the order of the page.
class ImportsPageTest {

  private static final Path PAGE = Path.of("../docs/imports.md");
  private static final Pattern BLOCK = Pattern.compile("```(?:sh|cron)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COMMAND = Pattern.compile("\\./marquee ([^>&\n]+)");
  private static final String SERVER = "http://localhost:8080";

  @TempDir private Path folder;

  @Test
  void everyRecipeRuns() throws IOException {
    write("catalog.csv", "id,title\nv1,Cat\nv2,Dog\n");
    String event =
        "{\"type\":\"%s\",\"id\":\"%s\",\"at\":\"%s\",\"user\":\"ann\",\"video\":\"v1\"}\n";
    String profile =
        "{\"type\":\"profile-updated\",\"id\":\"p\",\"at\":\"2026-11-23T09:00:00Z\",\"user\":\"ann\"}\n";
    write(
        "impressions.ndjson", profile + event.formatted("impression", "i", "2026-11-23T10:00:00Z"));
    write("clicks.ndjson", event.formatted("click", "c", "2026-11-23T10:00:05Z"));
    write(
        "watches.ndjson",
        event
            .formatted("watch", "w", "2026-11-23T10:00:09Z")
            .replace("}", ",\"watchedSeconds\":4}"));
    List<String> commands =
        BLOCK
            .matcher(Files.readString(PAGE))
            .results()
            .flatMap(block -> COMMAND.matcher(block.group(1)).results())
            .map(command -> command.group(1).strip())
            .toList();
    assertThat(commands).hasSize(11);
    // What the first command compares with.
    run("import videos catalog.csv");
    for (String command : commands) {
      if (command.contains(SERVER)) {
        runBesideAServer(command);
      } else {
        run(command);
      }
    }
    run("export events again.ndjson.gz --data copy");
    assertThat(folder.resolve("again.ndjson.gz"))
        .hasSameBinaryContentAs(folder.resolve("log.ndjson.gz"));
    run("export videos again.ndjson --data other");
    assertThat(folder.resolve("again.ndjson"))
        .hasSameBinaryContentAs(folder.resolve("videos.ndjson"))
        .content()
        .contains("Cat", "Dog");
  }

  @Test
  void whereAServerWritesTheWayAroundIsNamed() throws IOException {
    write("catalog.csv", "id\nv1\n");
    String file = folder.resolve("catalog.csv").toString();
    String data = folder.resolve("data").toString();
    try (Marquee _ = Marquee.open(Path.of(data), MarqueeSettings.defaults())) {
      Ran refused = Ran.marquee("import", "videos", file, "--data", data);
      assertThat(refused.exit()).isEqualTo(2);
      assertThat(refused.err()).contains("'import videos --to http://localhost:8080'");
      assertThat(Ran.marquee("import", "videos", file, "--dry-run", "--data", data).done().out())
          .contains("v1");
    }
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void run(String command) {
    List<String> words = new ArrayList<>();
    for (String word : command.split(" ", -1)) {
      boolean isPath = (word.contains(".") && !word.contains(":")) || isDirectory(words);
      words.add(isPath ? folder.resolve(word).toString() : word);
    }
    if (!words.contains("--data")) {
      words.addAll(List.of("--data", folder.resolve("data").toString()));
    }
    Ran.marquee(words.toArray(String[]::new)).done();
  }

  private static boolean isDirectory(List<String> before) {
    return !before.isEmpty() && before.getLast().equals("--data");
  }

  private void runBesideAServer(String command) {
    Path data = folder.resolve("data");
    InstantSource clock = InstantSource.system();
    SettingsSources sources =
        new SettingsSources(data, Optional.empty(), Map.of(), Map.of()).with("http.port", "0");
    LoadedSettings loaded = sources.load(line -> {});
    try (Marquee marquee = Marquee.in(data).with(loaded.settings().marquee()).open();
        LiveSettings settings = LiveSettings.of(marquee, sources, loaded, clock);
        HttpApi api =
            new HttpApi(
                marquee, settings, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), clock)) {
      api.start();
      run(command.replace(SERVER, api.uri().toString()));
    }
  }
}
