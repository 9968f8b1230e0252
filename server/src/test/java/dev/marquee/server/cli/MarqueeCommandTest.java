package dev.marquee.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.storage.RocksDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Exit codes and what is told: 0 done, 2 wrong usage or bad input, 1 anything else.
class MarqueeCommandTest {

  private static final String CLICK =
      "{\"type\":\"click\",\"id\":\"%s\",\"at\":\"2026-11-23T10:00:00Z\",\"user\":\"ann\",\"video\":\"v1\"}";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "demo",
        "serve",
        "import",
        "import kuairand",
        "import movielens",
        "import events",
        "import videos",
        "train",
        "evaluate",
        "export",
        "export examples",
        "export videos",
        "export users",
        "export events",
        "models",
        "models list",
        "models promote",
        "models rollback",
        "models export",
        "models import",
        "reproduce"
      })
  void helpOfEveryCommandPrintsItsUsage(String command) {
    Ran ran = Ran.marquee((command + " --help").strip().split(" ")).done();
    assertThat(ran.out()).startsWith(("Usage: marquee " + command).strip());
    assertThat(ran.out()).doesNotContain("<arg").doesNotContain("${");
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void theVersionNamesTheJavaItRunsOn() {
    assertThat(Ran.marquee("--version").done().out())
        .matches("marquee \\S+, Java " + Runtime.version().feature() + "\\R");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                     | which command?",
        "dance                                  | 'dance'",
        "train --fast                           | '--fast'",
        "train more                             | 'more'",
        "train --until                          | --until",
        "train --until 2022-05-01T00:00         | not a time with a zone",
        "train --until 2022-05-01               | not a time with a zone",
        "train --until tomorrow                 | not a time with a zone",
        "train --set ranker.hiden=64            | there is no setting 'ranker.hiden' (given '64')"
            + " (did you mean 'ranker.architecture.hidden'?)",
        "train --set ranker.architecture.hiden=64 | (did you mean 'ranker.architecture.hidden'?)",
        "train --set ranker.architecture.hidden=64, | setting 'ranker.architecture.hidden' is"
            + " '64,', expected",
        "train --set ranker.architecture.hash-bits=40 | setting 'ranker.architecture.hash-bits' is"
            + " '40', expected 1 to 26",
        "train --set ranker.seed                | KEY=VALUE",
        "evaluate --from 2022-05-01T00:00       | not a time with a zone",
        "evaluate --state warm                  | 'warm'",
        "export                                 | export what?",
        "export films FILE                      | 'films'",
        "export examples                        | FILE.parquet",
        "export videos                          | FILE",
        "export events a b                      | 'b'",
        "export examples a b                    | 'b'",
        "export examples a --until tomorrow     | not a time with a zone",
        "export examples a --dictionary         | leave one out",
        "export examples a --from yesterday     | not a time with a zone",
        "export examples a --from 2026-11-23T10:00Z --until 2026-11-23T10:00Z | leave one out",
        "export examples a --state frozen       | --from",
        "export examples a --to 2026-11-23T10:00Z | --from",
        "export examples a --from 2026-11-23T10:00Z --state both | one state",
        "import                                 | import what?",
        "import tapes FILE                      | 'tapes'",
        "import events                          | FILE",
        "import videos a b                      | 'b'",
        "import events a b --keep-order         | one file, got 2",
        "import events a --max-bad few          | 'few'",
        "serve --port http                      | 'http'",
        "models forget                          | 'forget'",
        "models promote                         | VERSION",
        "models export                          | --onnx",
        "models import                          | FILE",
        "demo --users many                      | 'many'",
      })
  void wrongUsageIsTwoAndSaysWhatIsWrong(String line, String told) {
    Ran ran = Ran.marquee(line.isEmpty() ? new String[0] : line.split(" "));
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains(told);
    assertThat(ran.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--days 2, --days is 2",
    "--users 0, viewers",
    "--videos 0, videos",
    "--port 70000, --port is 70000",
  })
  void aDemoThatCannotBeIsTwo(String options, String told) {
    Ran ran = Ran.marquee(("demo " + options).split(" "));
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains(told);
  }

  @Test
  void aDemoDoesNotMixWithOtherData() throws IOException {
    Files.createDirectories(folder.resolve("store"));
    Ran ran = Ran.marquee("demo", "--data", folder.toString());
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("already holds data");
  }

  @Test
  void aMissingDataDirectoryIsTwoAndIsNotMade() {
    Path missing = folder.resolve("nothing");
    for (String command : new String[] {"train", "export examples " + folder + "/x"}) {
      Ran ran = Ran.marquee((command + " --data " + missing).split(" "));
      assertThat(ran.exit()).isEqualTo(2);
      assertThat(ran.err()).contains("no data in").contains("marquee import");
      assertThat(missing).doesNotExist();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderThatIsNoDataSetIsTwoAndTellsWhatWasLookedFor() {
    for (String set : new String[] {"kuairand", "movielens"}) {
      Path data = folder.resolve("of-" + set);
      Ran ran = Ran.marquee("import", set, folder.toString(), "--data", data.toString());
      assertThat(ran.exit()).isEqualTo(2);
      assertThat(ran.err()).contains(folder + ": has no ").contains("looked for ");
    }
  }

  @Test
  void evaluatingWithoutModelsIsTwoAndNamesTraining() {
    Ran ran = Ran.marquee("evaluate", "--data", folder.toString());
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("no models in").contains("marquee train");
  }

  @Test
  void goingBackWithoutModelsIsTwo() {
    Ran ran = Ran.marquee("models", "rollback", "--data", folder.toString());
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("no models are in production");
  }

  @Test
  void exchangingARankerWithoutModelsIsTwoAndNamesTraining() {
    for (String command : new String[] {"export --onnx x.onnx", "import x.onnx"}) {
      Ran ran = Ran.marquee(("models " + command + " --data " + folder).split(" "));
      assertThat(ran.exit()).as(command).isEqualTo(2);
      assertThat(ran.err()).contains("no models in").contains("marquee train");
    }
  }

  @Test
  void aListOfNoModelsIsAnAnswer() {
    Ran ran = Ran.marquee("models", "list", "--data", folder.toString(), "--json").done();
    assertThat(ran.lines().getFirst()).contains("no models yet");
    assertThat(ran.metrics().get("models").asInt()).isZero();
    assertThat(ran.json().get("versions")).isEmpty();
  }

  @Test
  void aDirectoryInUseIsTwo() throws IOException {
    Path file = Files.writeString(folder.resolve("events"), CLICK.formatted("c1"));
    Path data = folder.resolve("data");
    try (RocksDirectory server = RocksDirectory.open(data.resolve("store"))) {
      for (String command : new String[] {"import events " + file, "serve --port 0"}) {
        Ran ran = Ran.marquee((command + " --data " + data).split(" "));
        assertThat(ran.exit()).as(command).isEqualTo(2);
        assertThat(ran.err()).contains("is held by another marquee process");
      }
      assertThat(server.log().end()).isZero();
    }
  }

  @Test
  void aMissingFileIsTwo() {
    Ran ran = events("--data", folder.resolve("data").toString(), folder + "/none.ndjson");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("none.ndjson: there is no such file");
  }

  @Test
  void tooManyBadLinesAreTwoAndStoreNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("events"), CLICK.formatted("c1") + "\nno\nno\n");
    String data = folder.resolve("data").toString();
    Ran ran = events("--data", data, "--max-bad", "1", file.toString());
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("more than 1 bad lines").contains("events:3");
    assertThat(logEnd(data)).isZero();
  }

  @Test
  void badLinesBelowTheLimitAreToldAndSkipped() throws IOException {
    Path file = Files.writeString(folder.resolve("events"), CLICK.formatted("c1") + "\nno\n");
    String data = folder.resolve("data").toString();
    Ran ran = events("--data", data, "--json", file.toString()).done();
    assertThat(ran.err()).contains("events:2");
    assertThat(ran.metrics().get("rows.bad").asLong()).isEqualTo(1);
    assertThat(logEnd(data)).isEqualTo(1);
  }

  @Test
  void anEventThatContradictsTheLogIsTwo() throws IOException {
    String click = CLICK.formatted("c1");
    Path file =
        Files.writeString(folder.resolve("events"), click + "\n" + click.replace("v1", "v2"));
    Ran ran = events("--data", folder.resolve("data").toString(), file.toString());
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("'c1'");
  }

  @Test
  void trainingOnTooLittleIsTwoAndSaysWhatIsMissing() throws IOException {
    Path file = Files.writeString(folder.resolve("events"), CLICK.formatted("c1"));
    String data = folder.resolve("data").toString();
    events("--data", data, file.toString()).done();
    Ran ran = Ran.marquee("train", "--data", data);
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("send clicks and watches").contains("last 24 hours");
    assertThat(folder.resolve("data/models")).doesNotExist();
  }

  @Test
  void aPortThatIsTakenIsOneAndLeavesTheDirectoryFree() throws IOException {
    String data = folder.resolve("data").toString();
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ran ran =
          Ran.marquee("serve", "--data", data, "--port", String.valueOf(taken.getLocalPort()));
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.err()).contains(taken.getLocalPort() + " of '127.0.0.1' is in use");
    }
    assertThat(logEnd(data)).isZero();
  }

  @Test
  void whatNobodyExpectedIsOneAndSaysHowToSeeWhere() throws IOException {
    Path models = Files.createDirectories(folder.resolve("models/v1"));
    Files.writeString(models.resolve("manifest.json"), "{broken");
    Ran ran = Ran.marquee("models", "list", "--data", folder.toString());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("'manifest.json' is damaged").contains("MARQUEE_DEBUG");
  }

  private static Ran events(String... arguments) {
    String[] line = new String[arguments.length + 2];
    line[0] = "import";
    line[1] = "events";
    System.arraycopy(arguments, 0, line, 2, arguments.length);
    return Ran.marquee(line);
  }

  private static long logEnd(String data) {
    try (RocksDirectory directory = RocksDirectory.open(Path.of(data, "store"))) {
      return directory.log().end();
    }
  }
}
