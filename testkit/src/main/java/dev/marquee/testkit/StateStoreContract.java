package dev.marquee.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.StateStore;
import dev.marquee.engine.state.StateTables;
import dev.marquee.engine.state.UserState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The contract of every [StateStore].
public interface StateStoreContract {

  FoldSettings SETTINGS = FoldSettings.defaults();
  List<String> USERS = List.of("ann", "bob", "cid", "dee", "nobody");

  /// The store of this test; always returns the same one.
  StateStore store();

  /// Saves a fold and stops halfway, like a crash.
  void saveHalfway(Fold fold);

  /// Some events of a few users and videos.
  static List<Event> story(long seed, int count) {
    var script = new Script();
    var random = new SplittableRandom(seed);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(script.any(random));
    }
    return events;
  }

  /// Folds the events after the fold's offset, up to another offset.
  static Fold folded(Fold fold, List<Event> events, int upTo) {
    for (int i = (int) fold.offset(); i < upTo; i++) {
      fold.apply(i + 1, events.get(i));
    }
    return fold;
  }

  /// The complete state as bytes.
  static List<byte[]> bytes(Fold fold) {
    List<byte[]> all = new ArrayList<>();
    for (int video = 0; video < fold.videos().size(); video++) {
      all.add(StateTables.video(fold.videos(), video));
      all.add(StateTables.positives(fold.recentPositives().row(video)));
    }
    for (int page = 0; fold.counters().rowsOf(page) > 0; page++) {
      all.add(StateTables.counters(fold.counters(), page));
    }
    USERS.forEach(user -> all.add(fold.users().read(user).toBytes(fold.videos())));
    return all;
  }

  private Fold saved() {
    return store().load(SETTINGS).orElseThrow();
  }

  @Test
  default void anEmptyStoreHoldsNothing() {
    assertThat(store().load(SETTINGS)).isEmpty();
    assertThat(store().read(List.of("ann"))).containsExactly(Optional.empty());
  }

  @Test
  default void goingOnFromASaveEqualsAFoldWithoutOne() {
    long seed = System.nanoTime();
    List<Event> events = story(seed, 1_500);
    Fold fold = new Fold(SETTINGS);
    for (int end = 300; end <= 1_500; end += 300) {
      store().save(folded(fold, events, end));
      fold = saved();
      Fold whole = folded(new Fold(SETTINGS), events, end);
      assertThat(fold.offset()).isEqualTo(end);
      assertThat(bytes(fold)).as("seed %d", seed).containsExactlyElementsOf(bytes(whole));
    }
  }

  @Test
  default void aSaveThatStopsHalfwayIsHealedByFoldingTheRest() {
    long seed = System.nanoTime();
    List<Event> events = story(seed, 1_200);
    Fold fold = folded(new Fold(SETTINGS), events, 400);
    store().save(fold);
    saveHalfway(folded(fold, events, 800));

    Fold reloaded = folded(saved(), events, 1_200);
    Fold whole = folded(new Fold(SETTINGS), events, 1_200);
    assertThat(bytes(reloaded)).as("seed %d", seed).containsExactlyElementsOf(bytes(whole));
    store().save(reloaded);
    assertThat(bytes(saved())).as("seed %d", seed).containsExactlyElementsOf(bytes(whole));
  }

  @Test
  default void aStaleWriterIsRefusedAndNothingOfTheOtherIsLost() {
    var script = new Script();
    List<Event> events =
        List.of(script.shown("ann", "a"), script.shown("ann", "b"), script.shown("bob", "b"));
    store().save(folded(new Fold(SETTINGS), events, 1));
    Fold one = saved();
    Fold other = saved();
    other.users().writable("ann");
    store().save(folded(one, events, 2));
    folded(other, events, 3);
    assertThatThrownBy(() -> store().save(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "user 'ann' is stored at offset 2, expected 1: another process writes to this store");
    assertThat(bytes(folded(saved(), events, 3)))
        .containsExactlyElementsOf(bytes(folded(new Fold(SETTINGS), events, 3)));
  }

  @Test
  default void aReplayFromACheckpointBuildsTheRowsOfAFullReplay() {
    long seed = System.nanoTime();
    List<Event> events = story(seed, 900);
    Fold whole = folded(new Fold(SETTINGS), events, 500);
    store().save(folded(new Fold(SETTINGS), events, 500));
    Fold resumed = saved();
    for (int i = 500; i < events.size(); i++) {
      if (events.get(i) instanceof Impression seen) {
        assertThat(digest(resumed, seen)).as("seed %d", seed).isEqualTo(digest(whole, seen));
      }
      folded(resumed, events, i + 1);
      folded(whole, events, i + 1);
    }
  }

  private static long digest(Fold fold, Impression seen) {
    int[] video = {fold.videos().ordinal(seen.video())};
    UserState user = fold.users().peek(seen.user());
    return FeatureRows.build(fold.now(), user, seen.context(), seen.at(), video).digest(0);
  }

  @Test
  default void stateOfOtherSettingsIsFoldedAnew() {
    List<Event> events = story(3, 100);
    store().save(folded(new Fold(SETTINGS), events, 100));
    var other =
        new FoldSettings(
            SETTINGS.labels(),
            SETTINGS.attribution(),
            SETTINGS.sessionGap().multipliedBy(2),
            SETTINGS.counterHalfLife(),
            SETTINGS.servedCountsAsSeen(),
            SETTINGS.columns());
    assertThat(store().load(other)).isEmpty();
  }

  @Test
  default void anErasedUserIsGone() {
    var script = new Script();
    List<Event> events = List.of(script.shown("ann", "a"), script.erased("ann"));
    Fold fold = folded(new Fold(SETTINGS), events, 1);
    store().save(fold);
    store().save(folded(fold, events, 2));
    assertThat(store().read(List.of("ann"))).containsExactly(Optional.empty());
    assertThat(saved().users().read("ann").impressions()).isEqualTo(0);
  }
}
