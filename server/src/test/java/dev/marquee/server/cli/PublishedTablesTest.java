package dev.marquee.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.marquee.server.imports.DataSets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The published tables themselves, where their data are: below the folder that [DataSets] finds.
class PublishedTablesTest {

  private static final String[] ML_1M_COLUMNS = {
    "recall@20", "map@20", "recall@60", "map@60", "recall@100", "map@100"
  };

  /// Ferrari Dacrema et al. (2021), table 32. An evaluator that is right gives the closed forms to
  /// the digit, ties aside; the nearest neighbours' idf is smoothed here, so they are but close.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "popular | .0005 | .0382 .0065 .1207 .0101 .2286 .0127",
        "p3alpha --set neighbours=332 --set alpha=1.0075 --set normalise=true | .0005"
            + " | .1218 .0256 .2696 .0335 .3583 .0367",
        "rp3beta --set neighbours=537 --set alpha=.7551 --set beta=.5412 --set normalise=false"
            + " | .0005 | .0916 .0192 .2216 .0254 .3171 .0284",
        "item-to-item --set neighbours=615 --set balance=0.5 --set shrink=0 | .003"
            + " | .0676 .0143 .1632 .0185 .2326 .0203",
      })
  void movieLensAsFerrariDacremaAndOthersMeasuredIt(String model, double near, String published) {
    Path folder = dataSet("ml-1m/spectralcf");
    List<String> line = new ArrayList<>(List.of("reproduce", "--json", "--form", "pairs"));
    line.addAll(List.of("--train", folder.resolve("train_users.dat.gz").toString()));
    line.addAll(List.of("--test", folder.resolve("test_users.dat.gz").toString(), "--model"));
    line.addAll(List.of(model.split(" ", -1)));
    Ran ran = Ran.marquee(line.toArray(String[]::new)).done();
    assertThat(ran.out()).contains("TopPopular");
    String[] figures = published.split(" ", -1);
    for (int i = 0; i < figures.length; i++) {
      assertThat(ran.metrics().get(ML_1M_COLUMNS[i]).asDouble())
          .as("%s of %s", ML_1M_COLUMNS[i], model)
          .isCloseTo(Double.parseDouble(figures[i]), within(near));
    }
  }

  @Test
  @Tag("slow")
  void gowallaByLinkPropagation() {
    Path folder = dataSet("gowalla");
    Ran ran =
        Ran.marquee(
                "reproduce",
                "--json",
                "--form",
                "pairs",
                "--train",
                folder.resolve("train.txt.gz").toString(),
                "--train",
                folder.resolve("valid.txt.gz").toString(),
                "--test",
                folder.resolve("test.txt.gz").toString(),
                "--model",
                "graph",
                "--set",
                "history=.7",
                "--set",
                "user=.7",
                "--set",
                "target=.3")
            .done();
    assertThat(ran.out()).contains("LightGCN (paper)");
    JsonNode metrics = ran.metrics();
    assertThat(metrics.get("recall@20").asDouble()).isCloseTo(.1848, within(.0001));
    assertThat(metrics.get("ndcg@20").asDouble()).isCloseTo(.1513, within(.0001));
  }

  private static Path dataSet(String name) {
    Optional<Path> folder = DataSets.folder(name);
    assumeTrue(folder.isPresent(), name + " is not here: set -Dmarquee.data=FOLDER");
    return folder.orElseThrow();
  }
}
