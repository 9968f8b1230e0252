package dev.marquee.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PageRoutesTest {

  @TempDir Path data;

  @Test
  void servesThePageAndEveryFileItNames() {
    try (var api = new RunningApi(data)) {
      String page = api.get("/").text();
      var names = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page);
      int files = 0;
      while (names.find()) {
        assertThat(api.get(names.group(1)).status()).as(names.group(1)).isEqualTo(200);
        files++;
      }
      assertThat(files).isGreaterThan(3);
    }
  }

  @Test
  void allowsNothingFromElsewhereAndNoInlineScript() {
    try (var api = new RunningApi(data)) {
      assertThat(api.get("/").header("Content-Security-Policy"))
          .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
          .doesNotContain("unsafe");
      for (String file : new String[] {"/", "/marquee.js", "/marquee.css"}) {
        assertThat(api.get(file).text())
            .as(file)
            .doesNotContain("http:", "https:", "style=\"", "onclick=\"", "innerHTML");
      }
    }
  }

  @Test
  void isNotSentAgainToABrowserThatHasIt() {
    try (var api = new RunningApi(data)) {
      String tag = api.get("/marquee.js").header("ETag");
      RunningApi.Reply again = api.send("GET", "/marquee.js", new byte[0], "If-None-Match", tag);
      assertThat(again.status()).isEqualTo(304);
      assertThat(again.text()).isEmpty();
    }
  }
}
