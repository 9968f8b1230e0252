package dev.marquee.engine.features;

import static dev.marquee.engine.features.Feature.Side.REQUEST;

/// Features of the viewer's session: whether one is in progress, and its impressions so far.
final class SessionFeatures {

  private final RowWriter row;

  /// Milliseconds since the viewer's last impression; -1 where there was none.
  private final long pause;

  private final boolean goesOn;
  private final int position;
  private final int bucket;

  SessionFeatures(RowInputs in, RowWriter row) {
    this.row = row;
    this.pause = in.user.lastSeenAt() == 0 ? -1 : Math.max(0, in.at - in.user.lastSeenAt());
    this.goesOn = pause >= 0 && pause < in.sessionGapMillis;
    this.position = in.user.sessionPosition();
    this.bucket = goesOn ? Math.min(1 + position, 4 + Math.getExponent(1f + position)) : 0;
  }

  /// Impressions of this session so far, exact up to 4, then in log2 buckets.
  int bucket() {
    return bucket;
  }

  void write() {
    row.number(
        REQUEST,
        "session: first ever",
        "1 where the viewer was never shown anything",
        pause < 0 ? 1 : 0);
    row.ln1p(
        REQUEST,
        "session: pause",
        "ln(1 + seconds since the viewer's last impression)",
        pause < 0 ? 0 : pause / 1000f);
    row.number(
        REQUEST,
        "session: goes on",
        "1 where the viewer's last impression is younger than the session gap, 30 minutes by"
            + " default",
        goesOn ? 1 : 0);
    row.ln1p(
        REQUEST,
        "session: position",
        "ln(1 + impressions of this session so far)",
        goesOn ? position + 1 : 0);
    row.field(
        10,
        REQUEST,
        "session position",
        "impressions of this session so far, in log2 buckets above 4",
        bucket);
  }
}
