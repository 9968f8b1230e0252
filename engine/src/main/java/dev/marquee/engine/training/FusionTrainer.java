package dev.marquee.engine.training;

import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.math.TopK;
import dev.marquee.engine.math.metrics.RankingMetrics;
import dev.marquee.engine.models.Fusion;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Learns the weight of each source's list from what users watched next.
///
/// Coordinate ascent on the mean NDCG@K of the fused lists (Metzler and Croft, "Linear
/// Feature-Based Models for Information Retrieval", 2007), started from the best of each source
/// alone and equal weights. On the training data, the fused list is never worse than its best
/// source.
///
/// @param cut K
/// @param threads number of threads; the result does not depend on it
public record FusionTrainer(int cut, int threads) {

  private static final int ROUNDS = 5;
  private static final int CHUNK = 64;

  /// Factors tried on a weight, the largest changes first.
  private static final double[] STEPS = {0, 0.25, 4, 0.5, 2, 0.75, 1.3};

  /// Minimum relative gain of a step: smaller gains are noise.
  private static final double LEAST_GAIN = 1e-4;

  public static FusionTrainer defaults() {
    return new FusionTrainer(100, Runtime.getRuntime().availableProcessors());
  }

  /// One user's lists and the relevant videos.
  ///
  /// @param lists by source, in the same order for all users
  /// @param relevant the videos that the user watched next
  public record Sample(List<Listed> lists, IntSet relevant) {}

  /// A list of one source.
  ///
  /// @param ids each once
  /// @param scores falling
  public record Listed(int[] ids, float[] scores) {}

  /// Learns a weight for each source.
  ///
  /// @param sources in the order of the samples' lists
  public Fusion train(List<String> sources, List<Sample> samples) throws InterruptedException {
    List<Merged> merged = new ArrayList<>();
    for (Sample sample : samples) {
      merged.add(Merged.of(sample));
    }
    double[] best = null;
    double max = -1;
    for (int start = -1; start < sources.size(); start++) {
      double[] weights = new double[sources.size()];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = start < 0 || start == i ? 1 : 0;
      }
      double value = value(merged, weights);
      if (value > max) {
        max = value;
        best = weights;
      }
    }
    double before = -1;
    for (int round = 0; round < ROUNDS && max > before * (1 + LEAST_GAIN); round++) {
      before = max;
      for (int source = 0; source < sources.size(); source++) {
        double weight = best[source] == 0 ? mean(best) : best[source];
        for (double step : STEPS) {
          double[] tried = best.clone();
          tried[source] = weight * step;
          double value = value(merged, tried);
          if (value > max * (1 + LEAST_GAIN)) {
            max = value;
            best = tried;
          }
        }
      }
    }
    Map<String, Double> weights = new LinkedHashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      weights.put(sources.get(i), best[i] / sum(best));
    }
    return new Fusion(weights, inverseTemperature(merged, best, sum(best)));
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum == 0 ? 1 : sum;
  }

  private static double mean(double[] values) {
    return sum(values) / values.length;
  }

  /// The mean NDCG@K over users with relevant candidates.
  private double value(List<Merged> merged, double[] weights) throws InterruptedException {
    double[] sums = new double[Math.ceilDiv(merged.size(), CHUNK)];
    new Parallel(threads)
        .overChunks(
            merged.size(),
            CHUNK,
            (chunk, from, to) -> {
              TopK top = new TopK(cut);
              for (int i = from; i < to; i++) {
                sums[chunk] += merged.get(i).ndcg(weights, cut, top);
              }
            });
    double sum = 0;
    for (double part : sums) {
      sum += part;
    }
    return merged.isEmpty() ? 0 : sum / merged.size();
  }

  /// The maximum likelihood β, if watched videos are drawn with probability proportional to e^(β ·
  /// fused); found by bisection, as the likelihood is concave.
  private static double inverseTemperature(List<Merged> merged, double[] weights, double scale) {
    double low = 0;
    double high = 16;
    for (int i = 0; i < 30; i++) {
      double middle = (low + high) / 2;
      double slope = 0;
      for (Merged one : merged) {
        slope += one.likelihoodSlope(weights, scale, middle);
      }
      if (slope > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /// One user's candidates, each once.
  private record Merged(int[] ids, float[][] parts, IntSet relevant) {

    static Merged of(Sample sample) {
      var places = new Int2IntOpenHashMap();
      places.defaultReturnValue(-1);
      for (Listed list : sample.lists()) {
        for (int id : list.ids()) {
          places.putIfAbsent(id, places.size());
        }
      }
      int[] ids = new int[places.size()];
      places.int2IntEntrySet().forEach(entry -> ids[entry.getIntValue()] = entry.getIntKey());
      float[][] parts = new float[sample.lists().size()][ids.length];
      for (int source = 0; source < parts.length; source++) {
        Listed list = sample.lists().get(source);
        float[] own = Fusion.parts(list.scores(), list.ids().length);
        for (int i = 0; i < own.length; i++) {
          parts[source][places.get(list.ids()[i])] = own[i];
        }
      }
      return new Merged(ids, parts, sample.relevant());
    }

    double ndcg(double[] weights, int cut, TopK top) {
      for (int i = 0; i < ids.length; i++) {
        float fused = (float) fused(weights, i);
        // A video found only by sources of weight 0 gets no rank, so ties can't favour it.
        if (fused > 0) {
          top.add(ids[i], fused);
        }
      }
      int[] ranked = new int[top.size()];
      top.drain(ranked, new float[ranked.length]);
      return RankingMetrics.ndcgAt(cut, ranked, relevant).orElse(0);
    }

    private double fused(double[] weights, int i) {
      double sum = 0;
      for (int source = 0; source < weights.length; source++) {
        sum += weights[source] * parts[source][i];
      }
      return sum;
    }

    /// The derivative in β of the mean log-likelihood of the relevant videos: their score less the
    /// expected score of the candidates.
    double likelihoodSlope(double[] weights, double scale, double inverseTemperature) {
      double max = 0;
      double[] fused = new double[ids.length];
      for (int i = 0; i < ids.length; i++) {
        fused[i] = fused(weights, i) / scale;
        max = Math.max(max, fused[i]);
      }
      double mass = 0;
      double expected = 0;
      double found = 0;
      int count = 0;
      for (int i = 0; i < ids.length; i++) {
        double weight = Math.exp(inverseTemperature * (fused[i] - max));
        mass += weight;
        expected += weight * fused[i];
        if (relevant.contains(ids[i])) {
          found += fused[i];
          count++;
        }
      }
      return count == 0 ? 0 : found / count - expected / mass;
    }
  }
}
