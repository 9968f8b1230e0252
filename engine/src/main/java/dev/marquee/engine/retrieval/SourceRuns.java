package dev.marquee.engine.retrieval;

import dev.marquee.engine.retrieval.Retrieval.Share;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// Runs the sources for one request: in parallel on [SourceThreads], the fallback on the request's
/// own thread.
///
/// After the deadline, sources still running are abandoned and their results ignored. A source is
/// skipped while [#MOST_LATE] of its abandoned runs are still active, so that a hanging source
/// occupies only a few threads.
final class SourceRuns implements Runnable {

  /// Maximum number of abandoned runs of a source that may be active at a time.
  static final int MOST_LATE = 2;

  private static final int WAITING = 0;
  private static final int RUNNING = 1;
  private static final int DONE = 2;
  private static final int LATE = 3;

  private final Query query;
  private final List<Share> shares;

  /// One per source: an abandoned run that is still active counts as a failure.
  private final List<CircuitBreaker> breakers;

  private final AtomicIntegerArray states;

  /// The results by source, null for those that failed; readable once their state is [#DONE].
  private final Scored[] found;

  private final String[] failed;
  private final AtomicInteger next = new AtomicInteger();
  private final CountDownLatch left;
  private boolean isInterrupted;

  SourceRuns(Query query, List<Share> shares, List<CircuitBreaker> breakers) {
    this.query = query;
    this.shares = shares;
    this.breakers = breakers;
    this.states = new AtomicIntegerArray(shares.size());
    this.found = new Scored[shares.size()];
    this.failed = new String[shares.size()];
    this.left = new CountDownLatch(shares.size());
  }

  /// Runs all sources. Those that are not done at `deadlineNanos` count as failed, except the last
  /// one, which is awaited without a limit.
  void runUntil(long deadlineNanos) {
    int fallback = shares.size() - 1;
    boolean isInTime = System.nanoTime() - deadlineNanos <= 0;
    if (isInTime) {
      SourceThreads.run(this, fallback);
    }
    if (states.compareAndSet(fallback, WAITING, RUNNING)) {
      ask(fallback);
    }
    isInterrupted = isInTime && !await(deadlineNanos);
    for (int source = 0; source < fallback; source++) {
      if (!states.compareAndSet(source, WAITING, LATE)
          && states.compareAndSet(source, RUNNING, LATE)) {
        leave(source);
      }
    }
  }

  /// @return false if the thread was interrupted; its interrupt flag stays set
  private boolean await(long deadlineNanos) {
    try {
      left.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Takes sources that no thread has started, one after another, and runs them; never the
  /// fallback.
  @Override
  public void run() {
    for (int i = next.getAndIncrement(); i < shares.size() - 1; i = next.getAndIncrement()) {
      if (states.compareAndSet(i, WAITING, RUNNING)) {
        ask(i);
      }
    }
  }

  private void ask(int source) {
    try {
      if (breakers.get(source).allows()) {
        found[source] = shares.get(source).find(query);
      } else {
        failed[source] =
            "still busy with %d earlier requests".formatted(breakers.get(source).failures());
      }
    } catch (RuntimeException e) {
      failed[source] = e.getMessage() == null ? e.toString() : e.getMessage();
    } finally {
      if (states.compareAndSet(source, RUNNING, DONE)) {
        left.countDown();
      } else {
        comeBack(source);
      }
    }
  }

  private void leave(int source) {
    breakers.get(source).fail();
    SourceThreads.lose();
  }

  private void comeBack(int source) {
    breakers.get(source).recover();
    SourceThreads.regain();
  }

  /// What a source found in time; null if it failed.
  Scored found(int source) {
    return states.get(source) == DONE ? found[source] : null;
  }

  /// Why a source failed.
  String failed(int source) {
    if (states.get(source) == LATE) {
      return isInterrupted ? "the request was interrupted" : "no time left";
    }
    return failed[source] == null ? "ended without a result" : failed[source];
  }
}
