package dev.marquee.engine.serving;

import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.EventLog.Appended;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.retrieval.Charts;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.engine.state.StateStore;
import dev.marquee.engine.state.UserState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// The current state: one thread follows the log, folds it, and publishes numbered snapshots for
/// readers.
///
/// An acknowledged event is durable and folded: the viewer's next request sees it. Videos and
/// counters become visible with the next snapshot, a few hundred milliseconds later. Events that a
/// crash leaves unfolded are folded at the next start.
public final class LiveState implements AutoCloseable {

  /// Number of events at the log's end in which the latest viewers are searched.
  private static final int LATEST_EVENTS = 10_000;

  private final EventLog log;
  private final StateStore store;
  private final LiveStateSettings settings;
  private final InstantSource clock;
  private final Fold fold;
  private final Thread follower;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition advanced = lock.newCondition();

  /// The offset of the last folded event of each partition; their sum is the fold's offset.
  private final AtomicLongArray followed;

  private volatile long applied;
  private volatile Snapshot snapshot;
  private volatile Charts charts;
  private volatile RuntimeException failure;
  private volatile boolean closing;
  private long snapshotNanos;
  private long chartsNanos;
  private long chartsTookNanos;
  private long savedNanos;
  private volatile long savedOffset;
  private volatile long saveUpTo;

  /// Loads saved state, folds the rest of the log, and keeps following it.
  public LiveState(
      EventLog log,
      StateStore store,
      FoldSettings foldSettings,
      LiveStateSettings settings,
      InstantSource clock) {
    this.log = log;
    this.store = store;
    this.settings = settings;
    this.clock = clock;
    this.fold = store.load(foldSettings).orElseGet(() -> new Fold(foldSettings));
    this.followed = new AtomicLongArray(log.partitions());
    long[] saved = fold.offsets();
    if (saved.length > followed.length()) {
      throw new IllegalStateException(
          ("the saved state belongs to an event log of at least %d partitions, and this one has %d:"
                  + " start with an empty state")
              .formatted(saved.length, followed.length()));
    }
    for (int partition = 0; partition < saved.length; partition++) {
      followed.set(partition, saved[partition]);
    }
    this.savedOffset = fold.offset();
    this.savedNanos = System.nanoTime();
    catchUp();
    publish(true);
    this.follower = Thread.ofPlatform().name("live-state").daemon().start(this::follow);
  }

  /// The latest snapshot.
  public Snapshot snapshot() {
    return snapshot;
  }

  /// The latest popularity lists.
  public Charts charts() {
    return charts;
  }

  /// A copy of a user's state as of the last acknowledged event; an empty state for an unknown
  /// user.
  public UserState user(String user) {
    return fold.users().read(user);
  }

  /// Some of the latest viewers with their contexts, the latest last.
  Map<String, Context> latestViewers(int max) {
    var viewers = new LinkedHashMap<String, Context>();
    for (int partition = 0; partition < log.partitions(); partition++) {
      log.read(
          partition,
          Math.max(0, log.end(partition) - LATEST_EVENTS / log.partitions()),
          (offset, event) -> {
            if (event instanceof Impression seen) {
              viewers.putLast(seen.user(), seen.context());
            }
            return true;
          });
    }
    while (viewers.size() > max) {
      viewers.pollFirstEntry();
    }
    return viewers;
  }

  /// Offset of the last folded event; for a log of several partitions, the sum of their offsets.
  public long applied() {
    return applied;
  }

