package dev.marquee.engine.state;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.UserProfile;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// The state of one user: a fold over the user's events, made of [facts][UserFact], about 2 to 4
/// KB.
///
/// Only the fold writes it, under the state's own monitor; others read a [#copy].
public final class UserState {

  /// Maximum number of positive watches in the history, which is read latest first.
  public static final int HISTORY = PositiveHistory.MAX;

  /// Weight of a watch relative to the next later one, where neighbours or vectors of watched
  /// videos are summed.
  public static final float RECENCY = 0.97f;

  private static final int VERSION = 2;

  private final String user;
  private final UserFact[] facts;
  private long position;
  private long savedPosition;

  private UserState(String user, UserFact[] facts) {
    this.user = user;
    this.facts = facts;
  }

  /// The state of an unknown user.
  public static UserState unknown(String user) {
    return new UserState(
        user, UserFacts.ALL.stream().map(kind -> kind.unknown().get()).toArray(UserFact[]::new));
  }

  /// A copy, which later events do not change. Call it under this state's monitor where a fold may
  /// be writing.
  public UserState copy() {
    UserFact[] copies = new UserFact[facts.length];
    for (int i = 0; i < facts.length; i++) {
      copies[i] = facts[i].copy();
    }
    UserState copy = new UserState(user, copies);
    copy.position = position;
    copy.savedPosition = savedPosition;
    return copy;
  }

  public String user() {
    return user;
  }

  /// Offset of the last of the user's events that was folded; 0 for none.
  public long position() {
    return position;
  }

  void moveTo(long newPosition) {
    position = newPosition;
  }

  /// The position at which a store last saved this state; 0 for never.
  public long savedPosition() {
    return savedPosition;
  }

  /// Called by a store after it saved this state.
  public void saved() {
    savedPosition = position;
  }

  /// The fact of a kind.
  public <T extends UserFact> T fact(UserFact.Kind<T> kind) {
    return kind.type().cast(facts[UserFacts.indexOf(kind)]);
  }

  /// All facts, in the order of [UserFacts]; not to be changed.
  UserFact[] facts() {
    return facts;
  }

  Session session() {
    return fact(Session.KIND);
  }

  OutcomeCounts counts() {
    return fact(OutcomeCounts.KIND);
  }

  public UserProfile profile() {
    return fact(KnownProfile.KIND).profile();
  }

  /// Hashes of the platform's own columns; not to be changed.
  public int[] profileAttributes() {
    return fact(KnownProfile.KIND).attributes();
  }

  /// The time of the latest impression, epoch milliseconds; 0 for never.
  public long lastSeenAt() {
    return session().lastSeenAt();
  }

  /// The latest impression's place in its session, from 0.
  public int sessionPosition() {
    return session().position();
  }

  /// Impressions folded so far.
  public int impressions() {
    return counts().impressions();
  }

  public int clicks() {
    return counts().clicks();
  }

  public int positives() {
    return counts().positives();
  }

  public int completions() {
    return counts().completions();
  }

  /// Watches of impressions, several of one impression counted each.
  public int watches() {
    return counts().watches();
  }

  /// The sum of the watched shares of [#watches], at most 2 each.
  public float watchedShares() {
    return counts().watchedShares();
  }

  public Affinities affinities() {
    return fact(Affinities.KIND);
  }

  /// How many positive watches the history holds, at most [#HISTORY].
  public int historySize() {
    return fact(PositiveHistory.KIND).size();
  }

  /// The video of the `back`-th latest positive watch, from 0.
  public int historyVideo(int back) {
    return fact(PositiveHistory.KIND).video(back);
  }

  /// When the `back`-th latest positive watch became known, epoch milliseconds; 0 where untimed.
  public long historyAt(int back) {
    return fact(PositiveHistory.KIND).at(back);
  }

  /// Watched share of the `back`-th latest positive watch, at most 1.
  public float historyShare(int back) {
    return fact(PositiveHistory.KIND).share(back);
  }

  /// The imported history.
  public ImportedHistory imported() {
    return fact(ImportedHistory.KIND);
  }

  /// Whether the user completed the video, watched it as a positive, or refused it long ago. May
  /// rarely be true for a video never watched, see [WatchedSet].
  public boolean hasWatched(VideoTable videos, int video) {
    return fact(WatchedSet.KIND).contains(videos.idHash(video));
  }

  /// Whether the user was shown the video at or after a time, among the impressions that are
  /// remembered.
  public boolean wasShown(int video, long sinceMillis) {
    return fact(RecentImpressions.KIND).wasShown(video, sinceMillis);
  }

  /// Counts of videos among the last 48 impressions; real impressions are marked.
  ///
  /// @param asked expected number of lookups
  public Tallies shownLately(int asked) {
    return fact(RecentImpressions.KIND).shownLately(asked);
  }

  /// Whether the user does not want to see the video again.
  public boolean isNotInterestedIn(int video) {
    return fact(NotInterested.KIND).contains(video);
  }

  /// The videos that the user does not want to see again.
  public IntStream notInterested() {
    return Arrays.stream(fact(NotInterested.KIND).videos());
  }

  /// The impressions that wait for outcomes, with `width` cells each, all 0, to label impressions
  /// from here on.
  public OpenImpressions openImpressions(int width) {
    return fact(RecentImpressions.KIND).withCells(width);
  }

  /// Channels the user follows.
  public Set<String> followed() {
    return fact(FollowedChannels.KIND).channels();
  }

  /// The versioned bytes of this state, with videos by their ids and without the user's id.
  public byte[] toBytes(VideoTable videos) {
    ByteWriter out = ByteWriter.littleEndian();
    out.varint(VERSION);
    out.int64(position);
    for (int i = 0; i < facts.length; i++) {
      out.varint(UserFacts.ALL.get(i).version());
      facts[i].write(out, videos);
    }
    return out.toBytes();
  }

  /// Reads the bytes of [#toBytes]; every video must be in the table, whose columns determine the
  /// hashes of the profile's attributes.
  public static UserState fromBytes(String user, byte[] bytes, VideoTable videos) {
    ByteReader in = ByteReader.littleEndian(bytes);
    requireVersion(in);
    long position = in.int64();
    List<UserFact.Kind<?>> kinds = UserFacts.ALL;
    UserFact[] facts = new UserFact[kinds.size()];
    for (int i = 0; i < facts.length; i++) {
      requireVersion(in, kinds.get(i));
      facts[i] = kinds.get(i).reader().read(in, videos);
    }
    UserState state = new UserState(user, facts);
    state.position = position;
    state.savedPosition = position;
    return state;
  }

  /// The format of a state's bytes; a store refolds states of another format.
  public static String format() {
    return "user state %d of %s".formatted(VERSION, UserFacts.describe());
  }

  /// Offset of the last event applied to a saved state.
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

  private static void requireVersion(ByteReader in, UserFact.Kind<?> kind) {
    int version = in.varint();
    if (version != kind.version()) {
      throw new IllegalStateException(
          "user state with %s of version %d, expected %d: rebuild the state"
              .formatted(kind.name(), version, kind.version()));
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
    return "UserState[%s at %d, %d impressions, %d positives]"
        .formatted(user, position, impressions(), positives());
  }
}
