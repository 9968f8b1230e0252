package dev.marquee.server.data;

import dev.marquee.testkit.GeneratedPage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Writes the page of the settings, and holds it against the records.
class SettingsPageTest {

  private static final GeneratedPage PAGE =
      new GeneratedPage(
          Path.of("../docs/settings.md"),
          "mvn -pl server -am test -Dtest=SettingsPageTest"
              + " -Dsurefire.failIfNoSpecifiedTests=false");

  private static final String HEAD =
      """
      # Settings

      Every value that can be set, made from the records that the parts of Marquee own
      ([MarqueeSettings](../engine/src/main/java/dev/marquee/engine/MarqueeSettings.java),
      [ServerSettings](../server/src/main/java/dev/marquee/server/data/ServerSettings.java)); a test says how, should the
      page differ.

      `./marquee settings` prints all of them with the values in use, as a file that can be used as `marquee.yaml`;
      `GET /v1/settings` tells those of a running server. A value is taken from the first of these that has it:

      1. `--set KEY=VALUE` on the command line, as often as needed: `./marquee serve --set reranking.category.max=6`
      2. the environment: `MARQUEE_SET_RERANKING_CATEGORY_MAX=6`, the key in capitals with underscores for dots and
         hyphens
      3. `marquee.yaml` in the data directory, or the file that `--settings FILE` names
      4. `columns.json` and `split.json` in the data directory, which importers write
      5. the default

      ```yaml
      reranking:
        category:
          max: 6
      fold.session-gap: 1 h      # nested and dotted names mean the same
      ```

      Unknown keys and wrong values are refused with the line, the key, the value and what was expected. Durations are
      written as `200 ms`, `30 s`, `30 min`, `24 h`, `2 d` or `PT30M`, times as `2022-05-01T00:00+08:00`, lists as
      `[128, 64]` (`128,64` on the command line).

      A running server looks at the file each second. It takes up what takes effect with the **next feed**, and keeps for
      the **next command** what `train` and `evaluate` read. A file that changes a setting which needs a **restart** is
      refused as a whole: the server goes on with what it has, and says why in its log and at `GET /v1/settings`.

      """;

  @Test
  void thePageTellsOfEachSetting() throws IOException {
    String page = HEAD + SettingsText.table();
    PAGE.holds(page);
  }
}
