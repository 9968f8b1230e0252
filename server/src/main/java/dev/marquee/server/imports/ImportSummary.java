package dev.marquee.server.imports;

import dev.marquee.engine.catalog.Columns;
import dev.marquee.server.data.DataSplit;
import java.util.Optional;

/// What an import did.
///
/// @param files how many files were read
/// @param rows the good rows that were read
/// @param repeatedRows those of them that repeated another one and were dropped
/// @param badLines the lines that were skipped
/// @param appended the events that are new in the log
/// @param alreadyThere the events that the log held before
/// @param split how to divide the data between training and evaluation, where they are a data set
/// @param columns what is known of the data's own columns
public record ImportSummary(
    int files,
    long rows,
    long repeatedRows,
    long badLines,
    long appended,
    long alreadyThere,
    Optional<DataSplit> split,
    Columns columns) {}
