package dev.marquee.engine.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.math.TopK;
import dev.marquee.engine.math.metrics.RankingMetrics;
import dev.marquee.engine.models.Fusion;
import dev.marquee.engine.training.FusionTrainer.Listed;
import dev.marquee.engine.training.FusionTrainer.Sample;
import dev.marquee.testkit.Seed;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FusionTrainerTest {

  private static final int CUT = 5;
  private static final List<String> SOURCES = List.of("sharp", "dull", "noise");

  private final long seed;
  private final FusionTrainer trainer = new FusionTrainer(CUT, 2);

  FusionTrainerTest(@Seed long seed) {
    this.seed = seed;
  }

  @Test
  void theFusedListIsNoWorseThanItsBestSource() throws InterruptedException {
    for (int run = 0; run < 20; run++) {
      var random = new SplittableRandom(seed + run);
      double[] signals = {random.nextDouble(3), random.nextDouble(3), random.nextDouble(3)};
      List<Sample> samples = samples(random, signals);
      Fusion fusion = trainer.train(SOURCES, samples);
      for (String source : SOURCES) {
        Fusion alone = new Fusion(Map.of(source, 1.0), 0);
        assertThat(ndcg(samples, fusion))
            .as("against %s alone, seed %d", source, seed + run)
            .isGreaterThanOrEqualTo(ndcg(samples, alone) - 1e-9);
      }
    }
  }

  @Test
  void whatKnowsMoreCountsForMoreAndNoiseForNothing() throws InterruptedException {
    List<Sample> samples = samples(new SplittableRandom(seed), 2, 1, 0);
    Fusion fusion = trainer.train(SOURCES, samples);
    assertThat(fusion.weight("sharp")).isGreaterThan(fusion.weight("dull"));
    assertThat(fusion.weight("dull")).isGreaterThan(fusion.weight("noise"));
    assertThat(fusion.weight("noise")).isLessThan(0.25f);
    assertThat(fusion.weights().values().stream().mapToDouble(weight -> weight).sum())
        .isBetween(0.999, 1.001);
  }

  @Test
  void listsThatSayNothingAreNotTrusted() throws InterruptedException {
    double none =
        trainer.train(SOURCES, samples(new SplittableRandom(seed), 0, 0, 0)).inverseTemperature();
    double some =
        trainer.train(SOURCES, samples(new SplittableRandom(seed), 1, 1, 1)).inverseTemperature();
    assertThat(none).as("seed %d", seed).isLessThan(0.5).isLessThan(some);
  }

  @Test
  void threadsDoNotChangeIt() throws InterruptedException {
    List<Sample> samples = samples(new SplittableRandom(seed), 2, 1, 0);
    assertThat(new FusionTrainer(CUT, 3).train(SOURCES, samples))
        .isEqualTo(new FusionTrainer(CUT, 1).train(SOURCES, samples));
  }

  @Test
  void withoutAnybodyAllSourcesAreAlike() throws InterruptedException {
    Fusion fusion = trainer.train(SOURCES, List.of());
    assertThat(fusion.weights().values()).containsOnly(1 / 3.0);
  }

  @Test
  void aSourceThatFindsNothingIsNoTrouble() throws InterruptedException {
    Listed none = new Listed(new int[0], new float[0]);
    Listed found = new Listed(new int[] {4, 2}, new float[] {1, .5f});
    Fusion fusion =
        trainer.train(
            List.of("empty", "full"),
            List.of(
                new Sample(List.of(none, found), IntSet.of(4)),
                new Sample(List.of(none, none), IntSet.of(9))));
    assertThat(fusion.weight("full")).isPositive();
  }

  /// 200 users of 60 items, 3 of them relevant: what a source says of one is noise and, for what is
  /// relevant, its signal. Each lists its best 30.
  private static List<Sample> samples(SplittableRandom random, double... signals) {
    List<Sample> samples = new ArrayList<>();
    for (int user = 0; user < 200; user++) {
      IntSet relevant = new IntOpenHashSet(random.ints(0, 60).distinct().limit(3).toArray());
      List<Listed> lists = new ArrayList<>();
      for (double signal : signals) {
        TopK best = new TopK(30);
        for (int item = 0; item < 60; item++) {
          double score = random.nextGaussian() + (relevant.contains(item) ? signal : 0);
          best.add(item, (float) score);
        }
        int[] ids = new int[best.size()];
        float[] scores = new float[ids.length];
        best.drain(ids, scores);
        lists.add(new Listed(ids, scores));
      }
      samples.add(new Sample(lists, relevant));
    }
    return samples;
  }

  private static double ndcg(List<Sample> samples, Fusion fusion) {
    double sum = 0;
    for (Sample sample : samples) {
      Map<Integer, Float> fused = new HashMap<>();
      for (int source = 0; source < SOURCES.size(); source++) {
        Listed list = sample.lists().get(source);
        float[] parts = Fusion.parts(list.scores(), list.ids().length);
        for (int i = 0; i < parts.length; i++) {
          float part = fusion.weight(SOURCES.get(source)) * parts[i];
          fused.merge(list.ids()[i], part, Float::sum);
        }
      }
      TopK top = new TopK(CUT);
      fused.forEach(top::add);
      sum += RankingMetrics.ndcgAt(CUT, top.ids(), sample.relevant()).orElse(0);
    }
    return sum / samples.size();
  }
}
