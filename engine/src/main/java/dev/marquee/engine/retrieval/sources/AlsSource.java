package dev.marquee.engine.retrieval.sources;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.index.IndexSettings;
import dev.marquee.engine.index.VectorIndex;
import dev.marquee.engine.index.VectorIndexKind;
import dev.marquee.engine.index.VectorSource;
import dev.marquee.engine.index.ivf.IvfIndex;
import dev.marquee.engine.models.als.AlsModel;
import dev.marquee.engine.models.als.AlsScores;
import dev.marquee.engine.retrieval.CandidateSource;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Scored;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Videos that match the viewer's watches, by matrix factorisation.
///
/// The viewer's vector is folded in from the history at request time (Rendle et al., "Revisiting
/// the Performance of iALS on Item Recommendation Benchmarks", 2021), so new viewers are served and
/// new watches count at once.
public final class AlsSource implements CandidateSource {

  private final AlsScores scores;

  /// The items' vectors, by video.
  private final VectorIndex index;

  /// @param videos a table that contains every video of the model
  public AlsSource(AlsModel model, VideoTable videos) {
    this(new AlsScores(model), videos, IvfIndex.KIND);
  }

  /// Builds an index, which takes about 5 seconds for a million videos.
  ///
  /// @param videos a table that contains every video of the model
  /// @throws IllegalStateException if the thread is interrupted
  public AlsSource(AlsScores scores, VideoTable videos, VectorIndexKind kind) {
    AlsModel model = scores.model();
    this.scores = scores;
    int[] videoOf = model.items().videos(videos);
    int[] known = IntStream.range(0, videoOf.length).filter(item -> videoOf[item] >= 0).toArray();
    int[] ids = Arrays.stream(known).map(item -> videoOf[item]).toArray();
    this.index =
        kind.build(
            VectorSource.of(
                ids, (number, into, offset) -> model.vector(known[number], into, offset)),
            IndexSettings.of(model.dimension()));
  }

  @Override
  public Scored find(Query query, int k) {
    float[] viewer = scores.viewer(query.user(), query.snapshot().videos());
    if (viewer.length == 0) {
      return Scored.NONE;
    }
    VideoTable videos = query.snapshot().videos();
    return Scored.of(index.search(viewer, k, query.eligibility().in(videos)));
  }
}
