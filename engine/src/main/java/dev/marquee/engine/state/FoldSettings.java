package dev.marquee.engine.state;

import dev.marquee.engine.catalog.Columns;
import java.time.Duration;

/// How events become state. Live serving and replay must use the same settings.
///
/// @param labels what counts as positive and as completed
/// @param attributionWindow an outcome belongs to an impression at most this much older
/// @param sessionGap a pause of this length starts a new session
/// @param counterHalfLife after which a decayed count is worth half
/// @param servedCountsAsSeen whether every served slot is an impression, for clients that cannot
///   tell what was really seen
/// @param columns what the platform's own columns are
public record FoldSettings(
    LabelRules labels,
    Duration attributionWindow,
    Duration sessionGap,
    Duration counterHalfLife,
    boolean servedCountsAsSeen,
    Columns columns) {

  public static FoldSettings defaults() {
    return new FoldSettings(
        LabelRules.defaults(),
        Duration.ofHours(24),
        Duration.ofMinutes(30),
        Duration.ofDays(1),
        false,
        Columns.NONE);
  }

  /// The same with other columns.
  public FoldSettings with(Columns newColumns) {
    return new FoldSettings(
        labels, attributionWindow, sessionGap, counterHalfLife, servedCountsAsSeen, newColumns);
  }
}
