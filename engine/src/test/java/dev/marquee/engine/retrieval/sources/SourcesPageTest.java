package dev.marquee.engine.retrieval.sources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.retrieval.Retrieval.Share;
import dev.marquee.engine.retrieval.SourceKind;
import dev.marquee.testkit.GeneratedPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Writes the page of the candidate sources, and holds it against them.
class SourcesPageTest {

  private static final GeneratedPage PAGE =
      new GeneratedPage(
          Path.of("../docs/sources.md"), "mvn -pl engine test -Dtest=SourcesPageTest");

  private static final String HEAD =
      """
      # Candidate sources

      Candidate sources find the videos of a feed. Each source returns its best videos for the viewer, at most its
      quota; the results are merged by weight and ranked. This page is generated from
      [Sources](../engine/src/main/java/dev/marquee/engine/retrieval/sources/Sources.java), where each source is
      declared; a test fails if they differ and says how to regenerate it.

      - **Quota**: the maximum number of candidates taken from the source. `retrieval.quota.NAME` changes it, 0 disables
        the source.
      - **Start weight**: the source's weight until training has learned the weights from what viewers watched
        afterwards.
      - **Before training**: quota and weight while there are no models; `-` if the source needs models.
      - **Reason**: the text that viewers read. `%s` is their country, if it is known.

      | name | finds | quota | start weight | before training | reason |
      |---|---|---|---|---|---|
      """;

  @Test
  void thePageTellsOfEachSource() throws IOException {
    var page = new StringBuilder(HEAD);
    Sources.ALL.forEach(kind -> page.append(row(kind)));
    page.append(
        """

        A feed that is still too short is filled up from `%s`, then from `%s`: %s ("%s").
        """
            .formatted(
                Sources.REFILL.getFirst().name(),
                Sources.REFILL.getLast().name(),
                Sources.CATALOG.label().finds(),
                Sources.CATALOG.label().reason()));
    PAGE.holds(page.toString());
  }

  private static String row(SourceKind kind) {
    Optional<Share> before = kind.beforeTraining();
    String inCountry = kind.label().reasonInCountry();
    return "| %s | %s | %d | %s | %s | %s |\n"
        .formatted(
            kind.name(),
            kind.label().finds(),
            kind.quota(),
            kind.startWeight(),
            before.map(share -> share.quota() + ", " + share.weight()).orElse("-"),
            kind.label().reason() + (inCountry.isEmpty() ? "" : ", " + inCountry));
  }

  /// The log, reports and evaluations of earlier versions have these names.
  @Test
  void sourcesKeepTheirNames() {
    assertThat(Sources.ALL)
        .extracting(SourceKind::name)
        .containsExactly(
            "two-tower",
            "als",
            "graph",
            "item-to-item",
            "walk",
            "content",
            "followed",
            "trending",
            "popular-30d",
            "fresh",
            "popular");
    assertThat(Sources.REFILL).extracting(SourceKind::name).containsExactly("popular", "catalog");
  }

  @Test
  void eachHasAColourOfItsOwn() {
    List<Integer> hues =
        Stream.concat(Sources.ALL.stream(), Stream.of(Sources.CATALOG))
            .map(kind -> kind.label().hue())
            .toList();
    assertThat(hues).doesNotHaveDuplicates();
  }

  @Test
  void oneOfOnesOwnStandsBeforeTheFallback() {
    SourceKind own =
        SourceKind.always(
            "editors",
            Sources.FRESH.label(),
            50,
            0.1,
            (query, k) -> ChartSource.fresh().find(query, k));
    assertThat(Sources.with(List.of(own)))
        .hasSize(Sources.ALL.size() + 1)
        .endsWith(own, Sources.POPULAR);
  }
}
