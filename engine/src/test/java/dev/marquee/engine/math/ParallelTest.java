package dev.marquee.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ParallelTest {

  @Test
  void coversEveryIndexOnce() throws InterruptedException {
    for (int size : new int[] {0, 1, 5, 100}) {
      var visits = new AtomicIntegerArray(size);
      Parallel.RangeTask visit =
          (chunk, from, to) -> {
            for (int i = from; i < to; i++) {
              visits.incrementAndGet(i);
            }
          };
      new Parallel(3).overParts(size, visit);
      new Parallel(3).overChunks(size, 7, visit);
      for (int i = 0; i < size; i++) {
        assertThat(visits.get(i)).isEqualTo(2);
      }
    }
  }

  @Test
  void chunksDependOnlyOnTheirSize() throws InterruptedException {
    for (int threads : new int[] {1, 2, 8}) {
      var ends = new int[3];
      new Parallel(threads).overChunks(10, 4, (chunk, from, to) -> ends[chunk] = 100 * from + to);
      assertThat(ends).containsExactly(4, 408, 810);
    }
  }

  @Test
  void tellingHowFarItIsChangesNoChunk() throws InterruptedException {
    int size = 10_007;
    for (int threads : new int[] {1, 3}) {
      var visits = new AtomicIntegerArray(size);
      var steps = new ArrayList<Long>();
      Thread caller = Thread.currentThread();
      new Parallel(threads)
          .overChunks(
              size,
              2,
              "counting",
              (what, done, total) -> {
                assertThat(what).isEqualTo("counting");
                assertThat(total).isEqualTo(size);
                assertThat(Thread.currentThread()).isSameAs(caller);
                steps.add(done);
              },
              (chunk, from, to) -> {
                assertThat(from).isEqualTo(2 * chunk);
                assertThat(to).isEqualTo(Math.min(size, from + 2));
                for (int i = from; i < to; i++) {
                  visits.incrementAndGet(i);
                }
              });
      for (int i = 0; i < size; i++) {
        assertThat(visits.get(i)).isEqualTo(1);
      }
      assertThat(steps).isSorted().endsWith((long) size).hasSizeBetween(2, 100);
    }
  }

  @Test
  void theCallerGetsWhatATaskThrew() {
    assertThatThrownBy(
            () ->
                new Parallel(2)
                    .overChunks(
                        100,
                        1,
                        (chunk, from, to) -> {
                          if (chunk == 40) {
                            throw new IllegalStateException("chunk 40");
                          }
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("chunk 40");
  }

  @Test
  void anInterruptedCallerStopsTheTasks() throws InterruptedException {
    var started = new CountDownLatch(2);
    var outcome = new Throwable[1];
    var caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    new Parallel(2).overParts(2, (chunk, from, to) -> waitForever(started));
                  } catch (InterruptedException e) {
                    outcome[0] = e;
                  }
                });
    started.await();
    caller.interrupt();
    caller.join();
    assertThat(outcome[0]).isInstanceOf(InterruptedException.class);
  }

  private static void waitForever(CountDownLatch started) {
    started.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
