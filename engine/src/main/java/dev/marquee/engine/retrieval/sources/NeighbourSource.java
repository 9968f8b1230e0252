package dev.marquee.engine.retrieval.sources;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.math.SparseSums;
import dev.marquee.engine.models.graph.ItemNeighbours;
import dev.marquee.engine.retrieval.CandidateSource;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Scored;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Videos that match the viewer's watches, by a table of each video's neighbours.
///
/// See [ItemNeighbours]. Viewers and watches newer than the table count at once; videos newer than
/// the table are not found.
public final class NeighbourSource implements CandidateSource {

  private final ItemNeighbours neighbours;
  private final float recency;

  /// The video of each item of the neighbour table; -1 if the video table lacks it.
  private final int[] videoOf;

  private final ConcurrentLinkedQueue<SparseSums> idle = new ConcurrentLinkedQueue<>();

  /// @param videos a table that contains every video of the neighbours
  /// @param recency weight of a watch relative to the one after it, above 0 and at most 1
  public NeighbourSource(ItemNeighbours neighbours, VideoTable videos, float recency) {
    if (!(recency > 0 && recency <= 1)) {
      throw new IllegalArgumentException("recency must be above 0 and at most 1, was " + recency);
    }
    this.neighbours = neighbours;
    this.recency = recency;
    this.videoOf = neighbours.items().videos(videos);
  }

  @Override
  public Scored find(Query query, int k) {
    return best(query, neighbours.items().history(query.user(), query.snapshot().videos()), k, -1);
  }

  /// The neighbours of a video; none if the table does not contain it.
  public Scored similar(Query query, int video, int k) {
    int item = neighbours.items().item(query.snapshot().videos(), video);
    return item < 0 ? Scored.NONE : best(query, new int[] {item}, k, video);
  }

  private Scored best(Query query, int[] history, int k, int except) {
    if (history.length == 0) {
      return Scored.NONE;
    }
    SparseSums kept = idle.poll();
    SparseSums scores = kept == null ? new SparseSums(8_192) : kept;
    try {
      neighbours.add(history, recency, scores);
      return new BestItems(query, videoOf, k, except).addAll(scores).scored();
    } finally {
      scores.clear();
      idle.add(scores);
    }
  }
}