  /// Appends events and waits until they are durable and folded.
  ///
  /// @throws dev.marquee.engine.events.ConflictingEventException if an id is already stored with
  ///   other content; nothing is stored then
  public Appended ingest(List<Event> events) {
    try {
      Appended appended = log.append(events).join();
      await(() -> hasFolded(appended));
      return appended;
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private boolean hasFolded(Appended appended) {
    for (Map.Entry<Integer, Long> reached : appended.offsets().entrySet()) {
      if (followed.get(reached.getKey()) < reached.getValue()) {
        return false;
      }
    }
    return true;
  }

  /// Appends events without waiting for anything.
  public CompletableFuture<Appended> append(List<Event> events) {
    return log.append(events);
  }

  /// Waits until everything up to an offset is folded.
  public void awaitApplied(long offset) {
    await(() -> applied >= offset);
  }

  private void await(BooleanSupplier done) {
    lock.lock();
    try {
      while (!done.getAsBoolean()) {
        if (failure != null) {
          throw new IllegalStateException("folding the log failed: restart the server", failure);
        }
        if (closing) {
          throw new IllegalStateException("the server is stopping: send the events again");
        }
        advanced.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /// The error that stopped the folding, or null. Feeds are then served from the state at that
  /// time.
  public RuntimeException failure() {
    return failure;
  }

  /// Erases a user. The state is dropped from memory and from the store, and earlier events are
  /// pseudonymised, before this returns.
  ///
  /// The state goes first: after a crash, the pseudonymised log could no longer tell whose stored
  /// state to drop.
  public void erase(Event erased, String user, String pseudonym) {
    Appended appended = ingest(List.of(erased));
    long folded = applied;
    lock.lock();
    try {
      saveUpTo = Math.max(saveUpTo, folded);
    } finally {
      lock.unlock();
    }
    await(() -> savedOffset >= folded);
    log.erase(user, pseudonym, appended.offsets().get(log.partitionOf(user)));
  }

  private void follow() {
    try {
      while (!closing) {
        catchUp();
        publish(false);
        saveIfDue();
        awaitMore();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failure = e instanceof RuntimeException thrown ? thrown : new IllegalStateException(e);
      System.getLogger(LiveState.class.getName())
          .log(System.Logger.Level.ERROR, "folding the log stopped at offset " + applied, e);
    } finally {
      signal();
    }
  }

  private void awaitMore() throws InterruptedException {
    Duration pause = pause().dividedBy(followed.length());
    for (int partition = 0; partition < followed.length(); partition++) {
      if (log.awaitAfter(partition, followed.get(partition), pause)) {
        return;
      }
    }
  }

  /// Short while a new snapshot is due, long while nothing happens.
  private Duration pause() {
    return fold.offset() == snapshot.number()
        ? settings.chartsEvery()
        : settings.snapshotEvery().dividedBy(4);
  }

  private void catchUp() {
    for (int partition = 0; partition < followed.length(); partition++) {
      catchUp(partition);
    }
    applied = fold.offset();
    signal();
  }

  private void catchUp(int partition) {
    log.read(
        partition,
        followed.get(partition),
        (offset, event) -> {
          fold.apply(partition, offset, event);
          long place = fold.offset();
          followed.setRelease(partition, offset);
          applied = place;
          if ((place & 0xfff) == 0 && snapshot != null) {
            signal();
            publish(false);
          }
          return !closing;
        });
  }

  private void signal() {
    lock.lock();
    try {
      advanced.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void publish(boolean now) {
    long nanos = System.nanoTime();
    if (now
        || (nanos - snapshotNanos > settings.snapshotEvery().toNanos()
            && fold.offset() != snapshot.number())) {
      snapshot = fold.snapshot();
      snapshotNanos = nanos;
    }
    // Charts of large catalogs take longer to build: spend at most a twentieth of the time on them.
    long chartsAge = Math.max(settings.chartsEvery().toNanos(), 20 * chartsTookNanos);
    if (now || nanos - chartsNanos > chartsAge) {
      charts = new Charts(snapshot, clock.instant());
      chartsNanos = System.nanoTime();
      chartsTookNanos = chartsNanos - nanos;
    }
  }

  private void saveIfDue() {
    long waiting = fold.offset() - savedOffset;
    boolean due = System.nanoTime() - savedNanos > settings.saveEvery().toNanos();
    if (waiting > settings.saveAfter() || (waiting > 0 && due) || saveUpTo > savedOffset) {
      save();
      signal();
    }
  }

  private void save() {
    store.save(fold);
    savedOffset = fold.offset();
    savedNanos = System.nanoTime();
    fold.users().shrinkTo(settings.usersInMemory());
  }

  /// Stops following and saves the state.
  @Override
  public void close() {
    closing = true;
    try {
      follower.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (failure == null && fold.offset() != savedOffset) {
      save();
    }
  }
}
