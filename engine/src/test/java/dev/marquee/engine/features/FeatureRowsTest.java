package dev.marquee.engine.features;

import static dev.marquee.testkit.Script.NOON;
import static dev.marquee.testkit.Script.PHONE;
import static dev.marquee.testkit.Script.details;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.math.Digest;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.engine.state.UserState;
import dev.marquee.testkit.Script;
import dev.marquee.testkit.Seed;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeatureRowsTest {

  private final Script script = new Script();
  private final Fold fold = new Fold(FoldSettings.defaults());

  private FeatureRows build(Instant at, int... videos) {
    return FeatureRows.build(fold.now(), fold.users().read("ann"), PHONE, at, videos);
  }

  private void live(long seed, int events) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < events; i++) {
      fold.apply(fold.offset() + 1, script.any(random));
    }
  }

  private static float dense(FeatureRows rows, int row, String name) {
    return rows.dense(row)[FeatureRows.DENSE_NAMES.indexOf(name)];
  }

  private int[] allVideos() {
    return IntStream.range(0, fold.videos().size()).toArray();
  }

  private static void requireFinite(FeatureRows rows) {
    for (int row = 0; row < rows.size(); row++) {
      for (int i = 0; i < FeatureRows.DENSE; i++) {
        assertThat(Float.isFinite(rows.dense(row)[i])).as(FeatureRows.DENSE_NAMES.get(i)).isTrue();
      }
    }
  }

  @Test
  void everyFeatureHasANameOfItsOwn() {
    assertThat(FeatureRows.DENSE_NAMES).doesNotHaveDuplicates().hasSize(FeatureRows.DENSE);
    assertThat(FeatureRows.DENSE).isGreaterThan(40);
  }

  @Test
  void anUnknownUserAndAnUnknownVideoHaveFiniteRows() {
    fold.videos().ordinal("never published");
    FeatureRows rows =
        FeatureRows.build(
            fold.now(), UserState.unknown("nobody"), Context.UNKNOWN, NOON, new int[] {0});
    requireFinite(rows);
    assertThat(dense(rows, 0, "session: first ever")).isEqualTo(1f);
    assertThat(dense(rows, 0, "video: duration unknown")).isEqualTo(1f);
    assertThat(rows.hashedEnd(0) - rows.hashedStart(0)).isEqualTo(FeatureRows.FIELDS);
  }

  @Test
  void noVideosGiveNoRows() {
    FeatureRows rows = build(NOON);
    assertThat(rows.size()).isEqualTo(0);
  }

  @Test
  void anyLifeGivesFiniteRows(@Seed long seed) {
    for (int i = 0; i < 20; i++) {
      live(seed + i, 200);
      requireFinite(build(script.now(), allVideos()));
    }
    requireFinite(build(Instant.parse("1990-01-01T00:00:00Z"), allVideos()));
    requireFinite(build(Instant.parse("2099-12-31T00:00:00Z"), allVideos()));
  }

  @Test
  void theSameInputsGiveTheSameBits() {
    live(1, 1_000);
    FeatureRows one = build(script.now(), allVideos());
    FeatureRows other = build(script.now(), allVideos());
    for (int row = 0; row < one.size(); row++) {
      assertThat(other.digest(row)).isEqualTo(one.digest(row)).isNotEqualTo(0);
      assertThat(other.dense(row)).isEqualTo(one.dense(row));
      assertThat(other.hashed(row)).isEqualTo(one.hashed(row));
    }
  }

  @Test
  void rowsKeepTheirBits() {
    // Models are trained on rows: an intended change of rows must update this digest.
    live(7, 4_000);
    Digest all = new Digest();
    for (String user : List.of("ann", "bob", "cid", "dee", "nobody")) {
      for (Context context : List.of(PHONE, Context.UNKNOWN, new Context("FR", "tv", "search"))) {
        for (int minutes : new int[] {-60, 0, 3, 90, 100_000}) {
          for (int[] videos : List.of(allVideos(), new int[] {7, 3, 3, 40})) {
            FeatureRows rows =
                FeatureRows.build(
                    fold.now(),
                    fold.users().read(user),
                    context,
                    script.now().plus(Duration.ofMinutes(minutes)),
                    videos,
                    FeatureRowsTest::someScores);
            for (int row = 0; row < rows.size(); row++) {
              all.add(rows.digest(row));
            }
          }
        }
      }
    }
    assertThat(all.value()).isEqualTo(-2226136825352782464L);
  }

  /// Every third score is not known.
  private static void someScores(
      RequestContext request, VideoTable table, int[] videos, float[] scores) {
    for (int i = 0; i < scores.length; i++) {
      int video = videos[i % videos.length];
      scores[i] = (i / videos.length + video) % 3 == 0 ? Float.NaN : 1f / (1 + video);
    }
  }

  @Test
  void theDigestChangesWithAnyBit() {
    live(2, 500);
    FeatureRows rows = build(script.now(), 0, 1, 2);
    long digest = rows.digest(1);
    for (int i = 0; i < FeatureRows.DENSE; i++) {
      float kept = rows.dense(1)[i];
      rows.dense(1)[i] = Math.nextUp(kept);
      assertThat(rows.digest(1)).as(FeatureRows.DENSE_NAMES.get(i)).isNotEqualTo(digest);
      rows.dense(1)[i] = kept;
    }
    for (int i = 0; i < rows.hashed(1).length; i++) {
      rows.hashed(1)[i] ^= 1;
      assertThat(rows.digest(1)).isNotEqualTo(digest);
      rows.hashed(1)[i] ^= 1;
    }
    rows.dense(0)[0]++;
    rows.hashed(2)[0]++;
    assertThat(rows.digest(1)).as("the neighbours are not part of it").isEqualTo(digest);
  }

  @Test
  void aRowDoesNotDependOnItsNeighbours() {
    live(3, 1_500);
    int[] videos = allVideos();
    FeatureRows together = build(script.now(), videos);
    for (int video : videos) {
      assertThat(build(script.now(), video).digest(0)).isEqualTo(together.digest(video));
    }
    FeatureRows backwards = build(script.now(), 5, 4, 3, 3);
    assertThat(backwards.digest(0)).isEqualTo(together.digest(5));
    assertThat(backwards.digest(2)).isEqualTo(together.digest(3)).isEqualTo(backwards.digest(3));
  }

  @Test
  void aSnapshotAlwaysGivesTheSameRows() {
    live(4, 1_000);
    Snapshot snapshot = fold.snapshot();
    UserState user = fold.users().read("ann");
    Instant at = script.now();
    int[] videos = allVideos();
    FeatureRows live = build(at, videos);
    live(5, 1_000);
    FeatureRows later = FeatureRows.build(snapshot, user, PHONE, at, videos);
    assertThat(digests(later)).isEqualTo(digests(live)).isNotEqualTo(digests(build(at, videos)));
  }

  private static long[] digests(FeatureRows rows) {
    return IntStream.range(0, rows.size()).mapToLong(rows::digest).toArray();
  }

  @Test
  void aUserMayKnowVideosThatTheSnapshotDoesNot() {
    // Snapshots are taken a few times a second; a user's state is of now.
    for (int i = 0; i < 512; i++) {
      fold.apply(i + 1, script.published("v" + i));
    }
    Snapshot snapshot = fold.snapshot();
    UserState before = fold.users().read("ann");
    script.after(Duration.ofMinutes(1));
    for (int i = 0; i < 3_000; i++) {
      fold.videos().ordinal("new " + i);
    }
    fold.apply(513, script.clicked("ann", "new 2999"));
    fold.apply(514, script.watched("ann", "new 2999", 40));
    fold.apply(515, script.history("ann", List.of("new 1", "new 2998"), List.of(), List.of()));
    UserState after = fold.users().read("ann");
    FeatureRows rows = FeatureRows.build(snapshot, after, PHONE, script.now(), new int[] {0, 511});
    requireFinite(rows);
    assertThat(dense(rows, 0, "positives")).isGreaterThan(0);
    assertThat(dense(rows, 0, "positives: share of category")).isEqualTo(0f);
    assertThat(before.historySize()).isEqualTo(0);
  }

  @Test
  void aVideoBeyondTheSnapshotIsOfNoCategory() {
    // Within the last page of the snapshot, where cells are there but empty.
    fold.apply(1, script.published("a", details("c", "pets", 100)));
    Snapshot snapshot = fold.snapshot();
    fold.apply(2, script.clicked("ann", "b"));
    fold.apply(3, script.watched("ann", "b", 40));
    FeatureRows rows =
        FeatureRows.build(snapshot, fold.users().read("ann"), PHONE, NOON, new int[] {0});
    assertThat(dense(rows, 0, "positives: share of category")).isEqualTo(0f);
    assertThat(dense(rows, 0, "positives: share of channel")).isEqualTo(0f);
  }

  @Test
  void aSessionEndsAfterTheGapOfTheSettings() {
    FoldSettings defaults = FoldSettings.defaults();
    var patient =
        new Fold(
            new FoldSettings(
                defaults.labels(),
                defaults.attribution(),
                Duration.ofHours(2),
                defaults.counterHalfLife(),
                false,
                Columns.NONE));
    patient.apply(1, script.shown("ann", "a"));
    fold.apply(1, script.shown("ann", "a"));
    Instant hourLater = script.now().plus(Duration.ofHours(1));
    for (Fold each : List.of(patient, fold)) {
      FeatureRows rows =
          FeatureRows.build(
              each.snapshot(), each.users().read("ann"), PHONE, hourLater, new int[] {0});
      assertThat(dense(rows, 0, "session: goes on")).isEqualTo(each == patient ? 1f : 0f);
    }
  }

  @Test
  void ratesRiseWithWhatWasClicked() {
    fold.apply(1, script.published("liked", details("c1", "pets", 100)));
    fold.apply(2, script.published("ignored", details("c2", "cars", 100)));
    fold.apply(3, script.published("new", details("c3", "news", 100)));
    for (int i = 0; i < 50; i++) {
      fold.apply(fold.offset() + 1, script.shown("ann", "liked"));
      fold.apply(fold.offset() + 1, script.clicked("ann", "liked"));
      fold.apply(fold.offset() + 1, script.shown("ann", "ignored"));
    }
    FeatureRows rows = build(script.now(), 0, 1, 2);
    for (String of : List.of("video", "channel", "category", "user x category", "video lately")) {
      assertThat(dense(rows, 0, of + ": click rate")).as(of).isGreaterThan(0);
      assertThat(dense(rows, 1, of + ": click rate")).as(of).isLessThan(0);
      assertThat(Math.abs(dense(rows, 2, of + ": click rate"))).as(of).isLessThan(1e-5f);
      assertThat(dense(rows, 2, of + ": shown")).as(of).isEqualTo(0f);
    }
    assertThat(dense(rows, 0, "shown lately: this video")).isGreaterThan(3f);
  }

  @Test
  void theContextIsPartOfTheRow() {
    live(6, 300);
    UserState user = fold.users().read("ann");
    long[] digests =
        List.of(
                PHONE,
                new Context("FR", "phone", "home"),
                new Context("DE", "tv", "home"),
                new Context("DE", "phone", "search"))
            .stream()
            .mapToLong(
                context ->
                    FeatureRows.build(fold.now(), user, context, NOON, new int[] {0}).digest(0))
            .toArray();
    assertThat(Arrays.stream(digests).distinct().count()).isEqualTo(4);
  }

  @Test
  void theSessionIsPartOfTheRow() {
    fold.apply(1, script.published("a"));
    fold.apply(2, script.shown("ann", "a"));
    FeatureRows soon = build(NOON.plusSeconds(60), 0);
    FeatureRows later = build(NOON.plus(Duration.ofHours(1)), 0);
    assertThat(dense(soon, 0, "session: goes on")).isEqualTo(1f);
    assertThat(dense(later, 0, "session: goes on")).isEqualTo(0f);
    assertThat(dense(soon, 0, "session: first ever")).isEqualTo(0f);
    assertThat(dense(soon, 0, "session: pause")).isLessThan(dense(later, 0, "session: pause"));
  }

  @Test
  void aFollowedChannelIsMarked() {
    fold.apply(1, script.published("a", details("c1", "pets", 100)));
    fold.apply(2, script.published("b", details("c2", "pets", 100)));
    fold.apply(3, script.followed("ann", "c1"));
    FeatureRows rows = build(NOON, 0, 1);
    assertThat(dense(rows, 0, "video: channel followed")).isEqualTo(1f);
    assertThat(dense(rows, 1, "video: channel followed")).isEqualTo(0f);
  }
}
