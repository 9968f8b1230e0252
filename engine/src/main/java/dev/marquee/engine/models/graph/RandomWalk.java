package dev.marquee.engine.models.graph;

import dev.marquee.engine.math.SparseSums;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Random walks from the items of a history: the items visited most fit it best.
///
/// Pixie (Eksombatchai et al., "Pixie: A System for Recommending 3+ Billion Items to 200+ Million
/// Users in Real-Time", 2018) on a [WalkGraph]. Its edge probabilities make the scores converge to
/// those of link propagation if the boost and the early stop are off.
///
/// A step goes from an item through a user to an item. The steps that leave one item of the history
/// are not independent draws: they cover the square of user × item evenly, from a random corner.
/// Each point is uniformly distributed, so scores are unbiased, but the error falls nearly as 1 / n
/// instead of 1 / √n (randomised quasi-Monte Carlo; Cranley and Patterson, 1976). Later steps of a
/// walk are drawn independently.
///
/// [#LANES] walks run in lockstep: each step has four cache misses, and those of all lanes overlap.
/// Holds about 600 KB of reusable scratch; not safe for use by many threads.
public final class RandomWalk {

  /// Number of walks in lockstep.
  private static final int LANES = 32;

  /// The two fractions of 2^64 whose multiples fill a square most evenly: 1 / ρ and 1 / ρ², where
  /// ρ³ = ρ + 1 (Roberts, "The Unreasonable Effectiveness of Quasirandom Sequences", 2018).
  private static final long TO_USER = 0xC13FA9A902A6328FL;

  private static final long TO_ITEM = 0x91E10DA5C79E7B1DL;

  private final WalkGraph graph;
  private final RandomWalkSettings settings;
  private final SparseSums visits;
  private final SparseSums scores;
  private final int[] at = new int[LANES];
  private final int[] places = new int[LANES];
  private final long[] bits = new long[LANES];
  private final boolean[] onward = new boolean[LANES];
  private long stepsTaken;

  public RandomWalk(WalkGraph graph, RandomWalkSettings settings) {
    this.graph = graph;
    this.settings = settings;
    int max = Math.min(settings.steps(), 20_000);
    this.visits = new SparseSums(max);
    this.scores = new SparseSums(max);
  }

  /// Walks from the items of a history.
  ///
  /// @param history items of the graph, each once, the latest first
  /// @param random the only source of randomness
  /// @return scores of the visited items, valid until the next call; without the boost in the unit
  ///   of link propagation scores
  public SparseSums from(int[] history, RandomGenerator random) {
    scores.clear();
    double all = total(history);
    int starts = 0;
    for (int item : history) {
      starts += graph.reach(item) > 0 ? 1 : 0;
    }
    // With more items than steps, the earliest watches get no steps.
    int spare = Math.max(0, settings.steps() - starts);
    int left = settings.steps();
    double weight = 1;
    for (int item : history) {
      double share = weight * graph.reach(item);
      weight *= settings.recency();
      if (share > 0 && left > 0) {
        int budget = 1 + (int) (spare * (share / all));
        left -= budget;
        int steps = walk(item, budget, random);
        stepsTaken += steps;
        collect(share / steps);
      }
    }
    if (settings.boost()) {
      square();
    }
    return scores;
  }

  /// Number of steps taken since construction; shows what an early stop saves.
  public long stepsTaken() {
    return stepsTaken;
  }

  private double total(int[] history) {
    double total = 0;
    double weight = 1;
    for (int item : history) {
      total += weight * graph.reach(item);
      weight *= settings.recency();
    }
    return total;
  }

  /// Counts visits of walks from one item, and returns the number of steps.
  private int walk(int start, int budget, RandomGenerator random) {
    AliasTables usersOf = graph.usersOf();
    AliasTables itemsOf = graph.itemsOf();
    int often = 0;
    int taken = 0;
    Arrays.fill(at, start);
    Arrays.fill(onward, false);
    long user = random.nextLong();
    long item = random.nextLong();
    while (taken < budget && (settings.enough() == 0 || often < settings.enough())) {
      int lanes = Math.min(LANES, budget - taken);
      for (int lane = 0; lane < lanes; lane++) {
        user += TO_USER;
        bits[lane] = onward[lane] ? random.nextLong() : user;
      }
      usersOf.places(at, bits, lanes, places);
      usersOf.columns(places, bits, lanes, at);
      for (int lane = 0; lane < lanes; lane++) {
        item += TO_ITEM;
        bits[lane] = onward[lane] ? random.nextLong() : item;
      }
      itemsOf.places(at, bits, lanes, places);
      itemsOf.columns(places, bits, lanes, at);
      for (int lane = 0; lane < lanes; lane++) {
        if (visits.add(at[lane], 1) == settings.visits()) {
          often++;
        }
      }
      taken += lanes;
      for (int lane = 0; lane < lanes; lane++) {
        onward[lane] = settings.continuation() > 0 && random.nextDouble() < settings.continuation();
        at[lane] = onward[lane] ? at[lane] : start;
      }
    }
    return taken;
  }

  /// Adds the visits to the scores and resets them.
  private void collect(double worth) {
    for (int i = 0; i < visits.size(); i++) {
      float score = (float) (worth * visits.sum(i));
      scores.add(visits.key(i), settings.boost() ? (float) Math.sqrt(score) : score);
    }
    visits.clear();
  }

  private void square() {
    for (int i = 0; i < scores.size(); i++) {
      scores.replace(i, scores.sum(i) * scores.sum(i));
    }
  }
}
