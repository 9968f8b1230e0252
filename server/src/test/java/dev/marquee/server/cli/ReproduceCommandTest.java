package dev.marquee.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.reproduction.ModelFamilies;
import dev.marquee.engine.reproduction.ModelFamily;
import dev.marquee.engine.reproduction.ModelParameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class ReproduceCommandTest {

  @TempDir private Path folder;

  /// Three files of 200 users with two tastes among 60 items.
  @BeforeEach
  void writeFiles() throws IOException {
    var random = new SplittableRandom(1);
    List<String> train = new ArrayList<>();
    List<String> valid = new ArrayList<>();
    List<String> test = new ArrayList<>();
    List<String> negatives = new ArrayList<>();
    for (int user = 0; user < 200; user++) {
      int taste = 30 * (user % 2);
      int[] own = random.ints(taste, taste + 30).distinct().limit(12).toArray();
      List<String> items = new ArrayList<>();
      for (int item : own) {
        items.add("i" + item);
      }
      train.add("u" + user + " " + String.join(" ", items.subList(0, 9)));
      valid.add("u" + user + " " + items.get(9));
      test.add("u" + user + " " + items.get(10) + " " + items.get(11));
      negatives.add("u" + user + " " + items.get(10) + " i" + (30 - taste) + " i" + (31 - taste));
    }
    Files.write(folder.resolve("train"), train);
    Files.write(folder.resolve("valid"), valid);
    Files.write(folder.resolve("test"), test);
    Files.write(folder.resolve("negatives"), negatives);
  }

  static Stream<String> models() {
    return ModelFamilies.all().stream().map(ModelFamily::name);
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyModelRunsEveryForm(String model) {
    Ran pairs = reproduce(model, "--form pairs --train train --test test");
    for (int k : new int[] {5, 10, 20, 50, 60, 100}) {
      for (String metric : new String[] {"recall", "ndcg", "hr", "map", "precision"}) {
        assertThat(pairs.metrics().get(metric + "@" + k).asDouble()).isBetween(0.0, 1.0);
      }
    }
    assertThat(pairs.metrics().get("recall@100").asDouble()).isEqualTo(1);
    for (String key : new String[] {"seconds.train", "seconds.evaluate"}) {
      assertThat(pairs.metrics().get(key).asDouble()).isPositive();
    }
    assertThat(pairs.out()).contains("Recall@K").contains(model + ": 200 users, 60 items");
    assertThat(pairs.json().get("model").asString()).isEqualTo(model);
    JsonNode listed =
        reproduce(model, "--form leave-one-out --train train --negatives negatives").metrics();
    assertThat(listed.get("hr@5").asDouble()).isEqualTo(1);
    assertThat(listed.get("ndcg@5").asDouble()).isGreaterThan(model.equals("popular") ? 0.5 : 0.9);
    JsonNode ordered = reproduce(model, "--form sequences --sequences train --sampled 9").metrics();
    assertThat(ordered.get("hr@10").asDouble()).isEqualTo(1);
    assertThat(ordered.get("hr@5").asDouble()).isGreaterThan(0.3);
  }

  @Test
  void whatIsSetCountsAndIsTold() {
    Ran ran =
        reproduce("rp3beta", "--form pairs --train train --test test --set beta=0 --set alpha=2");
    Ran other = reproduce("p3alpha", "--form pairs --train train --test test --set alpha=2");
    assertThat(ran.json().get("settings").toString())
        .isEqualTo(
            "{\"neighbours\":\"300\",\"alpha\":\"2\",\"normalise\":\"true\",\"beta\":\"0\"}");
    assertThat(ran.metrics().get("ndcg@20")).isEqualTo(other.metrics().get("ndcg@20"));
  }

  @Test
  void theSeedOrdersEqualScoresAndNothingElseDoes() {
    String line = "--form pairs --train train --test test";
    JsonNode first = reproduce("popular", line).metrics();
    JsonNode threads = reproduce("popular", line + " --threads 3").metrics();
    JsonNode seed = reproduce("popular", line + " --seed 2").metrics();
    assertThat(threads.get("ndcg@20")).isEqualTo(first.get("ndcg@20"));
    assertThat(seed.get("ndcg@20")).isNotEqualTo(first.get("ndcg@20"));
  }

  @Test
  void tuningTellsWhatItChoseAndRefitsOnAllOfTrain() {
    Ran tuned =
        reproduce(
            "graph",
            "--form pairs --train train --train valid --valid valid --test test --tune"
                + " --set user=0.5");
    assertThat(tuned.out()).contains("chose {user=0.5, history=0.").contains("on validation");
    assertThat(tuned.err().lines().filter(line -> line.contains("NDCG@20"))).hasSize(12);
    assertThat(tuned.out()).contains("2,000 pairs to train on");
    JsonNode settings = tuned.json().get("settings");
    assertThat(settings.get("user").asString()).isEqualTo("0.5");
    Ran same =
        reproduce(
            "graph",
            "--form pairs --train train --train valid --test test --set user=0.5 --set history=%s --set target=%s"
                .formatted(settings.get("history").asString(), settings.get("target").asString()));
    assertThat(tuned.metrics().get("ndcg@20")).isEqualTo(same.metrics().get("ndcg@20"));
    assertThat(reproduce("graph", "--form sequences --sequences train --tune").out())
        .contains("chose {");
    assertThat(reproduce("p3alpha", "--form pairs --train train --test test --tune").out())
        .as("a part is held out")
        .contains("chose {");
  }

  @Test
  void helpListsEveryModelWithItsSettings() {
    String help = Ran.marquee("reproduce", "--help").done().out();
    for (ModelFamily family : ModelFamilies.all()) {
      assertThat(help).contains("  " + family.name() + ": " + family.meaning());
      for (ModelParameter setting : family.settings()) {
        assertThat(help).contains(setting.key() + "=" + setting.initial());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--model popular | --form",
        "--form pairs --train train --test test | --model",
        "--form rows --model popular | --form is 'rows', expected pairs, leave-one-out or"
            + " sequences",
        "--form pairs --model dowsing | no model 'dowsing', expected one of popular",
        "--form pairs --model popular --test test | --form pairs needs --train FILE",
        "--form pairs --model popular --train train | --form pairs needs --test FILE",
        "--form leave-one-out --model popular --train train | needs --negatives FILE",
        "--form sequences --model popular | --form sequences needs --sequences FILE",
        "--form sequences --model popular --sequences train --train train | go with --train",
        "--form pairs --model popular --train train --test test --sampled 9 | go with --sampled",
        "--form pairs --model graph --train train --test test --set colour=red | no setting"
            + " 'colour', expected one of history, user, target",
        "--form pairs --model popular --train train --test test --set beta=1 | nor any other",
        "--form pairs --model graph --train train --test test --set user=blue | is 'blue', expected"
            + " a number",
        "--form pairs --model p3alpha --train train --test test --set neighbours=0 | at least 1,"
            + " was 0",
        "--form pairs --model p3alpha --train train --test test --set neighbours | KEY=VALUE",
        "--form pairs --model popular --train train --test test --threads 0 | --threads is 0",
        "--form pairs --model popular --train train --test none | none: there is no such file",
        "--form leave-one-out --model popular --train train --negatives short | short:2: 2 tokens",
      })
  void wrongUsageAndBadFilesAreTwo(String line, String told) throws IOException {
    Files.writeString(folder.resolve("short"), "a b c\na b\n");
    Ran ran = run(line);
    assertThat(ran.exit()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err()).contains(told);
    assertThat(ran.out()).isEmpty();
  }

  private Ran reproduce(String model, String line) {
    return run(line + " --json --model " + model).done();
  }

  /// Names of files stand for those in the folder.
  private Ran run(String line) {
    List<String> arguments = new ArrayList<>(List.of("reproduce"));
    String before = "";
    for (String word : line.split(" ", -1)) {
      boolean file =
          List.of("--train", "--valid", "--test", "--negatives", "--sequences").contains(before);
      arguments.add(file ? folder.resolve(word).toString() : word);
      before = word;
    }
    return Ran.marquee(arguments.toArray(String[]::new));
  }
}
