package dev.marquee.engine.storage;

import static dev.marquee.testkit.Script.PHONE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.UserState;
import dev.marquee.engine.storage.RocksDirectory.Family;
import dev.marquee.testkit.Script;
import dev.marquee.testkit.Seed;
import dev.marquee.testkit.StateStoreContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksStateStoreTest implements StateStoreContract {

  private static final FoldSettings SETTINGS = FoldSettings.defaults();
  private static final FoldSettings OTHER =
      new FoldSettings(
          SETTINGS.labels(),
          new FoldSettings.Attribution(Duration.ofHours(1), 2_000),
          Duration.ofMinutes(5),
          Duration.ofDays(2),
          false,
          Columns.NONE);
  private static final List<String> USERS = List.of("ann", "bob", "cid", "dee", "nobody");

  @TempDir Path folder;
  private final Script script = new Script();
  private final List<Event> events = new ArrayList<>();
  private RocksDirectory directory;

  @BeforeEach
  void open() {
    directory = RocksDirectory.open(folder.resolve("data"));
  }

  @AfterEach
  void close() {
    directory.close();
  }

  @Override
  public RocksStateStore store() {
    return new RocksStateStore(directory);
  }

  /// A save is one atomic write: one that stopped wrote nothing.
  @Override
  public void saveHalfway(Fold fold) {}

  private Fold saved() {
    return store().load(SETTINGS).orElseThrow();
  }

  private void live(long seed, int count) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      events.add(script.any(random));
    }
  }

  /// Folds what a fold has not seen yet, as a start does.
  private Fold caughtUp(Fold fold) {
    for (int i = (int) fold.offset(); i < events.size(); i++) {
      fold.apply(i + 1, events.get(i));
    }
    return fold;
  }

  private void requireSame(Fold found, Fold expected, Object seed) {
    assertThat(found.offset()).isEqualTo(expected.offset());
    assertThat(found.videos().size()).isEqualTo(expected.videos().size());
    int[] all = IntStream.range(0, expected.videos().size()).toArray();
    for (String user : USERS) {
      UserState one = found.users().read(user);
      UserState other = expected.users().read(user);
      assertThat(one.toBytes(found.videos()))
          .as("%s, seed %s", user, seed)
          .isEqualTo(other.toBytes(expected.videos()));
      FeatureRows rows = FeatureRows.build(found.now(), one, PHONE, script.now(), all);
      FeatureRows wanted = FeatureRows.build(expected.now(), other, PHONE, script.now(), all);
      for (int row = 0; row < all.length; row++) {
        assertThat(rows.digest(row)).as("%s, seed %s", user, seed).isEqualTo(wanted.digest(row));
      }
    }
    for (int video : all) {
      assertThat(found.videos().id(video)).isEqualTo(expected.videos().id(video));
      assertThat(found.videos().details(video)).isEqualTo(expected.videos().details(video));
      assertThat(found.videos().isPublished(video)).isEqualTo(expected.videos().isPublished(video));
      assertThat(found.recentPositives().row(video))
          .as("seed %s", seed)
          .isEqualTo(expected.recentPositives().row(video));
    }
  }

  @Test
  void goingOnFromASaveIsFoldingEverythingFromTheStart(@Seed long seed) {
    var random = new SplittableRandom(seed);
    Fold fold = new Fold(SETTINGS);
    for (int round = 0; round < 12; round++) {
      live(random.nextLong(), random.nextInt(1, 400));
      store().save(caughtUp(fold));
      if (random.nextBoolean()) {
        fold.users().shrinkTo(1);
      }
      if (random.nextBoolean()) {
        close();
        open();
        fold = saved();
      }
      requireSame(fold, caughtUp(new Fold(SETTINGS)), seed);
    }
  }

  @Test
  void whatWasNotSavedIsFoldedAgain() {
    live(1, 300);
    store().save(caughtUp(new Fold(SETTINGS)));
    live(2, 300);
    Fold reloaded = saved();
    assertThat(reloaded.offset()).isEqualTo(300);
    requireSame(caughtUp(reloaded), caughtUp(new Fold(SETTINGS)), 2);
  }

  @Test
  void anEmptyDirectoryHasNoState() {
    assertThat(store().load(SETTINGS)).isEmpty();
    assertThat(store().read(List.of("ann"))).singleElement().isEqualTo(java.util.Optional.empty());
  }

  @Test
  void stateThatALiveServerSavedWithOtherSettingsIsRefolded() {
    live(3, 500);
    store().save(caughtUp(new Fold(SETTINGS)));
    assertThat(store().load(OTHER)).isEmpty();
    assertThat(store().load(SETTINGS)).isPresent();
    Fold other = caughtUp(new Fold(OTHER));
    store().save(other);
    assertThat(store().load(SETTINGS)).isEmpty();
    requireSame(store().load(OTHER).orElseThrow(), other, 3);
  }

  private static int[] hashes(Fold of) {
    return IntStream.concat(
            IntStream.range(0, of.videos().size())
                .flatMap(i -> Arrays.stream(of.videos().attributes(i))),
            USERS.stream()
                .flatMapToInt(user -> Arrays.stream(of.users().read(user).profileAttributes())))
        .toArray();
  }

  @Test
  void attributesOfASavedStateAreReadAsTheColumnsOfNowSay() {
    live(8, 400);
    store().save(caughtUp(new Fold(SETTINGS)));
    Map<String, Columns.Kind> kinds = new TreeMap<>();
    for (int i = 0; i < 99; i += 3) {
      kinds.put("column " + i, Columns.Kind.NUMBER);
      kinds.put("column " + (i + 1), Columns.Kind.CATEGORY);
    }
    FoldSettings declared = SETTINGS.with(new Columns(kinds, kinds));
    Fold read = store().load(declared).orElseThrow();
    requireSame(read, caughtUp(new Fold(declared)), 8);
    assertThat(hashes(read)).isNotEqualTo(hashes(saved()));

    live(9, 100);
    store().save(caughtUp(read));
    requireSame(store().load(SETTINGS).orElseThrow(), caughtUp(new Fold(SETTINGS)), 9);
  }

  @Test
  void stateOfAnOlderFormatIsRefolded() {
    live(4, 500);
    Fold fold = caughtUp(new Fold(SETTINGS));
    store().save(fold);
    byte[] key = "state settings".getBytes(UTF_8);
    String written = new String(directory.get(Family.META, key), UTF_8);
    assertThat(written).startsWith("format 3, ");
    directory.write(
        batch ->
            batch.put(Family.META, key, written.replace("format 3", "format 2").getBytes(UTF_8)));
    assertThat(store().load(SETTINGS)).isEmpty();
    Fold anew = caughtUp(new Fold(SETTINGS));
    store().save(anew);
    requireSame(saved(), fold, 4);
  }

  @Test
  void nothingOfTheOldStateIsLeftWhereSettingsChanged() {
    events.add(script.shown("ann", "a"));
    store().save(caughtUp(new Fold(SETTINGS)));
    events.clear();
    events.add(script.shown("bob", "b"));
    store().save(caughtUp(new Fold(OTHER)));
    Fold reloaded = store().load(OTHER).orElseThrow();
    assertThat(reloaded.videos().size()).isEqualTo(1);
    assertThat(reloaded.users().read("ann").impressions()).isEqualTo(0);
    assertThat(reloaded.users().read("bob").impressions()).isEqualTo(1);
  }

  @Test
  void readsStoredBytesInTheOrderAsked() {
    events.add(script.shown("ann", "a"));
    events.add(script.shown("bob", "a"));
    Fold fold = caughtUp(new Fold(SETTINGS));
    store().save(fold);
    var read = store().read(List.of("bob", "nobody", "ann"));
    assertThat(read.get(0)).hasValue(fold.users().read("bob").toBytes(fold.videos()));
    assertThat(read.get(1)).isEmpty();
    assertThat(UserState.positionOf(read.get(2).orElseThrow())).isEqualTo(1);
  }

  @Test
  void aWriteBesideAnotherStoreIsRefused() {
    events.add(script.shown("ann", "a"));
    store().save(caughtUp(new Fold(SETTINGS)));
    Fold one = saved();
    Fold other = saved();
    other.users().writable("ann");
    events.add(script.shown("ann", "b"));
    store().save(caughtUp(one));
    events.add(script.shown("ann", "c"));
    caughtUp(other);
    assertThatThrownBy(() -> store().save(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "user 'ann' is stored at offset 2, expected 1: another process writes to this store");
    assertThat(saved().offset()).isEqualTo(2);
    assertThat(saved().users().read("ann").impressions()).isEqualTo(2);
  }

  @Test
  void anErasedUserIsGoneFromTheStore() {
    events.add(script.shown("ann", "a"));
    Fold fold = caughtUp(new Fold(SETTINGS));
    store().save(fold);
    events.add(script.erased("ann"));
    store().save(caughtUp(fold));
    assertThat(store().read(List.of("ann")).getFirst()).isEmpty();
    assertThat(saved().users().read("ann").impressions()).isEqualTo(0);
  }

  @Test
  void anErasedUserWhoReturnsBeforeTheSaveGetsANewState() {
    events.add(script.shown("ann", "a"));
    events.add(script.clicked("ann", "a"));
    Fold fold = caughtUp(new Fold(SETTINGS));
    store().save(fold);
    events.add(script.erased("ann"));
    events.add(script.shown("ann", "b"));
    store().save(caughtUp(fold));
    UserState back = saved().users().read("ann");
    assertThat(back.impressions()).isEqualTo(1);
    assertThat(back.clicks()).isEqualTo(0);
    assertThat(back.position()).isEqualTo(4);
  }

  @Test
  void aStateThatLeftTheMemoryIsLoadedAgainInTheVeryFirstRunToo() {
    for (int i = 0; i < 20; i++) {
      events.add(script.shown("u" + i, "a"));
    }
    Fold fold = caughtUp(new Fold(SETTINGS));
    store().save(fold);
    fold.users().shrinkTo(5);
    assertThat(fold.users().size()).isEqualTo(5);
    assertThat(fold.users().read("u0").impressions()).isEqualTo(1);
    events.add(script.shown("u0", "b"));
    store().save(caughtUp(fold));
    assertThat(saved().users().read("u0").impressions()).isEqualTo(2);
  }

  @Test
  void aSaveWithoutChangesKeepsTheOffset() {
    live(5, 100);
    Fold fold = caughtUp(new Fold(SETTINGS));
    store().save(fold);
    store().save(fold);
    assertThat(saved().offset()).isEqualTo(100);
  }
}
