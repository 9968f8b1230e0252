package dev.marquee.engine.state;

import dev.marquee.engine.Doc;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.events.Impression;
import java.time.Duration;

/// How events become state. Live serving and replay must use the same settings.
public record FoldSettings(
    @Doc("what counts as a positive and as a completed watch") LabelRules labels,
    @Doc("which impression an outcome belongs to") Attribution attribution,
    @Doc("a pause of this length starts a new session") Duration sessionGap,
    @Doc("after which a decayed count is worth half") Duration counterHalfLife,
    @Doc(
            "whether every served slot is an impression, for clients that cannot tell what was"
                + " really seen")
        boolean servedCountsAsSeen,
    @Doc(value = "what the platform's own columns are", key = "columns") Columns columns) {

  public FoldSettings {
    if (!sessionGap.isPositive()) {
      throw new IllegalArgumentException("sessionGap must be longer than zero, was " + sessionGap);
    }
    if (!counterHalfLife.isPositive()) {
      throw new IllegalArgumentException(
          "counterHalfLife must be longer than zero, was " + counterHalfLife);
    }
  }

  /// Which impression an outcome belongs to: the latest of its video that is neither too old nor
  /// had to make room.
  public record Attribution(
      @Doc("an outcome belongs to an impression at most this much older") Duration window,
      @Doc(
              "impressions of a viewer that may wait for outcomes; the oldest goes beyond it, and"
                  + " is counted")
          int maxOpen) {

    public Attribution {
      if (!window.isPositive()) {
        throw new IllegalArgumentException("window must be longer than zero, was " + window);
      }
      if (maxOpen < OpenImpressions.LATELY) {
        throw new IllegalArgumentException(
            "maxOpen must be at least %d, was %d".formatted(OpenImpressions.LATELY, maxOpen));
      }
    }

    /// A day, and 2,000 impressions: ten times what a viewer sees in a day.
    public static Attribution defaults() {
      return new Attribution(Duration.ofHours(24), 2_000);
    }
  }

  public static FoldSettings defaults() {
    return new FoldSettings(
        LabelRules.defaults(),
        Attribution.defaults(),
        Duration.ofMinutes(30),
        Duration.ofDays(1),
        false,
        Columns.NONE);
  }

  /// An outcome belongs to an impression at most this much older.
  public Duration attributionWindow() {
    return attribution.window();
  }

  /// Whether an event of a client is an impression: where served slots are, a feed's are not again.
  public boolean isImpression(Impression seen) {
    return !servedCountsAsSeen || seen.feed().isEmpty();
  }

  /// The same with other columns.
  public FoldSettings with(Columns newColumns) {
    return new FoldSettings(
        labels, attribution, sessionGap, counterHalfLife, servedCountsAsSeen, newColumns);
  }
}
