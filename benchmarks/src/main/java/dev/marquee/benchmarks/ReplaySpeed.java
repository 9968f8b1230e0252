package dev.marquee.benchmarks;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.binary.BlockWriter;
import dev.marquee.engine.events.binary.EventBlock;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.simulator.LoggingPolicy;
import dev.marquee.simulator.Simulation;
import dev.marquee.simulator.World;
import dev.marquee.simulator.WorldSettings;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// How much CPU time does one thread need to decode an event, and to decode and fold it?
///
/// Simulates a platform, writes its events as blocks into memory, and reads them several times: the
/// first rounds warm up and do not count. CPU time, as other processes disturb it less than elapsed
/// time. Correctness is guarded by `EventBlockTest` and `FoldTest`.
///
/// Arguments, each `name=value`: `events` (600000), `viewers` (5000), `rounds` (14).
public final class ReplaySpeed {

  private static final int BLOCK_EVENTS = 1_000;
  private static final int WARM_UP = 3;

  private ReplaySpeed() {}

  public static void main(String[] arguments) {
    var options = new Options(arguments);
    int rounds = options.integer("rounds", 14);
    if (rounds <= WARM_UP) {
      throw new IllegalArgumentException(
          "rounds=%d, expected more than the %d of the warm-up".formatted(rounds, WARM_UP));
    }
    List<byte[]> blocks =
        blocks(options.integer("events", 600_000), options.integer("viewers", 5_000));
    System.out.println(Machine.describe());
    double[] decode = new double[rounds];
    double[] fold = new double[rounds];
    long[] seen = new long[1];
    for (int round = 0; round < rounds; round++) {
      decode[round] = nanosPerEvent(blocks, event -> seen[0] += event.id().length());
      var folded = new Fold(FoldSettings.defaults());
      fold[round] = nanosPerEvent(blocks, event -> folded.apply(folded.offset() + 1, event));
    }
    System.out.printf("decode           %6.1f ns an event%n", median(decode));
    System.out.printf("decode and fold  %6.1f ns an event%n", median(fold));
    System.out.printf("(medians of %d rounds, checksum %d)%n", rounds - WARM_UP, seen[0]);
  }

  private static List<byte[]> blocks(int events, int viewers) {
    World world = World.create(WorldSettings.defaults().withViewers(viewers).withDays(60));
    List<byte[]> blocks = new ArrayList<>();
    List<Event> batch = new ArrayList<>(BLOCK_EVENTS);
    BlockWriter out = BlockWriter.ofBlocks();
    Simulation simulation =
        new Simulation(
            world,
            new LoggingPolicy(world, new SplittableRandom(1)),
            event -> {
              batch.add(event);
              if (batch.size() == BLOCK_EVENTS) {
                EventBlock.write(batch, out);
                blocks.add(out.toBytes());
                batch.clear();
              }
            });
    boolean goesOn = true;
    while (goesOn && blocks.size() * BLOCK_EVENTS < events) {
      goesOn = simulation.step();
    }
    return blocks;
  }

  private static double nanosPerEvent(List<byte[]> blocks, Consumer<Event> sink) {
    var threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    long read = 0;
    for (byte[] bytes : blocks) {
      var block = new EventBlock(bytes, bytes.length, read + 1);
      while (block.hasNext()) {
        sink.accept(block.read());
        read++;
      }
    }
    return (double) (threads.getCurrentThreadCpuTime() - start) / read;
  }

  /// Without the warm-up.
  private static double median(double[] rounds) {
    double[] sorted = Arrays.copyOfRange(rounds, WARM_UP, rounds.length);
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
