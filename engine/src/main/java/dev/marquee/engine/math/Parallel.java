package dev.marquee.engine.math;

import dev.marquee.engine.Progress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Splits a range over platform threads, with results that do not depend on scheduling.
///
/// The chunks are fixed in advance. If a task writes only the data of its chunk, and sums over
/// chunks are added afterwards in the chunks' order, the result is the same whichever thread ran
/// which chunk.
///
/// Starting the threads takes about 0.1 ms: split only work that takes longer.
///
/// @param threads the maximum number that run at a time
public record Parallel(int threads) {

  public Parallel {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, was " + threads);
    }
  }

  /// Runs `task` on [#threads] ranges of nearly the same size.
  ///
  /// For work that is spread evenly. The ranges depend on the thread count, so what is written per
  /// range does too.
  ///
  /// @throws InterruptedException as in [#overChunks]
  public void overParts(int size, RangeTask task) throws InterruptedException {
    overChunks(size, Math.max(1, Math.ceilDiv(size, threads)), task);
  }

  /// Runs `task` on the ranges [0, chunk), [chunk, 2 chunk) … of [0, size), the last one shorter.
  ///
  /// For uneven work: a thread that is done takes the next chunk. The chunks, and so the results,
  /// do not depend on the thread count. Returns when all chunks are done; their writes are then
  /// visible to the caller. Where a task throws, the other threads finish their current chunk, and
  /// the caller gets the exception.
  ///
  /// @throws InterruptedException where the caller is interrupted: the threads were interrupted too
  ///   and have ended, and some chunks may not have run
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

  /// Like [#overChunks], but pauses now and then to report to `progress` on the calling thread.
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
      default -> throw new AssertionError("a task throws no checked exception", thrown);
    }
  }

  /// The work on one range.
  @FunctionalInterface
  public interface RangeTask {

    /// Processes [from, to), the chunk number `chunk`. May check the thread's interrupt flag and
    /// return early: the caller then throws.
    void run(int chunk, int from, int to);
  }
}
