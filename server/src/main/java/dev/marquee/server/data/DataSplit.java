package dev.marquee.server.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The default split of imported data by time, stored in the data directory.
///
/// @param trainUntil training uses events before this time
/// @param evaluateFrom start of the evaluation span
/// @param evaluateTo end of the evaluation span, exclusive; empty means the end of the log
public record DataSplit(Instant trainUntil, Instant evaluateFrom, Optional<Instant> evaluateTo) {

  private static final String FILE = "split.json";

  private static final JsonMapper JSON = JsonMapper.shared();

  public DataSplit {
    Objects.requireNonNull(evaluateTo, "evaluateTo");
    if (evaluateFrom.isBefore(trainUntil)) {
      throw new IllegalArgumentException(
          "evaluation begins at " + evaluateFrom + ", before training ends at " + trainUntil);
    }
  }

  /// Training before a time, evaluation from then to the end of the log.
  public static DataSplit at(Instant moment) {
    return new DataSplit(moment, moment, Optional.empty());
  }

  /// Writes the split into a data directory; replaces an earlier one.
  public void write(Path directory) {
    try {
      Path written = Files.createTempFile(directory, FILE, ".new");
      JSON.writeValue(written, this);
      Files.move(written, directory.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The split of a data directory; empty if there is none.
  ///
  /// @throws ImportException if the file is invalid
  public static Optional<DataSplit> read(Path directory) {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file, DataSplit.class));
    } catch (JacksonException | NullPointerException | IllegalArgumentException e) {
      throw new ImportException(file + ": is not a valid split: import the data again", e);
    }
  }
}
