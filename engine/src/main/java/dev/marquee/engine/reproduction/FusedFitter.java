package dev.marquee.engine.reproduction;

import dev.marquee.engine.Progress;
import dev.marquee.engine.math.Hashing;
import dev.marquee.engine.math.TopK;
import dev.marquee.engine.models.Fusion;
import dev.marquee.engine.training.FusionTrainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Fuses several models' lists into one score, as retrieval fuses its sources: every model returns
/// its best items, and [Fusion] combines them with weights learned on pairs that the models were
/// not trained on.
///
/// @param parts by name
/// @param towers trained with the others, and stopped early on the same validation pairs
record FusedFitter(
    Map<String, Fitter> parts, TwoTowerFitter towers, int longest, long seed, int threads)
    implements Fitter {

  /// Number of users from whom weights are learned.
  private static final int LEARNED_FROM = 3_000;

  private static final String TOWERS = "two-tower";

  @Override
  public Scorer fit(Histories train, Optional<Histories> valid, Progress progress)
      throws InterruptedException {
    Holdout holdout = Holdout.of(train, valid, seed);
    List<String> names = new ArrayList<>(parts.keySet());
    names.add(TOWERS);
    List<Scorer> chosen = new ArrayList<>();
    for (Fitter part : parts.values()) {
      chosen.add(part.fit(holdout.fit(), Optional.of(holdout.valid()), progress));
    }
    TwoTowerFitter.Stopped stopped = towers.stopped(holdout, progress);
    Fusion fusion = equal(names);
    if (stopped.scorer() != null) {
      chosen.add(stopped.scorer());
      fusion = new FusionTrainer(20, threads).train(names, samples(holdout, chosen));
      progress.note("weights " + fusion.weights());
    }
    List<Scorer> fitted = new ArrayList<>();
    for (Fitter part : parts.values()) {
      fitted.add(part.fit(train, valid, progress));
    }
    fitted.add(towers.fit(train, stopped.epochs(), progress));
    return scorer(train, names, fitted, fusion);
  }

  private static Fusion equal(List<String> names) {
    Map<String, Double> weights = new java.util.HashMap<>();
    names.forEach(name -> weights.put(name, 1.0 / names.size()));
    return new Fusion(weights, 0);
  }

  private List<FusionTrainer.Sample> samples(Holdout holdout, List<Scorer> scorers) {
    List<EvaluationQuery> questions = EvaluationQuery.all(holdout.valid());
    float[] scores = new float[holdout.fit().items()];
    List<FusionTrainer.Sample> samples = new ArrayList<>();
    for (EvaluationQuery question : questions) {
      int user = question.user();
      boolean drawn = Hashing.bucket(Hashing.mix(seed, user), questions.size()) < LEARNED_FROM;
      if (drawn && holdout.fit().itemsOf(user).length > 0) {
        List<FusionTrainer.Listed> lists = new ArrayList<>();
        for (Scorer scorer : scorers) {
          lists.add(list(holdout.fit(), user, scorer, scores));
        }
        samples.add(new FusionTrainer.Sample(lists, question.relevant()));
      }
    }
    return samples;
  }

  /// A model's best items, without those that the user had.
  private FusionTrainer.Listed list(Histories train, int user, Scorer scorer, float[] scores) {
    scorer.score(user, scores);
    for (int item : train.itemsOf(user)) {
      scores[item] = Float.NaN;
    }
    TopK best = new TopK(longest);
    best.addAll(scores);
    int[] ids = new int[best.size()];
    float[] kept = new float[ids.length];
    best.drain(ids, kept);
    return new FusionTrainer.Listed(ids, kept);
  }

  private Scorer scorer(Histories train, List<String> names, List<Scorer> scorers, Fusion fusion) {
    return (user, into) -> {
      float[] scores = new float[train.items()];
      float[] fused = new float[train.items()];
      Arrays.fill(fused, -1);
      for (int part = 0; part < scorers.size(); part++) {
        float weight = fusion.weight(names.get(part));
        if (weight > 0) {
          FusionTrainer.Listed list = list(train, user, scorers.get(part), scores);
          float[] parts = Fusion.parts(list.scores(), list.ids().length);
          for (int i = 0; i < parts.length; i++) {
            int item = list.ids()[i];
            fused[item] = Math.max(0, fused[item]) + weight * parts[i];
          }
        }
      }
      System.arraycopy(fused, 0, into, 0, fused.length);
    };
  }
}
