package dev.marquee.server.imports;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// How a table is read.
///
/// @param attributes columns that become attributes whatever they look like; `*` for all that are
///   no detail
/// @param zone of times without a zone; without it they are refused
public record TableOptions(List<String> attributes, Optional<ZoneId> zone) {

  public TableOptions {
    attributes = List.copyOf(attributes);
  }

  /// Columns that look like no detail become attributes, and times name their zone.
  public static TableOptions defaults() {
    return new TableOptions(List.of(), Optional.empty());
  }
}
