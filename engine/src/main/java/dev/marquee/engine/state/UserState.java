package dev.marquee.engine.state;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.catalog.Attributes;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.UserProfile;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// What is known of one user: a fold over the user's events, about 2 to 4 KB.
///
/// Written by the fold alone, under the state's own monitor; everybody else reads a [#copy].
public final class UserState {

  /// How many positive watches a history keeps, the latest first to be read.
  public static final int HISTORY = 50;

  /// What a watch of the history weighs beside the one after it, where neighbours or vectors of the
  /// watched videos are added up.
  public static final float RECENCY = 0.97f;

  private static final int VERSION = 1;
  private static final int NOT_INTERESTED_LIMIT = 200;
  private static final int FOLLOWED_LIMIT = 200;

  public final String user;
  public long position;

  /// The position at which a store last saved this state; 0 for never.
  public long savedPosition;

  public UserProfile profile = UserProfile.UNKNOWN;
  public int[] profileAttributes = {};

  /// When the latest impression was, epoch milliseconds; 0 for never.
  public long lastSeenAt;

  /// The latest impression's place in its session, from 0.
  public int sessionPosition;

  public int impressions;
  public int clicks;
  int positives;
  public int completions;
  public int watches;
  public float watchedShares;

  public RecentImpressions recent = new RecentImpressions();
  public Affinities affinities = new Affinities();
  WatchedSet watched = new WatchedSet();

  /// A ring of positive watches: the latest stands at `(positiveTotal - 1) % HISTORY`.
  int[] positiveVideo = new int[4];

  long[] positiveAt = new long[4];
  float[] positiveShare = new float[4];
  int positiveTotal;

  public int[] historyShown = {};
  public byte[] historyFlags = {};
  public int historyTotal;
  public long historyLastAt;

  int[] notInterested = {};
  public Set<String> followed = Set.of();

  static final byte LIKED = 1;
  public static final byte COMPLETED = 2;

  public UserState(String user) {
    this.user = user;
  }

  /// The state of a user of whom nothing is known yet.
  public static UserState unknown(String user) {
    return new UserState(user);
  }

  /// This state as it is now; later events do not reach it. Call it under this state's monitor
  /// where a fold may be writing.
  public UserState copy() {
    UserState copy = new UserState(user);
    copy.position = position;
    copy.savedPosition = savedPosition;
    copy.profile = profile;
    copy.profileAttributes = profileAttributes;
    copy.lastSeenAt = lastSeenAt;
    copy.sessionPosition = sessionPosition;
    copy.impressions = impressions;
    copy.clicks = clicks;
    copy.positives = positives;
    copy.completions = completions;
    copy.watches = watches;
    copy.watchedShares = watchedShares;
    copy.recent = recent.copy();
    copy.affinities = affinities.copy();
    copy.watched = watched.copy();
    copy.positiveVideo = positiveVideo.clone();
    copy.positiveAt = positiveAt.clone();
    copy.positiveShare = positiveShare.clone();
    copy.positiveTotal = positiveTotal;
    copy.historyShown = historyShown;
    copy.historyFlags = historyFlags;
    copy.historyTotal = historyTotal;
    copy.historyLastAt = historyLastAt;
    copy.notInterested = notInterested;
    copy.followed = followed;
    return copy;
  }

  public String user() {
    return user;
  }

  /// Offset of the last of the user's events that was folded; 0 for none.
  public long position() {
    return position;
  }

  public UserProfile profile() {
    return profile;
  }

  /// Impressions folded so far.
  public int impressions() {
    return impressions;
  }

  /// How many positive watches the history holds, at most [#HISTORY].
  public int historySize() {
    return Math.min(positiveTotal, HISTORY);
  }

  /// The video of the `back`-th latest positive watch, from 0.
  public int historyVideo(int back) {
    return positiveVideo[slot(back)];
  }

  /// When the `back`-th latest positive watch became known, epoch milliseconds; 0 where untimed.
  public long historyAt(int back) {
    return positiveAt[slot(back)];
  }

  /// Watched share of the `back`-th latest positive watch, at most 1.
  public float historyShare(int back) {
    return positiveShare[slot(back)];
  }

  private int slot(int back) {
    return (positiveTotal - 1 - back) % HISTORY;
  }

  /// Whether the user is done with the video: completed it, watched it as a positive, or refused it
  /// long ago. May rarely be true for a video never watched, see [WatchedSet].
  public boolean hasWatched(VideoTable videos, int video) {
    return watched.contains(videos.idHash(video));
  }

  /// Whether the user was shown the video at or after a time, as far back as the state remembers.
  public boolean wasShown(int video, long sinceMillis) {
    return recent.find(video, 0, sinceMillis) >= 0;
  }

  /// Whether the user does not want to see the video again.
  public boolean isNotInterestedIn(int video) {
    for (int refused : notInterested) {
      if (refused == video) {
        return true;
      }
    }
    return false;
  }

  /// The videos that the user does not want to see again.
  public IntStream notInterested() {
    return Arrays.stream(notInterested);
  }

  /// Channels the user follows.
  public Set<String> followed() {
    return followed;
  }

  void setProfile(UserProfile newProfile, Columns columns) {
    profile = newProfile;
    profileAttributes = Attributes.ofUser(newProfile.attributes(), columns);
  }

  void addPositive(int video, long atMillis, float share) {
    if (positiveTotal == positiveVideo.length && positiveTotal < HISTORY) {
      int room = Math.min(HISTORY, 2 * positiveTotal);
      positiveVideo = Arrays.copyOf(positiveVideo, room);
      positiveAt = Arrays.copyOf(positiveAt, room);
      positiveShare = Arrays.copyOf(positiveShare, room);
    }
    int slot = positiveTotal % HISTORY;
    positiveVideo[slot] = video;
    positiveAt[slot] = atMillis;
    positiveShare[slot] = share;
    positiveTotal++;
  }

