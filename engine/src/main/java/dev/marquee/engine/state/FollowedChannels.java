package dev.marquee.engine.state;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.Follow;
import dev.marquee.engine.events.Unfollow;
import java.util.LinkedHashSet;
import java.util.Set;

/// The latest [#MAX] channels that a user follows.
final class FollowedChannels implements UserFact {

  static final int MAX = 200;

  static final Kind<FollowedChannels> KIND =
      new Kind<>(
              "followed channels",
              1,
              "The last 200 channels that the user follows.",
              FollowedChannels.class,
              FollowedChannels::new,
              FollowedChannels::read)
          .onEvent(Follow.class, (it, follow, fold) -> it.set(follow.channel(), true))
          .onEvent(Unfollow.class, (it, unfollow, fold) -> it.set(unfollow.channel(), false));

  private Set<String> channels = Set.of();

  /// Not to be changed.
  Set<String> channels() {
    return channels;
  }

  private void set(String channel, boolean follows) {
    Set<String> changed = new LinkedHashSet<>(channels);
    changed.remove(channel);
    if (follows) {
      if (changed.size() == MAX) {
        changed.remove(changed.iterator().next());
      }
      changed.add(channel);
    }
    channels = changed;
  }

  @Override
  public FollowedChannels copy() {
    FollowedChannels copy = new FollowedChannels();
    // Safe to share: replaced, never changed.
    copy.channels = channels;
    return copy;
  }

  @Override
  public void write(ByteWriter out, VideoTable videos) {
    out.varint(channels.size());
    channels.forEach(out::text);
  }

  private static FollowedChannels read(ByteReader in, VideoTable videos) {
    FollowedChannels read = new FollowedChannels();
    for (int i = in.varint(); i > 0; i--) {
      read.set(in.text(), true);
    }
    return read;
  }
}
