package dev.marquee.engine.state;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.Reaction;
import java.util.Arrays;

/// The latest [#MAX] videos that a user does not want to see again. Older ones count as watched, so
/// that they are not recommended either.
final class NotInterested implements UserFact {

  static final int MAX = 200;

  static final Kind<NotInterested> KIND =
      new Kind<>(
              "not interested",
              1,
              "The last 200 videos that the user refused, reported or disliked; older ones count as"
                  + " watched.",
              NotInterested.class,
              NotInterested::new,
              NotInterested::read)
          .onEvent(Reaction.class, NotInterested::take);

  private int[] videos = {};

  boolean contains(int video) {
    for (int refused : videos) {
      if (refused == video) {
        return true;
      }
    }
    return false;
  }

  /// Not to be changed.
  int[] videos() {
    return videos;
  }

  private void take(Reaction reaction, UserFold fold) {
    int video = fold.videos().ordinal(reaction.video());
    switch (reaction.kind()) {
      case NOT_INTERESTED, REPORT, DISLIKE -> add(video, fold);
      case LIKE, SAVE, SHARE, COMMENT -> {
        // Only in the log: no feature reads them yet.
      }
    }
  }

  private void add(int video, UserFold fold) {
    if (!contains(video)) {
      int from = videos.length == MAX ? 1 : 0;
      if (from == 1) {
        fold.change(new Change.RefusedLongAgo(videos[0]));
      }
      int[] longer = Arrays.copyOfRange(videos, from, videos.length + 1);
      longer[longer.length - 1] = video;
      videos = longer;
    }
  }

  @Override
  public NotInterested copy() {
    NotInterested copy = new NotInterested();
    // Safe to share: replaced, never changed.
    copy.videos = videos;
    return copy;
  }

  @Override
  public void write(ByteWriter out, VideoTable table) {
    out.varint(videos.length);
    for (int video : videos) {
      out.text(table.id(video));
    }
  }

  private static NotInterested read(ByteReader in, VideoTable table) {
    NotInterested read = new NotInterested();
    read.videos = new int[in.varint()];
    for (int i = 0; i < read.videos.length; i++) {
      read.videos[i] = UserState.find(table, in.text());
    }
    return read;
  }
}