  void setPositive(int video, float share) {
    for (int back = 0; back < historySize(); back++) {
      if (positiveVideo[slot(back)] == video) {
        positiveShare[slot(back)] = Math.max(positiveShare[slot(back)], share);
        return;
      }
    }
  }

  /// Remembers a refusal. The latest [#NOT_INTERESTED_LIMIT] are kept as such; older ones go on as
  /// watched, so that they do not come back either.
  void addNotInterested(VideoTable videos, int video) {
    if (!isNotInterestedIn(video)) {
      int from = notInterested.length == NOT_INTERESTED_LIMIT ? 1 : 0;
      if (from == 1) {
        watched.add(videos.idHash(notInterested[0]));
      }
      int[] longer = Arrays.copyOfRange(notInterested, from, notInterested.length + 1);
      longer[longer.length - 1] = video;
      notInterested = longer;
    }
  }

  void follow(String channel, boolean follows) {
    Set<String> changed = new LinkedHashSet<>(followed);
    changed.remove(channel);
    if (follows) {
      if (changed.size() == FOLLOWED_LIMIT) {
        changed.remove(changed.iterator().next());
      }
      changed.add(channel);
    }
    followed = changed;
  }

  /// The versioned bytes of this state, in which videos stand by their ids and the user is not
  /// named.
  public byte[] toBytes(VideoTable videos) {
    ByteWriter out = ByteWriter.littleEndian();
    out.varint(VERSION);
    out.int64(position);
    out.text(profile.country());
    out.text(profile.language());
    out.varint(profile.birthYear());
    out.text(profile.gender());
    out.varint(profile.attributes().size());
    // In the order of their names: the profile's own order differs from process to process.
    new TreeMap<>(profile.attributes())
        .forEach(
            (name, value) -> {
              out.text(name);
              out.text(value);
            });
    out.int64(lastSeenAt);
    out.varint(sessionPosition);
    out.varint(impressions);
    out.varint(clicks);
    out.varint(positives);
    out.varint(completions);
    out.varint(watches);
    out.float32(watchedShares);
    recent.write(out, videos);
    affinities.write(out);
    watched.write(out);
    out.varint(historySize());
    for (int back = historySize() - 1; back >= 0; back--) {
      out.text(videos.id(historyVideo(back)));
      out.int64(historyAt(back));
      out.float32(historyShare(back));
    }
    out.varint(historyShown.length);
    for (int i = 0; i < historyShown.length; i++) {
      out.text(videos.id(historyShown[i]));
      out.varint(historyFlags[i]);
    }
    out.varint(historyTotal);
    out.int64(historyLastAt);
    out.varint(notInterested.length);
    for (int video : notInterested) {
      out.text(videos.id(video));
    }
    out.varint(followed.size());
    followed.forEach(out::text);
    return out.toBytes();
  }

  /// Reads what [#toBytes] gave; every video must be in the table, whose columns the profile's
  /// attributes are read by.
  public static UserState fromBytes(String user, byte[] bytes, VideoTable videos) {
    ByteReader in = ByteReader.littleEndian(bytes);
    requireVersion(in);
    long position = in.int64();
    UserState state = new UserState(user);
    state.position = position;
    state.savedPosition = position;
    String country = in.text();
    String language = in.text();
    int birthYear = in.varint();
    String gender = in.text();
    var attributes = new java.util.HashMap<String, String>();
    for (int i = in.varint(); i > 0; i--) {
      attributes.put(in.text(), in.text());
    }
    state.setProfile(
        new UserProfile(country, language, birthYear, gender, attributes), videos.columns());
    state.lastSeenAt = in.int64();
    state.sessionPosition = in.varint();
    state.impressions = in.varint();
    state.clicks = in.varint();
    state.positives = in.varint();
    state.completions = in.varint();
    state.watches = in.varint();
    state.watchedShares = in.float32();
    state.recent = RecentImpressions.read(in, videos);
    state.affinities = Affinities.read(in);
    state.watched = WatchedSet.read(in);
    for (int i = in.varint(); i > 0; i--) {
      state.addPositive(find(videos, in.text()), in.int64(), in.float32());
    }
    state.historyShown = new int[in.varint()];
    state.historyFlags = new byte[state.historyShown.length];
    for (int i = 0; i < state.historyShown.length; i++) {
      state.historyShown[i] = find(videos, in.text());
      state.historyFlags[i] = (byte) in.varint();
    }
    state.historyTotal = in.varint();
    state.historyLastAt = in.int64();
    state.notInterested = new int[in.varint()];
    for (int i = 0; i < state.notInterested.length; i++) {
      state.notInterested[i] = find(videos, in.text());
    }
    for (int i = in.varint(); i > 0; i--) {
      state.follow(in.text(), true);
    }
    return state;
  }

  /// Offset of the last event folded into a saved state.
  public static long positionOf(byte[] bytes) {
    ByteReader in = ByteReader.littleEndian(bytes);
    requireVersion(in);
    return in.int64();
  }

  private static void requireVersion(ByteReader in) {
    int version = in.varint();
    if (version != VERSION) {
      throw new IllegalStateException(
          "user state of version " + version + ", expected " + VERSION + ": rebuild the state");
    }
  }

  static int find(VideoTable videos, String id) {
    int video = videos.find(id);
    if (video < 0) {
      throw new IllegalStateException(
          "a user state names video '" + id + "', which the video table does not have");
    }
    return video;
  }

  @Override
  public String toString() {
    return "UserState[%s at %d, %d impressions, %d positives, seen %s]"
        .formatted(user, position, impressions, positives, Instant.ofEpochMilli(lastSeenAt));
  }
}
