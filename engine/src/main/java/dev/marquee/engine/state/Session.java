package dev.marquee.engine.state;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.catalog.VideoTable;

/// A user's place in a session, a series of impressions without a long pause.
final class Session implements UserFact {

  static final Kind<Session> KIND =
      new Kind<>(
              "session",
              1,
              "The time of the latest impression, and its place in its session.",
              Session.class,
              Session::new,
              Session::read)
          .onChange(
              Change.Shown.class,
              (it, shown, fold) -> it.move(shown.atMillis(), fold.sessionGapMillis()));

  private long lastSeenAt;
  private int position;

  /// The time of the latest impression, epoch milliseconds; 0 for never.
  long lastSeenAt() {
    return lastSeenAt;
  }

  /// The latest impression's place in its session, from 0.
  int position() {
    return position;
  }

  /// Applies an impression.
  void move(long at, long gapMillis) {
    boolean goesOn = lastSeenAt != 0 && at - lastSeenAt < gapMillis;
    position = goesOn ? position + 1 : 0;
    lastSeenAt = Math.max(lastSeenAt, at);
  }

  @Override
  public Session copy() {
    Session copy = new Session();
    copy.lastSeenAt = lastSeenAt;
    copy.position = position;
    return copy;
  }

  @Override
  public void write(ByteWriter out, VideoTable videos) {
    out.int64(lastSeenAt);
    out.varint(position);
  }

  private static Session read(ByteReader in, VideoTable videos) {
    Session read = new Session();
    read.lastSeenAt = in.int64();
    read.position = in.varint();
    return read;
  }
}
