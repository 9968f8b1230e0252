package dev.marquee.engine.evaluation;

import dev.marquee.engine.Progress;
import dev.marquee.engine.Request;
import dev.marquee.engine.index.VectorIndexKind;
import dev.marquee.engine.index.ivf.IvfIndex;
import dev.marquee.engine.math.Hashing;
import dev.marquee.engine.models.Fusion;
import dev.marquee.engine.models.ModelSignals;
import dev.marquee.engine.models.RetrievalModels;
import dev.marquee.engine.retrieval.Charts;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Retrieval;
import dev.marquee.engine.retrieval.Scored;
import dev.marquee.engine.retrieval.SourceKind;
import dev.marquee.engine.retrieval.SourceQuotas;
import dev.marquee.engine.retrieval.sources.Sources;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.engine.training.FusionLearner;
import dev.marquee.engine.training.FusionTrainer;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Asks every source of the funnel for viewers whose later watches are known, and weighs the
/// sources by them.
///
/// @param sources those of the funnel that will serve
/// @param quotas as there
/// @param index as there
public record SourceFusion(
    FusionTrainer trainer, List<SourceKind> sources, SourceQuotas quotas, VectorIndexKind index)
    implements FusionLearner {

  /// Viewers who are asked for.
  private static final int VIEWERS = 2_000;

  /// With fewer, weights would be learned from chance.
  private static final int LEAST_VIEWERS = 20;

  public static SourceFusion defaults() {
    return of(Sources.ALL, SourceQuotas.defaults(), IvfIndex.KIND);
  }

  public static SourceFusion of(
      List<SourceKind> sources, SourceQuotas quotas, VectorIndexKind index) {
    return new SourceFusion(FusionTrainer.defaults(), sources, quotas, index);
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
    var learned =
        new SourceKind.Learned(earlier, ModelSignals.of(earlier), snapshot.videos(), index);
    Retrieval retrieval = Retrieval.of(sources, learned, quotas, Fusion.NONE);
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
