package dev.marquee.engine.evaluation;

import dev.marquee.engine.Progress;
import dev.marquee.engine.Request;
import dev.marquee.engine.math.Hashing;
import dev.marquee.engine.models.Fusion;
import dev.marquee.engine.models.ModelSignals;
import dev.marquee.engine.models.RetrievalModels;
import dev.marquee.engine.retrieval.Charts;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Retrieval;
import dev.marquee.engine.retrieval.Scored;
import dev.marquee.engine.serving.FunnelFactory;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.engine.training.FusionLearner;
import dev.marquee.engine.training.FusionTrainer;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Retrieves from every source of the funnel for viewers whose later watches are known, and learns
/// the source weights from these.
///
/// @param funnels creates the funnel that will serve
public record SourceFusion(FusionTrainer trainer, FunnelFactory funnels) implements FusionLearner {

  /// Viewers to retrieve for.
  private static final int VIEWERS = 2_000;

  /// With fewer viewers, weights would fit noise.
  private static final int LEAST_VIEWERS = 20;

  public static SourceFusion defaults() {
    return of(FunnelFactory.defaults());
  }

  /// Uses the sources of the funnels that will serve.
  public static SourceFusion of(FunnelFactory funnels) {
    return new SourceFusion(FusionTrainer.defaults(), funnels);
  }

  @Override
  public Fusion learn(
      RetrievalModels earlier,
      Fold then,
      Instant at,
      Map<String, IntSet> relevant,
      Progress progress)
      throws InterruptedException {
    List<String> viewers =
        relevant.keySet().stream()
            .filter(
                user ->
                    Hashing.bucket(Hashing.mix(Hashing.ofString(user)), relevant.size()) < VIEWERS)
            .sorted()
            .toList();
    if (viewers.size() < LEAST_VIEWERS) {
      return Fusion.NONE;
    }
    Snapshot snapshot = then.snapshot();
    Charts charts = new Charts(snapshot, at);
    Retrieval retrieval =
        funnels.retrieval(earlier, ModelSignals.of(earlier), snapshot.videos(), Fusion.NONE);
    List<FusionTrainer.Sample> samples = new ArrayList<>();
    for (int i = 0; i < viewers.size(); i++) {
      String user = viewers.get(i);
      Query query = Query.of(Request.of(user, at), snapshot, then.users().read(user), charts);
      List<FusionTrainer.Listed> lists = new ArrayList<>();
      for (Retrieval.Share share : retrieval.shares()) {
        Scored found = share.find(query);
        lists.add(new FusionTrainer.Listed(found.videos(), found.scores()));
      }
      samples.add(new FusionTrainer.Sample(lists, relevant.get(user)));
      progress.step("asking sources for viewers", i + 1, viewers.size());
    }
    List<String> names = retrieval.shares().stream().map(Retrieval.Share::name).toList();
    return trainer.train(names, samples);
  }
}
