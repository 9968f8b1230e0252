package dev.marquee.engine.ranking;

import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Signals;
import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.retrieval.Candidate;
import dev.marquee.engine.retrieval.Query;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Builds the feature rows of all candidates, predicts, and orders by the value of the objective.
///
/// @param version of the models, for the log
/// @param signals the learned scores in the model's feature rows
/// @param inverseTemperature β: the retrieval prior is proportional to e^(β · fused score); 0 if β
///   was not learned
public record ModelRanker(
    String version,
    RankerModel model,
    Signals signals,
    Objective objective,
    double inverseTemperature)
    implements Ranker {

  @Override
  public Ranking rank(Query query, List<Candidate> candidates) {
    int[] videos = candidates.stream().mapToInt(Candidate::video).toArray();
    FeatureRows rows =
        FeatureRows.build(
            query.snapshot(), query.user(), query.context(), query.request().at(), videos, signals);
    float[] pClick = new float[videos.length];
    float[] pWatch = new float[videos.length];
    model.predict(rows, pClick, pWatch);
    List<Slot> slots = new ArrayList<>(videos.length);
    float max = 0;
    for (Candidate candidate : candidates) {
      max = Math.max(max, candidate.score());
    }
    for (int i = 0; i < videos.length; i++) {
      float retrievalPrior =
          (float) Math.exp(inverseTemperature * (candidates.get(i).score() - max));
      double duration = query.snapshot().videos().details(videos[i]).durationSeconds();
      float value = objective.value(pClick[i], pWatch[i], duration, retrievalPrior);
      var prediction = new Prediction(pClick[i], pWatch[i], rows, i);
      slots.add(Slot.ranked(candidates.get(i), prediction, value));
    }
    slots.sort(
        Comparator.comparingDouble((Slot one) -> -one.value()).thenComparingInt(Slot::video));
    return new Ranking(version, slots);
  }
}
