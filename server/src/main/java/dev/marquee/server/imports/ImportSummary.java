package dev.marquee.server.imports;

import dev.marquee.engine.catalog.Columns;
import dev.marquee.server.data.DataSplit;
import java.util.Optional;

/// What an import did.
///
/// @param files how many files were read
/// @param lines what was read of them
/// @param events what became of it
/// @param split how to divide the data between training and evaluation, where they are a data set
/// @param columns what is known of the data's own columns
public record ImportSummary(
    int files, Lines lines, Events events, Optional<DataSplit> split, Columns columns) {

  /// What was read.
  ///
  /// @param good the rows that were read
  /// @param repeated those of them that repeated another one and were dropped
  /// @param bad the lines that were skipped
  public record Lines(long good, long repeated, long bad) {}

  /// What went into the log.
  ///
  /// @param appended the events that are new in the log
  /// @param alreadyThere the events that the log held before
  public record Events(long appended, long alreadyThere) {}
}
