package dev.marquee.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.Reaction;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.testkit.Script;
import dev.marquee.testkit.Seed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserStateTest {

  private static final List<String> USERS = List.of("ann", "bob", "cid", "dee");

  private final Script script = new Script();
  private final Fold fold = new Fold(FoldSettings.defaults());

  @Test
  void aStateIsReadBackEqualAndFoldsFurtherAlike(@Seed long seed) {
    var random = new SplittableRandom(seed);
    for (int i = 1; i <= 6_000; i++) {
      fold.apply(i, script.any(random));
      if (i % 200 == 0) {
        for (String user : USERS) {
          byte[] bytes = fold.users().read(user).toBytes(fold.videos());
          UserState read = UserState.fromBytes(user, bytes, fold.videos());
          assertThat(read.toBytes(fold.videos())).as("%s, seed %d", user, seed).isEqualTo(bytes);
          assertThat(read.position()).isEqualTo(fold.users().read(user).position());
          assertThat(UserState.positionOf(bytes)).isEqualTo(read.position());
        }
      }
    }
  }

  @Test
  void aStateReadFromBytesFoldsOnLikeTheOneThatWasWritten(@Seed long seed) {
    var random = new SplittableRandom(seed);
    for (int i = 1; i <= 2_000; i++) {
      fold.apply(i, script.any(random));
    }
    // The same tables and two sets of users: those in memory, and those read from bytes.
    var reread =
        new Fold(
            fold.settings(),
            fold.videos(),
            Fold.counters(fold.settings()),
            new RecentPositives(),
            new UserStates(
                user ->
                    UserState.fromBytes(
                        user, fold.users().read(user).toBytes(fold.videos()), fold.videos())),
            fold.offset());
    USERS.forEach(user -> reread.users().writable(user));
    for (int i = 2_001; i <= 4_000; i++) {
      var event = script.any(random);
      fold.apply(i, event);
      reread.apply(i, event);
    }
    for (String user : USERS) {
      assertThat(reread.users().read(user).toBytes(fold.videos()))
          .as("%s, seed %d", user, seed)
          .isEqualTo(fold.users().read(user).toBytes(fold.videos()));
    }
  }

  @Test
  void theBytesDoNotDependOnTheOrderOfAttributes() {
    Map<String, String> sorted = new TreeMap<>();
    IntStream.range(0, 40).forEach(i -> sorted.put("column " + i, "x" + i));
    Map<String, String> backwards =
        new java.util.LinkedHashMap<>(((TreeMap<String, String>) sorted).descendingMap());
    UserState one = UserState.unknown("ann");
    UserState other = UserState.unknown("ann");
    one.fact(KnownProfile.KIND).set(new UserProfile("", "", 0, "", sorted), Columns.NONE);
    other.fact(KnownProfile.KIND).set(new UserProfile("", "", 0, "", backwards), Columns.NONE);
    assertThat(other.toBytes(fold.videos())).isEqualTo(one.toBytes(fold.videos()));
    assertThat(other.profileAttributes()).isEqualTo(one.profileAttributes());
  }

  @Test
  void aCopyAndItsOriginalGoTheirOwnWays() {
    var random = new SplittableRandom(11);
    for (int i = 1; i <= 1_000; i++) {
      fold.apply(i, script.any(random));
    }
    UserState copy = fold.users().read("ann");
    byte[] before = copy.toBytes(fold.videos());
    for (int i = 1_001; i <= 2_000; i++) {
      fold.apply(i, script.any(random));
    }
    assertThat(copy.toBytes(fold.videos())).isEqualTo(before);
    assertThat(fold.users().read("ann").toBytes(fold.videos())).isNotEqualTo(before);
  }

  @Test
  void anUnknownVersionIsRefusedWithTheWayOut() {
    byte[] bytes = UserState.unknown("ann").toBytes(new VideoTable());
    bytes[0] = 99;
    assertThatThrownBy(() -> UserState.fromBytes("ann", bytes, new VideoTable()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("version 99")
        .hasMessageContaining("rebuild the state");
    assertThatThrownBy(() -> UserState.positionOf(bytes)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aVideoThatTheTableLacksIsNamed() {
    fold.apply(1, script.shown("ann", "lost"));
    byte[] bytes = fold.users().read("ann").toBytes(fold.videos());
    assertThatThrownBy(() -> UserState.fromBytes("ann", bytes, new VideoTable()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'lost'");
  }

  @Test
  void videosStandByTheirIdsSoThatOrdinalsMayDiffer() {
    fold.apply(1, script.clicked("ann", "a"));
    fold.apply(2, script.watched("ann", "a", 40));
    byte[] bytes = fold.users().read("ann").toBytes(fold.videos());
    var other = new VideoTable();
    other.ordinal("x");
    int a = other.ordinal("a");
    UserState read = UserState.fromBytes("ann", bytes, other);
    assertThat(read.historyVideo(0)).isEqualTo(a);
    assertThat(read.hasWatched(other, a)).isTrue();
    assertThat(read.toBytes(other)).isEqualTo(bytes);
  }

  @Test
  void aHeavyUserTakesLessThan8Kilobytes() {
    // 30 impressions, 10 clicks and 3 positives a day for a year; 11-character ids as YouTube's.
    int offset = 0;
    for (int day = 0; day < 365; day++) {
      script.after(Duration.ofDays(1));
      for (int i = 0; i < 30; i++) {
        String video = "video-%05d".formatted(day * 30 + i);
        fold.apply(++offset, script.published(video, Script.details("c" + i, "k" + i, 100)));
        fold.apply(++offset, script.shown("ann", video, "feed-" + day, i));
        if (i % 3 == 0) {
          fold.apply(++offset, script.clicked("ann", video));
        }
        if (i % 10 == 0) {
          fold.apply(++offset, script.watched("ann", video, 40));
        }
      }
      if (day % 10 == 0) {
        fold.apply(++offset, script.followed("ann", "channel-" + day));
        fold.apply(++offset, script.reacted("ann", "video-00001", Reaction.Kind.DISLIKE));
      }
    }
    int bytes = fold.users().read("ann").toBytes(fold.videos()).length;
    System.out.println("a user of " + 365 * 3 + " positives takes " + bytes + " bytes");
    assertThat(bytes).isLessThan(8 * 1024);
  }

  @Test
  void anUnknownUserIsEmpty() {
    UserState nobody = UserState.unknown("nobody");
    assertThat(nobody.historySize()).isEqualTo(0);
    assertThat(nobody.impressions()).isEqualTo(0);
    assertThat(nobody.followed()).isEmpty();
    assertThat(nobody.profile()).isEqualTo(UserProfile.UNKNOWN);
    assertThat(nobody.toBytes(fold.videos()).length).isLessThan(80);
  }
}
