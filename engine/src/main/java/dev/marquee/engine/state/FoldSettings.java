package dev.marquee.engine.state;

import dev.marquee.engine.Doc;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.events.Impression;
import java.time.Duration;

/// How events become state. Live serving and replay must use the same settings.
public record FoldSettings(
    @Doc("what counts as a positive and as a completed watch") LabelRules labels,
    @Doc("the attribution of outcomes to impressions") Attribution attribution,
    @Doc("a pause of this length starts a new session") Duration sessionGap,
    @Doc("half-life of decayed counts") Duration counterHalfLife,
    @Doc(
            "whether every served slot is an impression, for clients that cannot report"
                + " what was seen")
        boolean servedCountsAsSeen,
    @Doc(value = "the kinds of the platform's own columns", key = "columns") Columns columns) {

  public FoldSettings {
    if (!sessionGap.isPositive()) {
      throw new IllegalArgumentException("sessionGap must be longer than zero, was " + sessionGap);
    }
    if (!counterHalfLife.isPositive()) {
      throw new IllegalArgumentException(
          "counterHalfLife must be longer than zero, was " + counterHalfLife);
    }
  }

  /// The attribution of an outcome to an impression: the latest of its video that is within the
  /// window and was not dropped.
  public record Attribution(
      @Doc("maximum age of the impression that an outcome is attributed to") Duration window,
      @Doc(
              "maximum impressions of a viewer that wait for outcomes; beyond it the oldest is"
                  + " dropped and counted")
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

    /// A day, and 2,000 impressions: ten times the number that a viewer has in a day.
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

  /// The maximum age of the impression that an outcome is attributed to.
  public Duration attributionWindow() {
    return attribution.window();
  }

  /// Whether a client's event counts as an impression: not if it is of a feed whose served slots
  /// count already.
  public boolean isImpression(Impression seen) {
    return !servedCountsAsSeen || seen.feed().isEmpty();
  }

  /// The same with other columns.
  public FoldSettings with(Columns newColumns) {
    return new FoldSettings(
        labels, attribution, sessionGap, counterHalfLife, servedCountsAsSeen, newColumns);
  }
}
