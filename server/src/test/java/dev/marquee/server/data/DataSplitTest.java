package dev.marquee.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSplitTest {

  private static final Instant MAY = Instant.parse("2022-04-30T16:00:00Z");

  @TempDir private Path data;

  @Test
  void aSplitIsReadBackEqual() {
    assertThat(DataSplit.read(data)).isEmpty();
    DataSplit.at(MAY).write(data);
    assertThat(DataSplit.read(data)).contains(DataSplit.at(MAY));
    var bounded = new DataSplit(MAY, MAY.plusSeconds(1), Optional.of(MAY.plusSeconds(2)));
    bounded.write(data);
    assertThat(DataSplit.read(data)).contains(bounded);
    assertThat(data)
        .isDirectoryContaining("glob:**/split.json")
        .isDirectoryNotContaining("glob:**new");
  }

  @Test
  void timesAreWrittenForPeople() throws IOException {
    DataSplit.at(MAY).write(data);
    assertThat(data.resolve("split.json")).content().contains("\"2022-04-30T16:00:00Z\"");
  }

  @Test
  void aBrokenFileIsNamed() throws IOException {
    for (String text : new String[] {"", "{}", "[]", "{\"trainUntil\":\"x\"}"}) {
      Files.writeString(data.resolve("split.json"), text);
      assertThatExceptionOfType(ImportException.class)
          .isThrownBy(() -> DataSplit.read(data))
          .withMessageEndingWith("split.json: is not a valid split: import the data again");
    }
  }

  @Test
  void evaluationDoesNotBeginBeforeTrainingEnds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DataSplit(MAY, MAY.minusMillis(1), Optional.empty()));
  }
}
