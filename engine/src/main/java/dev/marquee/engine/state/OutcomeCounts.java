package dev.marquee.engine.state;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.catalog.VideoTable;

/// The numbers of a user's impressions and of their outcomes.
final class OutcomeCounts implements UserFact {

  static final Kind<OutcomeCounts> KIND =
      new Kind<>(
              "counts",
              1,
              "The numbers of impressions, clicks, positives, completions and watches, and the sum"
                  + " of watched shares.",
              OutcomeCounts.class,
              OutcomeCounts::new,
              OutcomeCounts::read)
          .onChange(Change.Shown.class, (it, shown, fold) -> it.show())
          .onChange(Change.Clicked.class, (it, clicked, fold) -> it.clicks += one(clicked))
          .onChange(Change.BecamePositive.class, (it, positive, fold) -> it.positives++)
          .onChange(
              Change.Completed.class, (it, completed, fold) -> it.completions += one(completed))
          .onChange(Change.Watched.class, (it, watched, fold) -> it.add(watched));

  /// Maximum watched share of a single watch.
  private static final float MAX_SHARE = 2;

  private int impressions;
  private int clicks;
  private int positives;
  private int completions;
  private int watches;
  private float watchedShares;

  int impressions() {
    return impressions;
  }

  int clicks() {
    return clicks;
  }

  int positives() {
    return positives;
  }

  int completions() {
    return completions;
  }

  int watches() {
    return watches;
  }

  float watchedShares() {
    return watchedShares;
  }

  void show() {
    impressions++;
  }

  /// Outcomes without an impression are not in rates.
  private static int one(Change.OfImpression outcome) {
    return outcome.origin().isShown() ? 1 : 0;
  }

  private void add(Change.Watched watched) {
    if (watched.origin().isShown()) {
      watches++;
      watchedShares += LabelRules.share(watched.seconds(), watched.duration(), MAX_SHARE);
    }
  }

  @Override
  public OutcomeCounts copy() {
    OutcomeCounts copy = new OutcomeCounts();
    copy.impressions = impressions;
    copy.clicks = clicks;
    copy.positives = positives;
    copy.completions = completions;
    copy.watches = watches;
    copy.watchedShares = watchedShares;
    return copy;
  }

  @Override
  public void write(ByteWriter out, VideoTable videos) {
    out.varint(impressions);
    out.varint(clicks);
    out.varint(positives);
    out.varint(completions);
    out.varint(watches);
    out.float32(watchedShares);
  }

  private static OutcomeCounts read(ByteReader in, VideoTable videos) {
    OutcomeCounts read = new OutcomeCounts();
    read.impressions = in.varint();
    read.clicks = in.varint();
    read.positives = in.varint();
    read.completions = in.varint();
    read.watches = in.varint();
    read.watchedShares = in.float32();
    return read;
  }
}
