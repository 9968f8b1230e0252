package dev.marquee.engine.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.events.Context;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.UserState;
import dev.marquee.testkit.GeneratedPage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// Writes the page of the features, and holds it against the features.
class FeaturesPageTest {

  private static final GeneratedPage PAGE =
      new GeneratedPage(
          Path.of("../docs/features.md"), "mvn -pl engine test -Dtest=FeaturesPageTest");

  private static final String HEAD =
      """
      # Features

      The ranker's features of a viewer and a video at a time, which `./marquee export examples` writes too. All values
      are known just before the video is shown: serving, training and the export make rows by the same code,
      [RowBuilder](../engine/src/main/java/dev/marquee/engine/features/RowBuilder.java). This page is generated from it; a
      test says how to update it.

      - **Kind**: a `number` is a float; a `category` is one hash, and a `cross` one of two categories together, 32 bits
        each; `categories` are any number of hashes. Equal values of two features have different hashes.
      - **Side** is what the value depends on: the `request` (viewer, context and time), the `video`, or the `pair`.
      - **Once for each** is the key that it is computed once for: the `request`, the main `category`, the `length` (log2
        bucket of the seconds), the `channel` or the `video`.
      - **Missing** is the value where it is unknown.
      - **Smoothed rates** are shrunk towards the overall rate, as if it had been seen in 5 more impressions. They are
        log-odds minus the overall log-odds, so that 0 means average.
      - A watch is **completed** at 90 %% of the video, and **positive** where the video was clicked and watched for more
        than 30 s, or for more than half of it if it is shorter than a minute. The platform's own word takes precedence.
      - **Imported histories** are from an older system, without times ([history-imported](events.md)). Features of a
        viewer count the last %d videos of the viewer's history.

      A row also has a `history`: the viewer's last %d positive watches, the latest first, two hashes each, equal to those
      of the features `video id` and `category`.

      | name | kind | side | once for each | missing | meaning |
      |---|---|---|---|---|---|
      """
          .formatted(UserState.HISTORY, UserState.HISTORY);

  @Test
  void thePageTellsOfEachFeature() throws IOException {
    String page = page();
    PAGE.holds(page);
  }

  @Test
  void whereNothingIsKnownARowHasWhatThePageSays() {
    var fold = new Fold(FoldSettings.defaults());
    fold.videos().ordinal("never published");
    FeatureRows rows =
        FeatureRows.build(
            fold.now(),
            UserState.unknown("nobody"),
            Context.UNKNOWN,
            Instant.parse("2026-03-01T12:00:00Z"),
            new int[] {0});
    for (int i = 0; i < FeatureRows.DENSE; i++) {
      Feature feature = FeatureRows.FEATURES.get(i);
      assertThat(rows.dense(0)[i])
          .as(feature.name())
          .isCloseTo(Float.parseFloat(feature.missing()), within(0.005f));
    }
  }

  private static String page() {
    var page = new StringBuilder(HEAD);
    for (Feature feature : FeatureRows.FEATURES) {
      page.append(
          "| %s | %s | %s | %s | %s | %s |%n"
              .formatted(
                  feature.name(),
                  word(feature.kind()),
                  word(feature.side()),
                  word(feature.per()),
                  feature.missing(),
                  feature.meaning()));
    }
    return page.toString().replace(System.lineSeparator(), "\n");
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
