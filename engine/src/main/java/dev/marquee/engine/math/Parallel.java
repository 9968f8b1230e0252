package dev.marquee.engine.math;

import dev.marquee.engine.Progress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Splits a range over platform threads in a way that scheduling cannot change.
///
/// The chunks are fixed before anything runs. A task that writes only what belongs to its chunk,
/// with sums of several chunks put together afterwards in the chunks' order, has one result,
/// whichever thread took which chunk.
///
/// Starting the threads takes about a tenth of a millisecond: split what takes longer.
///
/// @param threads how many work at a time
public record Parallel(int threads) {

  public Parallel {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, was " + threads);
    }
  }

  /// Runs `task` on [#threads] ranges of nearly the same size.
  ///
  /// Fit for work that is spread evenly; what is written per range depends on the thread count.
  ///
  /// @throws InterruptedException as in [#overChunks]
  public void overParts(int size, RangeTask task) throws InterruptedException {
    overChunks(size, Math.max(1, Math.ceilDiv(size, threads)), task);
  }

  /// Runs `task` on the ranges [0, chunk), [chunk, 2 chunk) … of [0, size), the last one shorter.
  ///
  /// Fit for uneven work: a thread that is done takes the next chunk. The chunks, and so the
  /// results, do not depend on the thread count. Returns when all chunks are done, and what they
  /// wrote is visible to the caller. Where a task throws, the others end with their chunk, and the
  /// caller gets what was thrown.
  ///
  /// @throws InterruptedException where the caller is interrupted: the threads are interrupted too
  ///   and have ended, some chunks undone
  public void overChunks(int size, int chunk, RangeTask task) throws InterruptedException {
    if (chunk < 1) {
      throw new IllegalArgumentException("a chunk must be at least 1 long, was " + chunk);
    }
    var next = new AtomicInteger();
    var failure = new AtomicReference<Throwable>();
    int chunks = Math.ceilDiv(size, chunk);
    Runnable work =
        () -> {
          while (failure.get() == null && !Thread.currentThread().isInterrupted()) {
            int number = next.getAndIncrement();
            if (number >= chunks) {
              return;
            }
            int from = number * chunk;
            try {
              task.run(number, from, from + Math.min(chunk, size - from));
            } catch (Throwable thrown) {
              failure.compareAndSet(null, thrown);
            }
          }
        };
    var workers = new Thread[Math.min(threads, chunks)];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = Thread.ofPlatform().daemon().name("marquee-parallel-" + i).start(work);
    }
    join(workers);
    rethrow(failure.get());
  }

  /// [#overChunks], stopping now and then to tell `progress` on the calling thread how far it is.
  ///
  /// @throws InterruptedException as in [#overChunks]
  public void overChunks(int size, int chunk, String what, Progress progress, RangeTask task)
      throws InterruptedException {
    int chunks = Math.ceilDiv(size, chunk);
    int stride = Math.max(16 * threads, Math.ceilDiv(chunks, 64));
    for (int done = 0; done < chunks; done += Math.min(stride, chunks - done)) {
      int before = done;
      int first = done * chunk;
      int length = (int) Math.min((long) stride * chunk, size - first);
      overChunks(
          length, chunk, (number, from, to) -> task.run(before + number, first + from, first + to));
      progress.step(what, first + length, size);
    }
  }

  private static void join(Thread[] workers) throws InterruptedException {
    InterruptedException interrupted = null;
    for (int i = 0; i < workers.length; ) {
      try {
        workers[i].join();
        i++;
      } catch (InterruptedException e) {
        interrupted = e;
        for (var worker : workers) {
          worker.interrupt();
        }
      }
    }
    if (interrupted != null) {
      throw interrupted;
    }
  }

  private static void rethrow(Throwable thrown) {
    switch (thrown) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError("a task throws nothing checked", thrown);
    }
  }

  /// The work on one range.
  @FunctionalInterface
  public interface RangeTask {

    /// Works on [from, to), the chunk number `chunk`. May look at the thread's interrupt flag and
    /// return early: the caller then throws.
    void run(int chunk, int from, int to);
  }
}
