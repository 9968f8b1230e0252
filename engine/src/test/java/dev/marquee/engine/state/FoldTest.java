package dev.marquee.engine.state;

import static dev.marquee.engine.events.Watch.Completion.ABANDONED;
import static dev.marquee.engine.events.Watch.Completion.COMPLETED;
import static dev.marquee.engine.events.Watch.Completion.UNSTATED;
import static dev.marquee.engine.state.CounterTable.CLICKS;
import static dev.marquee.engine.state.CounterTable.COMPLETIONS;
import static dev.marquee.engine.state.CounterTable.IMPRESSIONS;
import static dev.marquee.engine.state.CounterTable.POSITIVES;
import static dev.marquee.testkit.Script.NOON;
import static dev.marquee.testkit.Script.details;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.Reaction;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.testkit.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldTest {

  private static final FoldSettings DEFAULTS = FoldSettings.defaults();
  private static final FoldSettings SERVED_IS_SEEN =
      new FoldSettings(
          DEFAULTS.labels(),
          DEFAULTS.attribution(),
          DEFAULTS.sessionGap(),
          DEFAULTS.counterHalfLife(),
          true,
          Columns.NONE);

  private static final int ALL_SURFACES = Keys.name("home");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final Script script = new Script();
  private Fold fold = new Fold(DEFAULTS);

  private void tell(Event... events) {
    for (Event event : events) {
      fold.apply(fold.offset() + 1, event);
    }
  }

  private UserState ann() {
    return fold.users().read("ann");
  }

  private int count(long key, int counter) {
    return fold.counters().count(fold.counters().find(key), counter);
  }

  private int count(String video, int counter) {
    return count(Keys.video(fold.videos(), fold.videos().find(video)), counter);
  }

  private int affinity(int key, int counter) {
    Affinities affinities = ann().affinities();
    return affinities.count(affinities.find(key), counter);
  }

  private List<String> history() {
    UserState user = ann();
    return IntStream.range(0, user.historySize())
        .mapToObj(back -> fold.videos().id(user.historyVideo(back)))
        .toList();
  }

  @Test
  void anImpressionCountsOnceUnderEveryKey() {
    tell(script.published("cat"), script.shown("ann", "cat"));
    int cat = fold.videos().find("cat");
    assertThat(ann().impressions()).isEqualTo(1);
    assertThat(ann().wasShown(cat, NOON.toEpochMilli())).isTrue();
    assertThat(ann().wasShown(cat, NOON.toEpochMilli() + 1)).isFalse();
    long[] keys = {
      Keys.ALL,
      Keys.surface(ALL_SURFACES),
      Keys.video(fold.videos(), cat),
      Keys.videoOnSurface(fold.videos(), cat, ALL_SURFACES),
      Keys.videoInCountry(fold.videos(), cat, Keys.name("DE")),
      Keys.channel(fold.videos(), fold.videos().channel(cat)),
      Keys.category(fold.videos(), fold.videos().category(cat)),
      Keys.categoryOnSurface(fold.videos(), fold.videos().category(cat), ALL_SURFACES)
    };
    for (long key : keys) {
      assertThat(count(key, IMPRESSIONS)).isEqualTo(1);
      assertThat(count(key, CLICKS)).isEqualTo(0);
    }
    assertThat(affinity(Affinities.category(Keys.name("pets")), IMPRESSIONS)).isEqualTo(1);
    assertThat(affinity(Affinities.channel(Keys.name("c")), IMPRESSIONS)).isEqualTo(1);
    assertThat(affinity(Affinities.surface(ALL_SURFACES), IMPRESSIONS)).isEqualTo(1);
    assertThat(affinity(Affinities.durationBucket(6), IMPRESSIONS)).isEqualTo(1);
    assertThat(affinity(Affinities.hour(12), IMPRESSIONS)).isEqualTo(1);
    assertThat(affinity(Affinities.device(Keys.name("phone")), IMPRESSIONS)).isEqualTo(1);
  }

  /// Rounded to floats before the division, the sum would differ in its last bit, and with it rows.
  @Test
  void aWatchedShareIsDividedInDoublePrecision() {
    double seconds = 10.44;
    assertThat((float) (seconds / 73)).isNotEqualTo((float) ((float) seconds / 73.0));
    tell(script.published("cat"), script.shown("ann", "cat"));
    tell(script.watched("ann", "cat", seconds, 73, UNSTATED, true));
    assertThat(ann().watchedShares()).isEqualTo((float) (seconds / 73));
  }

  @Test
  void aClickCountsOnceHoweverOftenItIsReported() {
    tell(script.published("cat"), script.shown("ann", "cat"));
    tell(script.clicked("ann", "cat"), script.clicked("ann", "cat"));
    assertThat(ann().clicks()).isEqualTo(1);
    assertThat(count("cat", CLICKS)).isEqualTo(1);
    assertThat(count(Keys.surface(ALL_SURFACES), CLICKS)).isEqualTo(1);
    assertThat(affinity(Affinities.category(Keys.name("pets")), CLICKS)).isEqualTo(1);
  }

  @Test
  void aClickWatchedForMoreThan30SecondsIsAPositive() {
    tell(script.published("cat"), script.shown("ann", "cat"), script.clicked("ann", "cat"));
    tell(script.watched("ann", "cat", 30));
    assertThat(history()).isEmpty();
    assertThat(ann().hasWatched(fold.videos(), 0)).isFalse();
    tell(script.after(SECOND).watched("ann", "cat", 1));
    assertThat(history()).containsExactly("cat");
    assertThat(ann().historyAt(0)).isEqualTo(NOON.toEpochMilli() + 1_000);
    assertThat(ann().historyShare(0)).isEqualTo(0.31f);
    assertThat(ann().hasWatched(fold.videos(), 0)).isTrue();
    assertThat(count("cat", POSITIVES)).isEqualTo(1);
    assertThat(count("cat", COMPLETIONS)).isEqualTo(0);
    assertThat(fold.now().positives(0)).isEqualTo(1);
    assertThat(fold.now().trend(0, "DE", NOON.toEpochMilli())).isEqualTo(1f);
    assertThat(fold.now().trend(0, "FR", NOON.toEpochMilli())).isEqualTo(0f);
  }

  @Test
  void heartbeatsSumAndCountOnce() {
    tell(script.published("cat"), script.shown("ann", "cat"), script.clicked("ann", "cat"));
    for (int i = 0; i < 12; i++) {
      tell(script.after(SECOND).watched("ann", "cat", 10));
    }
    assertThat(history()).containsExactly("cat");
    assertThat(ann().historyShare(0)).isEqualTo(1f);
    assertThat(ann().positives()).isEqualTo(1);
    assertThat(ann().completions()).isEqualTo(1);
    assertThat(count("cat", POSITIVES)).isEqualTo(1);
    assertThat(count("cat", COMPLETIONS)).isEqualTo(1);
    int row = fold.counters().find(Keys.video(fold.videos(), 0));
    assertThat(fold.counters().decayedSeconds(row, Decay.tick(NOON.toEpochMilli())))
        .isEqualTo(120f);
  }

  @Test
  void aWatchWithoutAClickIsNoPositive() {
    tell(script.published("cat"), script.shown("ann", "cat"), script.watched("ann", "cat", 50));
    assertThat(history()).isEmpty();
    assertThat(count("cat", POSITIVES)).isEqualTo(0);
    assertThat(ann().hasWatched(fold.videos(), 0)).isFalse();
  }

  @Test
  void aCompletedWatchWithoutAClickIsWatchedButNoPositive() {
    tell(script.published("cat"), script.shown("ann", "cat"), script.watched("ann", "cat", 95));
    assertThat(history()).isEmpty();
    assertThat(count("cat", COMPLETIONS)).isEqualTo(1);
    assertThat(ann().hasWatched(fold.videos(), 0)).isTrue();
  }

  @Test
  void aClickAfterTheWatchMakesItAPositive() {
    tell(script.published("cat"), script.shown("ann", "cat"), script.watched("ann", "cat", 31));
    tell(script.after(SECOND).clicked("ann", "cat"));
    assertThat(history()).containsExactly("cat");
    assertThat(ann().historyAt(0)).isEqualTo(NOON.toEpochMilli() + 1_000);
    assertThat(ann().historyShare(0)).isEqualTo(0.31f);
  }

  @Test
  void clickAndWatchGiveTheSamePositiveInEitherOrder() {
    // Only the watch says how long the video is.
    tell(script.shown("ann", "cat"), script.shown("bob", "cat"));
    tell(script.clicked("ann", "cat"), script.watched("ann", "cat", 15, 20, UNSTATED, false));
    tell(script.watched("bob", "cat", 15, 20, UNSTATED, false), script.clicked("bob", "cat"));
    UserState bob = fold.users().read("bob");
    assertThat(history()).containsExactly("cat");
    assertThat(bob.historySize()).isEqualTo(1);
    assertThat(bob.historyShare(0)).isEqualTo(0.75f).isEqualTo(ann().historyShare(0));
  }

  @Test
  void aShortVideoNeedsMoreThanHalfOfItself() {
    tell(script.published("clip", details("c", "pets", 10)), script.shown("ann", "clip"));
    tell(script.clicked("ann", "clip"), script.watched("ann", "clip", 5));
    assertThat(history()).isEmpty();
    tell(script.watched("ann", "clip", 1));
    assertThat(history()).containsExactly("clip");
  }

  @Test
  void thePlatformsWordOnCompletionCounts() {
    tell(script.published("a"), script.shown("ann", "a"), script.clicked("ann", "a"));
    tell(script.published("b"), script.shown("ann", "b"), script.clicked("ann", "b"));
    tell(script.watched("ann", "a", 1, 0, COMPLETED, false));
    tell(script.watched("ann", "b", 99, 0, ABANDONED, false));
    assertThat(count("a", COMPLETIONS)).isEqualTo(1);
    assertThat(count("b", COMPLETIONS)).isEqualTo(0);
    assertThat(history()).containsExactly("b", "a");
    assertThat(ann().historyShare(1)).isEqualTo(0.01f);
  }

  @Test
  void theStatedDurationOverridesTheCatalogs() {
    tell(script.published("cat"), script.shown("ann", "cat"));
    tell(script.watched("ann", "cat", 95, 200, UNSTATED, false));
    assertThat(count("cat", COMPLETIONS)).isEqualTo(0);
    tell(script.watched("ann", "cat", 85, 200, UNSTATED, false));
    assertThat(count("cat", COMPLETIONS)).isEqualTo(1);
  }

  @Test
  void anOutcomeBelongsToTheLatestImpression() {
    tell(script.published("cat"), script.shown("ann", "cat"), script.clicked("ann", "cat"));
    tell(script.watched("ann", "cat", 20));
    tell(script.after(SECOND).shown("ann", "cat"), script.clicked("ann", "cat"));
    tell(script.watched("ann", "cat", 20));
    assertThat(count("cat", CLICKS)).isEqualTo(2);
    assertThat(history()).as("20 seconds twice are no 40").isEmpty();
    tell(script.watched("ann", "cat", 11));
    assertThat(history()).containsExactly("cat");
  }

  @Test
  void anOutcomeThatNamesAFeedBelongsToThatFeedsImpression() {
    tell(script.published("cat"), script.shown("ann", "cat", "f1", 0));
    tell(script.clicked("ann", "cat", "f1"), script.watched("ann", "cat", "f1", 20));
    tell(script.after(SECOND).shown("ann", "cat", "f2", 0));
    tell(script.watched("ann", "cat", "f1", 11));
    assertThat(history()).containsExactly("cat");
    tell(script.clicked("ann", "cat", "f2"));
    assertThat(count("cat", CLICKS)).isEqualTo(2);
    assertThat(count("cat", POSITIVES)).isEqualTo(1);
  }

  @Test
  void anOutcomeOfAnUnseenFeedHasNoImpression() {
    tell(script.published("cat"), script.shown("ann", "cat", "f1", 0));
    tell(script.clicked("ann", "cat", "f9"), script.watched("ann", "cat", "f9", 40));
    assertThat(count("cat", CLICKS)).isEqualTo(0);
    assertThat(ann().clicks()).isEqualTo(0);
    assertThat(history()).containsExactly("cat");
  }

  @Test
  void anOutcomeWithoutImpressionEntersTheHistoryButNoRate() {
    tell(script.published("cat"), script.clicked("ann", "cat"), script.watched("ann", "cat", 95));
    assertThat(history()).containsExactly("cat");
    assertThat(ann().hasWatched(fold.videos(), 0)).isTrue();
    assertThat(ann().impressions()).isEqualTo(0);
    assertThat(ann().clicks() + ann().completions() + ann().watches()).isEqualTo(0);
    assertThat(count("cat", CLICKS) + count("cat", COMPLETIONS)).isEqualTo(0);
    assertThat(count("cat", POSITIVES)).as("what trends counts every positive").isEqualTo(1);
  }

  @Test
  void anOutcomeBeyondTheAttributionWindowHasNoImpression() {
    tell(script.published("cat"), script.shown("ann", "cat"));
    tell(script.after(DAY).clicked("ann", "cat"));
    assertThat(count("cat", CLICKS)).as("just within the window").isEqualTo(1);
    tell(script.shown("bob", "cat"));
    tell(script.after(DAY.plusMillis(1)).clicked("bob", "cat"));
    assertThat(count("cat", CLICKS)).isEqualTo(1);
    tell(script.watched("bob", "cat", 40));
    assertThat(fold.users().read("bob").historySize()).isEqualTo(1);
    assertThat(fold.users().read("bob").clicks()).isEqualTo(0);
  }

  @Test
  void theHistoryKeepsTheLast50Positives() {
    for (int i = 0; i < 60; i++) {
      tell(script.clicked("ann", "v" + i), script.watched("ann", "v" + i, 40));
    }
    assertThat(history()).hasSize(50).startsWith("v59", "v58").endsWith("v10");
    assertThat(ann().hasWatched(fold.videos(), 0)).isTrue();
  }

  @Test
  void aProfileReplacesTheOldOneAndGivesTheCountry() {
    tell(script.published("cat"));
    tell(script.profile("ann", new UserProfile("FR", "fr", 1990, "f", Map.of("plan", "free"))));
    tell(script.clicked("ann", "cat"), script.watched("ann", "cat", 40));
    assertThat(fold.now().trend(0, "FR", NOON.toEpochMilli())).isEqualTo(1f);
    tell(script.profile("ann", new UserProfile("IT", "", 0, "", Map.of())));
    assertThat(ann().profile()).isEqualTo(new UserProfile("IT", "", 0, "", Map.of()));
    assertThat(ann().profileAttributes()).isEmpty();
  }

  @Test
  void followingIsASetOfChannels() {
    tell(script.followed("ann", "c1"), script.followed("ann", "c2"), script.followed("ann", "c1"));
    assertThat(ann().followed()).containsExactly("c2", "c1");
    tell(script.unfollowed("ann", "c2"), script.unfollowed("ann", "never"));
    assertThat(ann().followed()).containsExactly("c1");
  }

  @Test
  void onlyTheLatest200ChannelsAreFollowed() {
    for (int i = 0; i < 205; i++) {
      tell(script.followed("ann", "c" + i));
    }
    assertThat(ann().followed()).hasSize(200).contains("c5", "c204").doesNotContain("c4");
  }

  @Test
  void whatTheUserRefusesIsNotWantedAgain() {
    tell(script.reacted("ann", "a", Reaction.Kind.NOT_INTERESTED));
    tell(script.reacted("ann", "b", Reaction.Kind.REPORT));
    tell(script.reacted("ann", "c", Reaction.Kind.DISLIKE));
    tell(script.reacted("ann", "d", Reaction.Kind.LIKE));
    tell(script.reacted("ann", "a", Reaction.Kind.NOT_INTERESTED));
    assertThat(ann().notInterested()).containsExactly(0, 1, 2);
    assertThat(ann().isNotInterestedIn(fold.videos().find("b"))).isTrue();
    assertThat(ann().isNotInterestedIn(fold.videos().find("d"))).isFalse();
    for (int i = 0; i < 199; i++) {
      tell(script.reacted("ann", "x" + i, Reaction.Kind.NOT_INTERESTED));
    }
    assertThat(ann().notInterested()).hasSize(200).doesNotContain(0, 1).contains(2);
    assertThat(ann().hasWatched(fold.videos(), 1)).as("an old refusal stands").isTrue();
    assertThat(ann().hasWatched(fold.videos(), 2)).isFalse();
  }

  @Test
  void anImportedHistoryWarmsTheUserAndCountsApart() {
    tell(script.published("a"), script.published("b", details("d", "cars", 9)));
    tell(script.history("ann", List.of("a", "b", "a"), List.of("b"), List.of("z", "a", "b", "a")));
    assertThat(history()).as("each once, where it stood last").containsExactly("a", "b", "z");
    assertThat(ann().historyAt(0)).isEqualTo(NOON.toEpochMilli());
    assertThat(ann().imported().videos()).containsExactly(0, 1, 0);
    ImportedHistory imported = ann().imported();
    assertThat(IntStream.range(0, 3).mapToObj(imported::isCompleted))
        .containsExactly(true, true, true);
    assertThat(IntStream.range(0, 3).mapToObj(imported::isLiked))
        .containsExactly(false, true, false);
    assertThat(ann().imported().total()).isEqualTo(8);
    assertThat(ann().impressions()).isEqualTo(0);
    assertThat(ann().positives()).isEqualTo(0);
    assertThat(ann().hasWatched(fold.videos(), fold.videos().find("z"))).isTrue();
    assertThat(count(Keys.ALL, IMPRESSIONS)).isEqualTo(0);
    assertThat(count("a", IMPRESSIONS)).isEqualTo(0);
    assertThat(count(Keys.HISTORY_ALL, IMPRESSIONS)).isEqualTo(3);
    assertThat(count(Keys.historyVideo(fold.videos(), 0), IMPRESSIONS)).isEqualTo(2);
    assertThat(count(Keys.historyVideo(fold.videos(), 0), COMPLETIONS)).isEqualTo(2);
    assertThat(count(Keys.historyChannel(fold.videos(), fold.videos().channel(1)), IMPRESSIONS))
        .isEqualTo(1);
    assertThat(count(Keys.historyCategory(fold.videos(), fold.videos().category(0)), IMPRESSIONS))
        .isEqualTo(2);
    assertThat(fold.now().positives(0)).isEqualTo(2);
    assertThat(fold.now().impressions(0)).isEqualTo(0);
  }

  @Test
  void aLongImportedHistoryKeepsItsLatest50() {
    List<String> shown = IntStream.range(0, 70).mapToObj(i -> "v" + i).toList();
    tell(script.history("ann", shown, List.of(), shown));
    assertThat(history()).hasSize(50).startsWith("v69").endsWith("v20");
    assertThat(ann().imported().videos()).hasSize(50);
    assertThat(fold.videos().id(ann().imported().videos()[49])).isEqualTo("v69");
    assertThat(count(Keys.HISTORY_ALL, IMPRESSIONS)).isEqualTo(70);
    assertThat(ann().hasWatched(fold.videos(), 0)).isTrue();
  }

  @Test
  void aSessionContinuesUntilAPauseOfHalfAnHour() {
    tell(script.shown("ann", "a"));
    assertThat(ann().sessionPosition()).isEqualTo(0);
    tell(script.after(Duration.ofMinutes(30).minusMillis(1)).shown("ann", "b"));
    assertThat(ann().sessionPosition()).isEqualTo(1);
    tell(script.after(Duration.ZERO).shown("ann", "c"));
    assertThat(ann().sessionPosition()).isEqualTo(2);
    tell(script.after(Duration.ofMinutes(30)).shown("ann", "d"));
    assertThat(ann().sessionPosition()).isEqualTo(0);
    assertThat(ann().lastSeenAt()).isEqualTo(script.now().toEpochMilli());
  }

  @Test
  void aLateImpressionDoesNotTurnTheClockBack() {
    tell(script.shown("ann", "a"));
    tell(script.after(Duration.ofHours(-2)).shown("ann", "b"));
    assertThat(ann().lastSeenAt()).isEqualTo(NOON.toEpochMilli());
    tell(script.after(Duration.ofHours(2)).shown("ann", "c"));
    assertThat(ann().sessionPosition()).isEqualTo(2);
  }

  @Test
  void aServedFeedIsNotSeenUnlessTheSettingSaysSo() {
    tell(script.served("f1", "ann", 0, 0, "a", "b"));
    assertThat(ann().impressions()).isEqualTo(0);
    assertThat(ann().position()).isEqualTo(1);
    fold = new Fold(SERVED_IS_SEEN);
    tell(script.served("f1", "ann", 0, 0, "a", "b"));
    assertThat(ann().impressions()).isEqualTo(2);
    tell(script.shown("ann", "a", "f1", 0));
    assertThat(ann().impressions()).as("seen when it was served").isEqualTo(2);
    tell(script.shown("ann", "a"));
    assertThat(ann().impressions()).as("not of a feed").isEqualTo(3);
    tell(script.clicked("ann", "b", "f1"));
    assertThat(count("b", CLICKS)).isEqualTo(1);
  }

  @Test
  void frozenOutcomesKeepSessionsAndProfilesGoingButNothingElse() {
    tell(script.published("cat"), script.shown("ann", "cat"), script.clicked("ann", "cat"));
    fold.freezeOutcomes(NOON.plusSeconds(1));
    script.after(SECOND);
    List<String> shown = List.of("cat");
    tell(script.shown("ann", "cat"), script.shown("ann", "new"), script.clicked("ann", "cat"));
    tell(script.watched("ann", "cat", 95), script.followed("ann", "c"));
    tell(script.reacted("ann", "cat", Reaction.Kind.NOT_INTERESTED));
    tell(script.history("ann", shown, shown, shown), script.served("f", "ann", 0, 0, "cat"));
    assertThat(ann().impressions()).isEqualTo(1);
    assertThat(ann().clicks()).isEqualTo(1);
    assertThat(history()).isEmpty();
    assertThat(ann().followed()).isEmpty();
    assertThat(ann().notInterested()).isEmpty();
    assertThat(ann().imported().total()).isEqualTo(0);
    assertThat(ann().hasWatched(fold.videos(), 0)).isFalse();
    assertThat(count(Keys.ALL, IMPRESSIONS)).isEqualTo(1);
    assertThat(count(Keys.HISTORY_ALL, IMPRESSIONS)).isEqualTo(0);
    assertThat(ann().sessionPosition()).isEqualTo(2);
    assertThat(ann().lastSeenAt()).isEqualTo(NOON.toEpochMilli() + 1_000);
    UserProfile french = new UserProfile("FR", "fr", 0, "", Map.of());
    tell(script.profile("ann", french), script.published("late"));
    assertThat(ann().profile()).isEqualTo(french);
    assertThat(fold.videos().isPublished(fold.videos().find("late"))).isTrue();
  }

  @Test
  void frozenSessionsMoveAsServedFeedsWouldMoveThem() {
    fold = new Fold(SERVED_IS_SEEN);
    fold.freezeOutcomes(NOON);
    tell(script.served("f1", "ann", 0, 0, "a", "b", "c"));
    assertThat(ann().sessionPosition()).isEqualTo(2);
    tell(script.shown("ann", "a", "f1", 0));
    assertThat(ann().sessionPosition()).as("seen when it was served").isEqualTo(2);
    assertThat(ann().impressions()).isEqualTo(0);
  }

  @Test
  void outcomesFromBeforeTheFreezeStillCount() {
    tell(script.published("cat"), script.shown("ann", "cat"));
    fold.freezeOutcomes(NOON.plusSeconds(5));
    tell(script.after(SECOND).clicked("ann", "cat"));
    assertThat(count("cat", CLICKS)).isEqualTo(1);
  }

  @Test
  void foldingAgainWhatWasFoldedChangesNothing() {
    var random = new SplittableRandom(7);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      events.add(script.any(random));
    }
    tell(events.toArray(new Event[0]));
    byte[] before = ann().toBytes(fold.videos());
    int counted = count(Keys.ALL, IMPRESSIONS);
    for (int i = 0; i < events.size(); i++) {
      fold.apply(i + 1, events.get(i));
    }
    assertThat(fold.offset()).isEqualTo(500);
    assertThat(ann().toBytes(fold.videos())).isEqualTo(before);
    assertThat(count(Keys.ALL, IMPRESSIONS)).isEqualTo(counted).isPositive();
  }

  @Test
  void aStatesPositionIsTheUsersLastEvent() {
    tell(script.shown("ann", "a"), script.shown("bob", "a"), script.published("b"));
    assertThat(ann().position()).isEqualTo(1);
    assertThat(fold.users().read("bob").position()).isEqualTo(2);
    assertThat(fold.offset()).isEqualTo(3);
    assertThat(fold.now().number()).isEqualTo(3);
    assertThat(fold.users().read("nobody").position()).isEqualTo(0);
  }

  @Test
  void anErasedUserIsForgottenAndGetsANewState() {
    tell(script.published("cat"), script.shown("ann", "cat"), script.clicked("ann", "cat"));
    tell(script.watched("ann", "cat", 95), script.erased("ann"));
    assertThat(ann().toBytes(fold.videos()))
        .isEqualTo(UserState.unknown("ann").toBytes(fold.videos()));
    assertThat(count("cat", CLICKS)).as("what everybody did stays").isEqualTo(1);
    tell(script.shown("ann", "cat"));
    assertThat(ann().impressions()).isEqualTo(1);
    assertThat(ann().clicks()).isEqualTo(0);
    assertThat(ann().position()).isEqualTo(6);
  }

  @Test
  void aReadersCopyStaysAsItWas() {
    tell(script.shown("ann", "a"));
    UserState before = ann();
    Snapshot snapshot = fold.snapshot();
    byte[] bytes = before.toBytes(fold.videos());
    tell(script.clicked("ann", "a"), script.watched("ann", "a", 40), script.shown("ann", "b"));
    assertThat(before.toBytes(fold.videos())).isEqualTo(bytes);
    assertThat(snapshot.number()).isEqualTo(1);
    assertThat(snapshot.videos().size()).isEqualTo(1);
    assertThat(snapshot.positives(0)).isEqualTo(0);
    assertThat(fold.now().positives(0)).isEqualTo(1);
  }

  @Test
  void tellsOfEveryCompletionOnce() {
    List<String> told = new ArrayList<>();
    fold.onCompletion((user, video, at) -> told.add(user + " " + fold.videos().id(video) + at));
    tell(script.published("a"), script.history("ann", List.of(), List.of(), List.of("old")));
    tell(script.watched("ann", "a", 95), script.watched("ann", "a", 95));
    assertThat(told).containsExactly("ann old0", "ann a" + NOON.toEpochMilli());
  }

  @Test
  void eventsFromBefore2020DecayLikeAnyOthers() {
    tell(script.published("cat"), script.after(Duration.ofDays(-365 * 20)).shown("ann", "cat"));
    tell(script.clicked("ann", "cat"), script.watched("ann", "cat", 40));
    assertThat(fold.now().trend(0, "", script.now().toEpochMilli())).isEqualTo(1f);
  }

  private int recent(String video, Duration later) {
    return fold.snapshot()
        .recentPositives(fold.videos().find(video), script.now().plus(later).toEpochMilli());
  }

  @Test
  void aPositiveIsRecentFor30DaysAndAnImportedOneNever() {
    tell(script.published("cat"), script.shown("ann", "cat"), script.clicked("ann", "cat"));
    tell(script.history("bob", List.of("cat"), List.of(), List.of("cat")));
    assertThat(recent("cat", Duration.ZERO)).isEqualTo(0);
    tell(script.after(SECOND).watched("ann", "cat", 90));
    tell(script.after(SECOND).watched("ann", "cat", 9));
    assertThat(recent("cat", Duration.ZERO)).isEqualTo(1);
    assertThat(recent("cat", DAY.multipliedBy(30))).isEqualTo(1);
    assertThat(recent("cat", DAY.multipliedBy(30).plusHours(1))).isEqualTo(0);
    assertThat(fold.now().positives(0)).as("of all time").isEqualTo(2);
  }

  @Test
  void nothingBecomesRecentWhileOutcomesStandStill() {
    fold.freezeOutcomes(NOON);
    tell(script.published("cat"), script.shown("ann", "cat"), script.clicked("ann", "cat"));
    tell(script.watched("ann", "cat", 90));
    assertThat(recent("cat", Duration.ZERO)).isEqualTo(0);
  }

  @Test
  void lateClicksOfMoreThan48ImpressionsAllFindTheirs() {
    int shown = OpenImpressions.LATELY + 2;
    for (int i = 0; i < shown; i++) {
      tell(script.published("v" + i), script.shown("ann", "v" + i, "f", i));
    }
    for (int i = 0; i < shown; i++) {
      tell(script.clicked("ann", "v" + i, "f"), script.watched("ann", "v" + i, "f", 95));
    }
    assertThat(ann().clicks()).isEqualTo(shown);
    assertThat(ann().positives()).isEqualTo(shown);
    assertThat(ann().completions()).isEqualTo(shown);
    assertThat(history()).hasSize(UserState.HISTORY).startsWith("v49").endsWith("v0");
    assertThat(count(Keys.ALL, CounterTable.CLICKS)).isEqualTo(shown);
    assertThat(count(Keys.ALL, CounterTable.POSITIVES)).isEqualTo(shown);
    assertThat(count(Keys.ALL, COMPLETIONS)).isEqualTo(shown);
    assertThat(fold.droppedImpressions()).isEqualTo(0);
  }

  @Test
  void impressionsBeyondTheBoundAreDroppedAndCounted() {
    int bound = DEFAULTS.attribution().maxOpen();
    for (int i = 0; i < bound + 3; i++) {
      tell(script.shown("ann", "v" + i));
    }
    tell(script.clicked("ann", "v3"));
    assertThat(ann().clicks()).isEqualTo(1);
    tell(script.clicked("ann", "v0"));
    assertThat(ann().clicks()).as("stands for itself").isEqualTo(1);
    assertThat(fold.droppedImpressions()).isEqualTo(4);
  }
}
