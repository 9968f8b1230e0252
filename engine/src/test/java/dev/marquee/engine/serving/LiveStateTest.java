package dev.marquee.engine.serving;

import static dev.marquee.testkit.TinyPlatform.ELEVEN;
import static dev.marquee.testkit.TinyPlatform.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.Request;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.ConflictingEventException;
import dev.marquee.engine.events.CorruptLogException;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.events.UserEvent;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.StateStore;
import dev.marquee.engine.state.UserState;
import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.engine.storage.RocksStateStore;
import dev.marquee.testkit.ForwardingLog;
import dev.marquee.testkit.Seed;
import dev.marquee.testkit.TinyPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveStateTest {

  private static final FoldSettings FOLD = FoldSettings.defaults();

  /// Saves only when it closes.
  private static final LiveStateSettings SELDOM =
      new LiveStateSettings(
          Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofHours(1), 1_000_000, 1_000);

  /// Saves after each event, and keeps one user in memory.
  private static final LiveStateSettings OFTEN =
      new LiveStateSettings(
          Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(1), 0, 1);

  @TempDir Path temp;
  private RocksDirectory directory;
  private final TinyPlatform platform = new TinyPlatform();
  private int sent;

  @BeforeEach
  void open() {
    directory = RocksDirectory.open(temp.resolve("data"));
  }

  @AfterEach
  void close() {
    directory.close();
  }

  private LiveState live(LiveStateSettings settings) {
    return new LiveState(
        directory.log(), new RocksStateStore(directory), FOLD, settings, () -> NOON);
  }

  /// Sends what happened on the platform since the last time.
  private void send(LiveState live) {
    List<Event> all = platform.events();
    live.ingest(all.subList(sent, all.size()));
    sent = all.size();
  }

  private static void await(BooleanSupplier done) throws InterruptedException {
    for (int tries = 0; !done.getAsBoolean(); tries++) {
      assertThat(tries).as("waited for 10 s").isLessThan(1_000);
      Thread.sleep(10);
    }
  }

  private static List<String> feed(LiveState live, String user) {
    return new Recommender(
            live, FunnelFactory.defaults().beforeTraining(), _ -> "f" + System.nanoTime())
        .feed(Request.of(user, NOON).within(Duration.ofMinutes(1)))
        .videos();
  }

  @Test
  void anAcknowledgedEventIsFolded() {
    try (LiveState live = live(SELDOM)) {
      for (int i = 0; i < 20; i++) {
        platform.show("ann", "cat" + i);
        send(live);
        assertThat(live.user("ann").impressions()).isEqualTo(i + 1);
        assertThat(live.user("ann").position()).isEqualTo(i + 1);
        assertThat(live.applied()).isEqualTo(i + 1);
      }
    }
  }

  @Test
  void anUnknownUserHasAnEmptyState() {
    try (LiveState live = live(SELDOM)) {
      UserState nobody = live.user("nobody");
      assertThat(nobody.position()).isZero();
      assertThat(nobody.historySize()).isZero();
    }
  }

  @Test
  void aRepeatedEventIsAcknowledgedAndFoldedOnce() {
    platform.show("ann", "cat");
    try (LiveState live = live(SELDOM)) {
      live.ingest(platform.events());
      assertThat(live.ingest(platform.events()).repeated()).isEqualTo(1);
      assertThat(live.user("ann").impressions()).isEqualTo(1);
    }
  }

  @Test
  void anIdWithOtherContentIsRefusedAndTheBatchWithIt() {
    try (LiveState live = live(SELDOM)) {
      Event click = new Click("e1", ELEVEN, "ann", "cat", "");
      live.ingest(List.of(click));
      List<Event> batch =
          List.of(
              new Click("e2", ELEVEN, "ben", "cat", ""), new Click("e1", ELEVEN, "ann", "dog", ""));
      assertThatThrownBy(() -> live.ingest(batch)).isInstanceOf(ConflictingEventException.class);
      assertThat(live.user("ben").position()).isZero();
      assertThat(live.applied()).isEqualTo(1);
    }
  }

  @Test
  void aPublishedVideoIsInTheFeedWithinASecond() throws InterruptedException {
    try (LiveState live = live(LiveStateSettings.defaults())) {
      assertThat(feed(live, "ann")).isEmpty();
      long start = System.nanoTime();
      platform.publish("cat");
      send(live);
      await(() -> feed(live, "ann").contains("cat"));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void aRemovedVideoLeavesTheFeedWithinASecond() throws InterruptedException {
    platform.publish("cat", "dog");
    try (LiveState live = live(LiveStateSettings.defaults())) {
      send(live);
      await(() -> feed(live, "ann").size() == 2);
      platform.remove("cat");
      send(live);
      await(() -> feed(live, "ann").equals(List.of("dog")));
    }
  }

  @Test
  void notInterestedWorksOnTheVeryNextRequest() throws InterruptedException {
    platform.publish("cat", "dog");
    try (LiveState live = live(SELDOM)) {
      send(live);
      await(() -> feed(live, "ann").size() == 2);
      platform.refuse("ann", "cat");
      send(live);
      assertThat(feed(live, "ann")).containsExactly("dog");
      platform.watch("ann", "dog");
      send(live);
      assertThat(feed(live, "ann")).isEmpty();
      assertThat(feed(live, "ben")).containsExactlyInAnyOrder("cat", "dog");
    }
  }

  @Test
  void aSnapshotIsNumberedByItsLastEventAndStaysAsItWas() throws InterruptedException {
    platform.publish("cat").watch("ann", "cat");
    try (LiveState live = live(SELDOM)) {
      send(live);
      await(() -> live.snapshot().number() == platform.events().size());
      var before = live.snapshot();
      platform.watch("ben", "cat");
      send(live);
      await(() -> live.snapshot().number() == platform.events().size());
      assertThat(before.positives(0)).isEqualTo(1);
      assertThat(live.snapshot().positives(0)).isEqualTo(2);
    }
  }

  @Test
  void aRestartResumesFromSavedStateAndEqualsAFoldFromTheStart(@Seed Random random) {
    for (int run = 0; run < 6; run++) {
      try (LiveState live = live(random.nextBoolean() ? OFTEN : SELDOM)) {
        assertThat(live.applied()).isEqualTo(sent);
        for (int batch = 0; batch < 20; batch++) {
          something(random);
          send(live);
        }
      }
      assertThat(new RocksStateStore(directory).load(FOLD).orElseThrow().offset())
          .as("nothing left to fold")
          .isEqualTo(sent);
      StoredState.assertIsFoldOfLog(directory, temp.resolve("again" + run));
    }
  }

  @Test
  void aCrashLosesNothingThatWasAcknowledged(@Seed Random random) throws IOException {
    try (LiveState live = live(SELDOM)) {
      for (int batch = 0; batch < 30; batch++) {
        something(random);
        send(live);
      }
      copy(temp.resolve("data"), temp.resolve("crashed"));
    }
    try (var crashed = RocksDirectory.open(temp.resolve("crashed"))) {
      assertThat(new RocksStateStore(crashed).load(FOLD)).as("saved before the crash").isEmpty();
      assertThat(crashed.log().end()).isEqualTo(sent);
      new LiveState(crashed.log(), new RocksStateStore(crashed), FOLD, SELDOM, () -> NOON).close();
      StoredState.assertIsFoldOfLog(crashed, temp.resolve("again"));
    }
  }

  @Test
  void aCrashBetweenSavesIsFoldedFromTheLastSave() throws IOException {
    Random random = new Random(1);
    something(random);
    try (LiveState live = live(SELDOM)) {
      send(live);
    }
    long saved = sent;
    try (LiveState live = live(SELDOM)) {
      something(random);
      send(live);
      copy(temp.resolve("data"), temp.resolve("crashed"));
    }
    try (var crashed = RocksDirectory.open(temp.resolve("crashed"))) {
      RocksStateStore store = new RocksStateStore(crashed);
      assertThat(store.load(FOLD).orElseThrow().offset()).isEqualTo(saved);
      new LiveState(crashed.log(), store, FOLD, SELDOM, () -> NOON).close();
      StoredState.assertIsFoldOfLog(crashed, temp.resolve("again"));
    }
  }

  @Test
  void otherSettingsFoldTheLogAnew() {
    Random random = new Random(1);
    something(random);
    try (LiveState live = live(SELDOM)) {
      send(live);
    }
    FoldSettings other =
        new FoldSettings(
            FOLD.labels(),
            FOLD.attribution(),
            FOLD.sessionGap(),
            Duration.ofDays(7),
            false,
            Columns.NONE);
    new LiveState(directory.log(), new RocksStateStore(directory), other, SELDOM, () -> NOON)
        .close();
    StoredState.assertIsFoldOfLog(directory, other, temp.resolve("again"));
  }

  @Test
  void aUserWhoIsNotInMemoryAnyMoreIsReadBack() throws InterruptedException {
    platform.watch("ann", "cat");
    try (LiveState live = live(OFTEN)) {
      send(live);
      for (int i = 0; i < 20; i++) {
        platform.show("u" + i, "cat");
        send(live);
      }
      assertThat(live.user("ann").historySize()).isEqualTo(1);
      assertThat(live.user("ann").position()).isEqualTo(3);
      platform.watch("ann", "dog");
      send(live);
      assertThat(live.user("ann").historySize()).isEqualTo(2);
    }
    StoredState.assertIsFoldOfLog(directory, temp.resolve("again"));
  }

  @Test
  void eraseLeavesNothing() {
    platform.publish("cat").watch("ann", "cat").profile("ann", "DE", 1980).show("ben", "cat");
    try (LiveState live = live(SELDOM)) {
      send(live);
    }
    try (LiveState live = live(SELDOM)) {
      live.erase(new UserErased("erase1", NOON, "ann"), "ann", "x7");
      assertThat(live.user("ann").position()).isZero();
      assertThat(live.user("ann").historySize()).isZero();
      assertThat(live.user("ann").profile().country()).isEmpty();
      assertThat(usersInLog()).containsExactly("x7", "x7", "x7", "x7", "ben", "x7");
      assertThat(live.user("ben").impressions()).isEqualTo(1);
    }
    assertThat(new RocksStateStore(directory).read(List.of("ann")))
        .containsExactly(Optional.empty());
    try (LiveState live = live(SELDOM)) {
      assertThat(live.user("ann").position()).as("after a restart").isZero();
      assertThat(live.snapshot().impressions(0)).as("what others see").isEqualTo(2);
    }
  }

  @Test
  void anErasedUserStaysErasedThroughACrash() throws IOException {
    platform.publish("cat").watch("ann", "cat");
    try (LiveState live = live(SELDOM)) {
      send(live);
    }
    try (LiveState live = live(SELDOM)) {
      live.erase(new UserErased("erase1", NOON, "ann"), "ann", "x7");
      copy(temp.resolve("data"), temp.resolve("crashed"));
    }
    try (var crashed = RocksDirectory.open(temp.resolve("crashed"));
        LiveState live =
            new LiveState(crashed.log(), new RocksStateStore(crashed), FOLD, SELDOM, () -> NOON)) {
      assertThat(live.user("ann").position()).isZero();
      assertThat(live.user("ann").historySize()).isZero();
    }
  }

  @Test
  void anErasedUserMayComeBackAtOnce() {
    platform.publish("cat").watch("ann", "cat");
    try (LiveState live = live(SELDOM)) {
      send(live);
    }
    try (LiveState live = live(SELDOM)) {
      live.erase(new UserErased("erase1", NOON, "ann"), "ann", "x7");
      live.ingest(List.of(new Click("back1", NOON, "ann", "cat", "")));
      assertThat(live.user("ann").historySize()).isZero();
    }
    try (LiveState live = live(SELDOM)) {
      assertThat(live.user("ann").position()).isEqualTo(6);
      assertThat(live.user("ann").historySize()).isZero();
    }
  }

  private List<String> usersInLog() {
    List<String> users = new ArrayList<>();
    directory
        .log()
        .replay(
            (offset, event) -> {
              if (event instanceof UserEvent ofUser) {
                users.add(ofUser.user());
              }
              return true;
            });
    return users;
  }

  @Test
  void aFailingSaveIsReportedToWhoeverWaits() throws InterruptedException {
    StateStore full =
        new FakeStore() {
          @Override
          public void save(Fold fold) {
            throw new UncheckedIOException(new IOException("disk full"));
          }
        };
    try (LiveState live = new LiveState(directory.log(), full, FOLD, OFTEN, () -> NOON)) {
      platform.publish("cat");
      assertThat(live.failure()).isNull();
      send(live);
      await(() -> live.failure() != null);
      assertThat(live.failure()).hasMessageContaining("disk full");
      platform.publish("dog");
      assertThatThrownBy(() -> send(live))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("folding the log failed: restart the server");
      assertThat(live.snapshot()).as("still served").isNotNull();
    }
  }

  @Test
  void aFailingReadIsReportedToWhoeverWaits() {
    assertReported(
        () -> {
          throw new CorruptLogException("block 7 is damaged", new IOException());
        });
  }

  @Test
  void evenAnErrorIsReportedToWhoeverWaits() {
    assertReported(
        () -> {
          throw new OutOfMemoryError("no heap");
        });
  }

  private void assertReported(Runnable failure) {
    EventLog broken = new BrokenLog(directory.log(), failure);
    try (LiveState live = new LiveState(broken, new FakeStore(), FOLD, SELDOM, () -> NOON)) {
      platform.publish("cat");
      CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(live));
      assertThat(sending)
          .failsWithin(Duration.ofSeconds(5))
          .withThrowableOfType(ExecutionException.class)
          .withMessageContaining("folding the log failed");
      assertThat(live.failure()).isNotNull();
    }
  }

  @Test
  void whoWaitsWhileItClosesIsTold() {
    LiveState live = live(SELDOM);
    live.close();
    platform.publish("cat");
    assertThatThrownBy(() -> send(live))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the server is stopping: send the events again");
  }

  /// Watches, clicks, videos, profiles, refusals, histories and follows, in no sensible order.
  private void something(Random random) {
    for (int i = 1 + random.nextInt(30); i > 0; i--) {
      String user = "u" + random.nextInt(8);
      String video = "v" + random.nextInt(40);
      switch (random.nextInt(10)) {
        case 0 -> platform.publish(video, TinyPlatform.about("c" + random.nextInt(4)));
        case 1 -> platform.remove(video);
        case 2 -> platform.profile(user, "DE", 1950 + random.nextInt(70));
        case 3 -> platform.refuse(user, video);
        case 4 -> platform.completedLongAgo(user, video, "v" + random.nextInt(40));
        case 5, 6 -> platform.watch(user, video, ELEVEN.plusSeconds(random.nextInt(9_000)), "US");
        case 7 -> platform.click(user, video, ELEVEN);
        default -> platform.show(user, video, ELEVEN.plusSeconds(random.nextInt(9_000)), "DE");
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  /// Keeps nothing.
  private static class FakeStore implements StateStore {

    @Override
    public Optional<Fold> load(FoldSettings settings) {
      return Optional.empty();
    }

    @Override
    public void save(Fold fold) {}

    @Override
    public List<Optional<byte[]>> read(List<String> users) {
      return users.stream().map(user -> Optional.<byte[]>empty()).toList();
    }
  }

  /// A log that cannot be read back once it holds something.
  private static final class BrokenLog extends ForwardingLog {

    private final Runnable failure;

    BrokenLog(EventLog log, Runnable failure) {
      super(log);
      this.failure = failure;
    }

    @Override
    public long read(int partition, long after, Reader reader) {
      if (end() > 0) {
        failure.run();
      }
      return after;
    }
  }
}
