package dev.marquee.engine.state;

import dev.marquee.engine.Doc;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.events.Impression;
import java.time.Duration;

/// How events become state. Live serving and replay must use the same settings.
public record FoldSettings(
    @Doc("what counts as a positive and as a completed watch") LabelRules labels,
    @Doc("an outcome belongs to an impression at most this much older") Duration attributionWindow,
    @Doc("a pause of this length starts a new session") Duration sessionGap,
    @Doc("after which a decayed count is worth half") Duration counterHalfLife,
    @Doc(
            "whether every served slot is an impression, for clients that cannot tell what was"
                + " really seen")
        boolean servedCountsAsSeen,
    @Doc(value = "what the platform's own columns are", key = "columns") Columns columns) {

  public FoldSettings {
    if (!attributionWindow.isPositive()) {
      throw new IllegalArgumentException(
          "attributionWindow must be longer than zero, was " + attributionWindow);
    }
    if (!sessionGap.isPositive()) {
      throw new IllegalArgumentException("sessionGap must be longer than zero, was " + sessionGap);
    }
    if (!counterHalfLife.isPositive()) {
      throw new IllegalArgumentException(
          "counterHalfLife must be longer than zero, was " + counterHalfLife);
    }
  }

  public static FoldSettings defaults() {
    return new FoldSettings(
        LabelRules.defaults(),
        Duration.ofHours(24),
        Duration.ofMinutes(30),
        Duration.ofDays(1),
        false,
        Columns.NONE);
  }

  /// Whether an event of a client is an impression: where served slots are, a feed's are not again.
  public boolean isImpression(Impression seen) {
    return !servedCountsAsSeen || seen.feed().isEmpty();
  }

  /// The same with other columns.
  public FoldSettings with(Columns newColumns) {
    return new FoldSettings(
        labels, attributionWindow, sessionGap, counterHalfLife, servedCountsAsSeen, newColumns);
  }
}
