package dev.marquee.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.index.ivf.IvfIndex;
import dev.marquee.engine.math.Vectors;
import dev.marquee.testkit.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Writes, searches and re-clustering at once, against a plain table of what was there when.
///
/// Every vector of an id is its own direction times its version, so that a torn one shows. The
/// writer notes a version before it begins to write and after it has: what was finished before a
/// search began must be found, and what is found must have begun.
class IvfStressTest {

  private static final int IDS = 3_000;
  private static final int D = 16;
  private static final int GONE = -1;

  private final long seed;

  /// By id, the version whose writing has begun, and that whose writing has ended; a removal is one
  /// more version, an odd one.
  private final AtomicIntegerArray begun = new AtomicIntegerArray(IDS);

  private final AtomicIntegerArray ended = new AtomicIntegerArray(IDS);
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicLong searches = new AtomicLong();
  private final AtomicLong writes = new AtomicLong();
  private final AtomicLong reclusterings = new AtomicLong();

  IvfStressTest(@Seed long seed) {
    this.seed = seed;
  }

  @Test
  void writesSearchesAndReclusteringAtOnceForASecond() throws InterruptedException {
    run(Duration.ofSeconds(1));
  }

  @Test
  @Tag("slow")
  void writesSearchesAndReclusteringAtOnceForAMinute() throws InterruptedException {
    run(Duration.ofSeconds(60));
  }

  private void run(Duration time) throws InterruptedException {
    // Reads all lists, so that what is missing is missing by mistake.
    IvfIndex index =
        IvfIndex.build(
            VectorSource.rows(new float[0], D),
            IndexSettings.of(D).withRecall(1).withExactBelow(200).withThreads(1));
    for (int id = 0; id < IDS; id++) {
      begun.set(id, 1);
      ended.set(id, 1);
    }
    List<Thread> threads = new ArrayList<>();
    threads.add(Thread.ofPlatform().start(() -> write(index)));
    threads.add(Thread.ofPlatform().start(() -> recluster(index)));
    threads.add(Thread.ofPlatform().start(() -> search(index, 1)));
    threads.add(Thread.ofPlatform().start(() -> search(index, 2)));
    Thread.sleep(time);
    stop.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.printf(
        "%,d writes, %,d searches, %,d re-clusterings%n",
        writes.get(), searches.get(), reclusterings.get());
    assertThat(wrong).as("seed %d", seed).isEmpty();
    assertThat(searches.get()).isPositive();
    assertThat(reclusterings.get()).isPositive();
  }

  /// Even versions are vectors, odd ones removals.
  private void write(IvfIndex index) {
    var random = new SplittableRandom(seed);
    while (!stop.get()) {
      int id = random.nextInt(IDS);
      int now = ended.get(id);
      boolean there = now % 2 == 0;
      boolean goes = mayGo(id) && random.nextInt(3) == 0;
      int next = there && !goes ? now + 2 : now + 1;
      begun.set(id, next);
      if (next % 2 == 0) {
        index.put(id, vector(id, next), 0);
      } else if (!index.remove(id)) {
        wrong.add("nothing to remove of " + id);
      }
      ended.set(id, next);
      writes.incrementAndGet();
    }
  }

  private void recluster(IvfIndex index) {
    try {
      while (!stop.get()) {
        index.recluster();
        reclusterings.incrementAndGet();
      }
    } catch (InterruptedException e) {
      wrong.add("interrupted");
    }
  }

  private void search(IvfIndex index, int number) {
    var random = new SplittableRandom(seed + number);
    int[] before = new int[IDS];
    int[] found = new int[IDS];
    while (!stop.get()) {
      int rest = random.nextInt(4);
      for (int id = 0; id < IDS; id++) {
        before[id] = ended.get(id);
        found[id] = GONE;
      }
      float[] query = positive(random);
      IdFilter filter = IdFilter.ALL.and(id -> id % 4 == rest);
      Hits hits = index.search(query, IDS, filter);
      for (int i = 0; i < hits.size(); i++) {
        int id = hits.ids()[i];
        if (found[id] != GONE) {
          wrong.add(id + " found twice");
        }
        if (id % 4 != rest) {
          wrong.add(id + " does not pass");
        }
        float version = hits.scores()[i] / Vectors.dot(query, direction(id));
        found[id] = Math.round(version);
        if (Math.abs(version - found[id]) > 0.1) {
          wrong.add("%d is torn: %f".formatted(id, version));
        }
      }
      for (int id = rest; id < IDS; id += 4) {
        check(id, found[id], before[id], begun.get(id));
      }
      searches.incrementAndGet();
    }
  }

  private void check(int id, int found, int before, int after) {
    if (found == GONE) {
      // Was it gone before, or may it have gone meanwhile?
      if (before % 2 == 0 && (before == after || !mayGo(id))) {
        wrong.add("%d of version %d is missing".formatted(id, before));
      }
    } else if (found % 2 != 0 || found < before || found > after) {
      wrong.add("%d of version %d, was %d to %d".formatted(id, found, before, after));
    }
  }

  /// Some are only replaced, so that they must always be found.
  private static boolean mayGo(int id) {
    return id % 5 != 0;
  }

  private static float[] vector(int id, int version) {
    float[] vector = direction(id);
    Vectors.scale(version, vector, 0, D);
    return vector;
  }

  private static float[] direction(int id) {
    return positive(new SplittableRandom(id));
  }

  private static float[] positive(SplittableRandom random) {
    float[] vector = new float[D];
    for (int k = 0; k < D; k++) {
      vector[k] = (float) random.nextDouble() + 0.1f;
    }
    return vector;
  }
}
