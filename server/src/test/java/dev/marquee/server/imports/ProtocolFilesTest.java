package dev.marquee.server.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.reproduction.EvaluationQuery;
import dev.marquee.engine.reproduction.Histories;
import dev.marquee.engine.reproduction.Reproduction;
import dev.marquee.server.data.ImportException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtocolFilesTest {

  @TempDir private Path folder;

  @Test
  void idsAreAnyTokensAndAUserMaySpanLines() throws IOException {
    Path train =
        file("train", "\uFEFFann\tcat  dog\r\n\n   \nbob  x::1\nann\tcat 猫 \"fish\"\ncarl\n");
    Path test = file("test", "bob cat\nann bird x::1\nbob dog cat\n");
    Reproduction read = ProtocolFiles.pairs(List.of(train), Optional.empty(), test);
    assertThat(rows(read.train())).isDeepEqualTo(new int[][] {{0, 1, 3, 4}, {2}, {}});
    assertThat(read.train().items()).isEqualTo(5);
    assertThat(read.valid()).isEmpty();
    assertThat(read.questions()).hasSize(2).allMatch(question -> question.listed().isEmpty());
    assertThat(read.questions().get(0).user()).isZero();
    assertThat(read.questions().get(0).relevant()).containsExactlyInAnyOrder(2, 5);
    assertThat(read.questions().get(1).relevant()).containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void bytesThatAreNoTextStillTellIdsApart() throws IOException {
    Path train = folder.resolve("latin");
    Files.write(train, "u \u00e9 \u00e8 \u00e9".getBytes(ISO_8859_1));
    assertThat(ProtocolFiles.pairs(List.of(train), Optional.empty(), train).train().items())
        .isEqualTo(2);
  }

  @Test
  void trainingFilesAreJoinedAndAPairThatComesTwiceCountsOnce() throws IOException {
    Path first = file("first", "a 1 2\n");
    Path second = gzipped("second.gz", "b 2\na 3 1\n");
    Reproduction read = ProtocolFiles.pairs(List.of(first, second, first), Optional.empty(), first);
    assertThat(rows(read.train())).isDeepEqualTo(new int[][] {{0, 1, 2}, {1}});
    assertThat(read.train().pairs()).isEqualTo(4);
  }

  @Test
  void validationNamesOnlyWhatTrainingKnows() throws IOException {
    Path train = file("train", "a 1 2\nb 3\n");
    Path valid = file("valid", "a 3 9\nz 1\nb 3 3\n");
    Reproduction read = ProtocolFiles.pairs(List.of(train), Optional.of(valid), train);
    assertThat(rows(read.valid().orElseThrow())).isDeepEqualTo(new int[][] {{2}, {2}});
    assertThat(read.train().items()).isEqualTo(3);
  }

  @Test
  void anotherTestFileLeavesAllElseAsItIs() throws IOException {
    Path train = file("train", "a 1 2\nb 3\n");
    Path valid = file("valid", "a 3\n");
    Reproduction one = ProtocolFiles.pairs(List.of(train), Optional.of(valid), file("t1", "b 1"));
    Reproduction other =
        ProtocolFiles.pairs(List.of(train), Optional.of(valid), file("t2", "new 3 9 1\nb 77 2\n"));
    assertThat(rows(one.train())).isDeepEqualTo(rows(other.train()));
    assertThat(rows(one.valid().orElseThrow())).isDeepEqualTo(rows(other.valid().orElseThrow()));
    assertThat(one.train().items()).isEqualTo(other.train().items());
    EvaluationQuery stranger = other.questions().get(1);
    assertThat(stranger.user()).isEqualTo(2);
    assertThat(stranger.relevant()).contains(0, 2).hasSize(3);
  }

  @Test
  void eachLineOfNegativesIsAListOfItsOwn() throws IOException {
    Path train = file("train", "a 1 2\nb 3 4\n");
    Path negatives = file("negatives", "a 3 4 9 4\n\na 4 1 2\nz 1 2\n");
    List<EvaluationQuery> questions =
        ProtocolFiles.leaveOneOut(List.of(train), Optional.empty(), negatives).questions();
    assertThat(questions).hasSize(3);
    assertThat(questions.get(0).relevant()).containsExactly(2);
    assertThat(questions.get(0).listed().orElseThrow()).containsExactly(2, 3, 4);
    assertThat(questions.get(1).user()).isZero();
    assertThat(questions.get(1).listed().orElseThrow()).containsExactly(3, 0, 1);
    assertThat(questions.get(2).user()).isEqualTo(2);
  }

  @Test
  void theLastOfASequenceIsAskedForTheOneBeforeValidates() throws IOException {
    Path sequences = file("sequences", "a 1 2\nb 5 1\na 3 2 4\nc 6\n");
    Reproduction read = ProtocolFiles.sequences(sequences, OptionalInt.empty(), 1);
    assertThat(rows(read.train()))
        .as("1 2 3, 5, nothing")
        .isDeepEqualTo(new int[][] {{0, 1, 2}, {3}, {}});
    assertThat(rows(read.valid().orElseThrow())).isDeepEqualTo(new int[][] {{2}, {}, {}});
    assertThat(read.train().items()).as("4 and 6 are only last").isEqualTo(4);
    assertThat(read.questions()).hasSize(3);
    assertThat(read.questions().get(0).relevant()).allMatch(item -> item >= 4);
    assertThat(read.questions().get(1).relevant()).containsExactly(0);
  }

  @Test
  void negativesAreDrawnOutsideOfTheSequenceBySeed() throws IOException {
    Path sequences = file("sequences", "a 1 2 3 4\nb 4 5 6 7 8 9 1\nc 9 1 8\n");
    Reproduction read = ProtocolFiles.sequences(sequences, OptionalInt.of(3), 1);
    for (EvaluationQuery question : read.questions()) {
      int[] listed = question.listed().orElseThrow();
      int[] own = read.train().itemsOf(question.user());
      assertThat(listed).doesNotHaveDuplicates();
      assertThat(Arrays.stream(listed).filter(question.relevant()::contains)).hasSize(1);
      assertThat(Arrays.stream(listed).filter(it -> Arrays.stream(own).anyMatch(o -> o == it)))
          .isEmpty();
    }
    assertThat(read.questions().get(0).listed().orElseThrow()).hasSize(4);
    assertThat(read.questions().get(1).listed().orElseThrow())
        .as("2 and 3 are all that the user never had")
        .hasSize(3);
    assertThatThrownBy(() -> ProtocolFiles.sequences(sequences, OptionalInt.of(0), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--sampled is 0, expected at least 1");
  }

  @Test
  void whatCannotBeReadNamesItsFile() throws IOException {
    Path good = file("good", "a 1 2\n");
    Path empty = file("empty", "\n \n");
    Path lone = file("lone", "1::1193::5\n");
    Path cut = gzipped("cut.gz", "a 1 2 3 4 5\n".repeat(1_000));
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 60));
    refused(empty, good, "empty: no user-item pairs, expected lines of 'user item item");
    refused(lone, good, "lone: no user-item pairs");
    refused(good, empty, "empty: no user-item pairs");
    refused(folder.resolve("none"), good, "none: there is no such file");
    refused(folder, good, "cannot be read");
    refused(cut, good, "cut.gz: cannot be read beyond line");
    assertThatThrownBy(() -> ProtocolFiles.pairs(List.of(good), Optional.of(empty), good))
        .hasMessageContaining("empty: no user-item pairs");
    assertThatThrownBy(() -> ProtocolFiles.sequences(empty, OptionalInt.empty(), 1))
        .hasMessageContaining("empty: no user-item pairs");
  }

  @Test
  void aLineOfNegativesWithoutOneNamesItsFileAndLine() throws IOException {
    Path train = file("train", "a 1 2\n");
    Path negatives = file("negatives", "a 1 2\n\na 1\n");
    assertThatThrownBy(() -> ProtocolFiles.leaveOneOut(List.of(train), Optional.empty(), negatives))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("negatives:3: 2 tokens, expected a user, a positive and at least");
    Path empty = file("empty", "");
    assertThatThrownBy(() -> ProtocolFiles.leaveOneOut(List.of(train), Optional.empty(), empty))
        .hasMessageContaining("empty: no");
  }

  @Test
  void aLineTooLongNamesItsFileAndLineAndTheWayOut() throws IOException {
    Path train = file("train", "a 1\nb " + "1234567 ".repeat(600_000) + "\n");
    refused(train, train, "train:2: the line is longer than");
    refused(train, train, "several lines");
  }

  private static void refused(Path train, Path test, String told) {
    assertThatThrownBy(() -> ProtocolFiles.pairs(List.of(train), Optional.empty(), test))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining(told);
  }

  private static int[][] rows(Histories histories) {
    var rows = new int[histories.users()][];
    Arrays.setAll(rows, histories::itemsOf);
    return rows;
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path gzipped(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(UTF_8));
    }
    return file;
  }
}
