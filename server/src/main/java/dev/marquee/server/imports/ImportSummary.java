package dev.marquee.server.imports;

import dev.marquee.engine.catalog.Columns;
import dev.marquee.server.data.DataSplit;
import java.util.Optional;

/// The result of an import.
///
/// @param files number of files read
/// @param lines counts of the lines read
/// @param events counts of the events made from them
/// @param order how the times of the events relate to their order
/// @param split how to divide the data between training and evaluation; empty if they are not a
///   data set
/// @param columns declarations of the data's own columns
public record ImportSummary(
    int files,
    LineCounts lines,
    Events events,
    Order order,
    Optional<DataSplit> split,
    Columns columns) {

  /// Counts of lines.
  ///
  /// @param good rows that were read
  /// @param repeated those of the good rows that were dropped as duplicates
  /// @param bad lines that were skipped
  public record LineCounts(long good, long repeated, long bad) {}

  /// Counts of events.
  ///
  /// @param appended events that are new in the log
  /// @param alreadyThere events that the log already held
  public record Events(long appended, long alreadyThere) {}

  /// How the events' times relate to their order.
  ///
  /// @param outOfOrder the events that came after one with a later time, and were sorted
  /// @param late the users' events that are earlier than the latest one that the log held before:
  ///   they are appended after it
  /// @param feedsElsewhere the served feeds that named places of another log, which were left out
  public record Order(long outOfOrder, long late, long feedsElsewhere) {

    /// All events came in order, after those that the log held.
    public static final Order KEPT = new Order(0, 0, 0);
  }
}
