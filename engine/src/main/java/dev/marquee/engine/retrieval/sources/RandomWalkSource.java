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

/// Videos that random walks from the viewer's recent watches visit most.
///
/// See [RandomWalk]. Walks start at videos, so viewers and watches later than the graph count at
/// once; videos later than it are not reached. Chance comes from the viewer and the last of the
/// viewer's events alone: a replay walks where serving walked, and so does the next page of a feed.
public final class RandomWalkSource implements CandidateSource {

  private final WalkGraph graph;
  private final RandomWalkSettings settings;

  /// The video of each of the graph's items; -1 where the video table lacks it.
  private final int[] videoOf;

  private final ConcurrentLinkedQueue<RandomWalk> idle = new ConcurrentLinkedQueue<>();

  /// @param videos a table that has every video of the graph
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
