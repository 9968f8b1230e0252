package dev.marquee.engine.retrieval.sources;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.math.Hashing;
import dev.marquee.engine.models.graph.RandomWalk;
import dev.marquee.engine.models.graph.RandomWalkSettings;
import dev.marquee.engine.models.graph.WalkGraph;
import dev.marquee.engine.retrieval.CandidateSource;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Scored;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Videos that random walks from the viewer's recent watches visit most often.
///
/// See [RandomWalk]. Walks start at videos, so viewers and watches newer than the graph count at
/// once; videos newer than the graph are not found. The random seed depends only on the viewer and
/// the viewer's last event, so a replay and the next page of a feed repeat the same walks.
public final class RandomWalkSource implements CandidateSource {

  private final WalkGraph graph;
  private final RandomWalkSettings settings;

  /// The video of each item of the graph; -1 if the video table lacks it.
  private final int[] videoOf;

  private final ConcurrentLinkedQueue<RandomWalk> idle = new ConcurrentLinkedQueue<>();

  /// @param videos a table that contains every video of the graph
  public RandomWalkSource(WalkGraph graph, RandomWalkSettings settings, VideoTable videos) {
    this.graph = graph;
    this.settings = settings;
    this.videoOf = graph.items().videos(videos);
  }

  @Override
  public Scored find(Query query, int k) {
    int[] history = graph.items().history(query.user(), query.snapshot().videos());
    if (history.length == 0) {
      return Scored.NONE;
    }
    long seed = Hashing.mix(Hashing.ofString(query.user().user()), query.user().position());
    RandomWalk kept = idle.poll();
    RandomWalk walk = kept == null ? new RandomWalk(graph, settings) : kept;
    try {
      return new BestItems(query, videoOf, k, -1)
          .addAll(walk.from(history, new SplittableRandom(seed)))
          .scored();
    } finally {
      idle.add(walk);
    }
  }
}
