package dev.marquee.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Opens the page in a headless Chromium, so that its JavaScript runs.
@Tag("slow")
class PageInBrowserTest {

  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final long SECONDS = 120;

  @TempDir Path folder;

  private static Optional<Path> browser() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(place -> BROWSERS.stream().map(name -> Path.of(place, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// The page's elements once its scripts have nothing more to do.
  private String dom(String uri) throws IOException, InterruptedException {
    Optional<Path> browser = browser();
    assumeTrue(
        browser.isPresent(),
        () -> "none of " + BROWSERS + " is on the PATH: the page's JavaScript is not tested");
    Path dom = folder.resolve("dom.html");
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                browser.get().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + folder.resolve("profile"),
                "--virtual-time-budget=20000",
                "--dump-dom",
                uri)
            .redirectOutput(dom.toFile())
            .redirectError(log.toFile())
            .start();
    boolean hasEnded = process.waitFor(SECONDS, TimeUnit.SECONDS);
    if (!hasEnded) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    assertThat(hasEnded).as("ended within %d s:%n%s", SECONDS, Files.readString(log)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    return Files.readString(dom);
  }

  private static List<String> texts(String dom, String element) {
    List<String> texts = new ArrayList<>();
    Matcher found = Pattern.compile(element + "[^>]*>([^<]*)<").matcher(dom);
    while (found.find()) {
      texts.add(found.group(1));
    }
    return texts;
  }

  @Test
  void aFeedOfTenWithReasonsIsShown() throws IOException, InterruptedException {
    try (var api = new RunningApi(folder.resolve("data"))) {
      for (int i = 0; i < 11; i++) {
        api.publish("video" + i, i % 2 == 0 ? "cats" : "dogs");
      }
      api.watch("ann", "video10");
      api.watch("ben", "video3");
      api.settle();
      String dom = dom(api.api.uri() + "#ann");
      String feed = dom.substring(dom.indexOf("<ol id=\"feed\">"), dom.indexOf("</main>"));
      assertThat(texts(feed, "<h2"))
          .hasSize(10)
          .allSatisfy(title -> assertThat(title).startsWith("About video"));
      assertThat(texts(feed, "class=\"reason\"")).hasSize(10).doesNotContain("");
      assertThat(texts(feed, "class=\"place\""))
          .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
      assertThat(texts(dom, "id=\"status\"")).containsExactly("");
      assertThat(dom).contains("<strong class=\"\">ann</strong>");
      assertThat(texts(dom, "class=\"name\"")).contains("retrieved", "ranked", "answered");
    }
  }

  @Test
  void anErrorOfTheApiIsShown() throws IOException, InterruptedException {
    try (var api = new RunningApi(folder.resolve("data"))) {
      api.watch("ann", "video1");
      api.settle();
      String dom = dom(api.api.uri() + "#" + "a".repeat(257));
      assertThat(dom).containsPattern("id=\"status\"[^>]*class=\"wrong\"[^>]*>[^<]*user");
      assertThat(dom).contains("<ol id=\"feed\"></ol>");
    }
  }
}
