package dev.marquee.engine.retrieval;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The thread pool on which sources run, for all requests of the process, with one thread per
/// processor. The threads are daemons and end when idle, so the pool needs no closing.
final class SourceThreads {

  private static final int THREAD_COUNT = Runtime.getRuntime().availableProcessors();
  private static final long IDLE_SECONDS = 10;

  private static final ThreadPoolExecutor POOL = pool();

  private SourceThreads() {}

  private static ThreadPoolExecutor pool() {
    var pool =
        new ThreadPoolExecutor(
            THREAD_COUNT,
            THREAD_COUNT,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("retrieval-", 0).daemon().factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /// Runs the same work on several threads at once: on `max`, or on all if there are fewer.
  static void run(Runnable work, int max) {
    for (int i = 0; i < Math.min(THREAD_COUNT, max); i++) {
      POOL.execute(work);
    }
  }

  /// Adds a thread in place of one whose result is no longer awaited.
  static void lose() {
    resize(1);
  }

  /// Removes the thread that [#lose] added.
  static void regain() {
    resize(-1);
  }

  private static synchronized void resize(int change) {
    int count = POOL.getMaximumPoolSize() + change;
    if (change > 0) {
      POOL.setMaximumPoolSize(count);
      POOL.setCorePoolSize(count);
    } else {
      POOL.setCorePoolSize(count);
      POOL.setMaximumPoolSize(count);
    }
  }
}
