package dev.marquee.engine.retrieval;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.AlsModel;
import dev.marquee.engine.models.AlsSignals;

/// Videos that go with what the viewer watched, by matrix factorisation.
///
/// The viewer's vector is folded in from the history at request time (Rendle et al., "Revisiting
/// the Performance of iALS on Item Recommendation Benchmarks", 2021), so a viewer whom training
/// never saw and a watch of a second ago count at once.
public final class AlsSource implements CandidateSource {

  private final AlsModel model;
  private final AlsSignals signals;

  /// The video of each of the model's items; -1 where the table lacks it.
  private final int[] videoOf;

  /// @param videos a table that has every video of the model
  public AlsSource(AlsModel model, VideoTable videos) {
    this(new AlsSignals(model), videos);
  }

  /// @param videos a table that has every video of the model
  public AlsSource(AlsSignals signals, VideoTable videos) {
    this.model = signals.model();
    this.signals = signals;
    this.videoOf = model.items().videos(videos);
  }

  @Override
  public String name() {
    return "als";
  }

  @Override
  public Scored find(Query query, int k) {
    float[] viewer = signals.viewer(query.user(), query.snapshot().videos());
    if (viewer.length == 0) {
      return Scored.NONE;
    }
    float[] scores = new float[videoOf.length];
    model.scoreAll(viewer, scores);
    return new BestItems(query, videoOf, k, -1).addAll(scores).scored();
  }

  /// Videos whose vectors point where this one's does, by cosine; none where training never met it.
  public Scored similar(Query query, int video, int k) {
    int item = model.items().item(query.snapshot().videos(), video);
    if (item < 0) {
      return Scored.NONE;
    }
    int d = model.dimension();
    float[] wanted = new float[d];
    float[] other = new float[d];
    model.vector(item, wanted, 0);
    float[] scores = new float[videoOf.length];
    float norm = (float) Math.sqrt(Vectors.squaredNorm(wanted, 0, d)) + 1e-9f;
    for (int i = 0; i < scores.length; i++) {
      model.vector(i, other, 0);
      float otherNorm = (float) Math.sqrt(Vectors.squaredNorm(other, 0, d)) + 1e-9f;
      scores[i] = Vectors.dot(wanted, other) / (norm * otherNorm);
    }
    return new BestItems(query, videoOf, k, video).addAll(scores).scored();
  }
}
