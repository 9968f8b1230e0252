package dev.marquee.engine.retrieval.sources;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.retrieval.CandidateSource;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Scored;
import it.unimi.dsi.fastutil.ints.IntArrayList;

/// All eligible videos, in reverse order of their arrival; all scores are 0.
final class CatalogSource implements CandidateSource {

  @Override
  public Scored find(Query query, int k) {
    VideoTable videos = query.snapshot().videos();
    var found = new IntArrayList();
    for (int video = videos.size() - 1; video >= 0 && found.size() < k; video--) {
      if (query.eligibility().test(videos, video)) {
        found.add(video);
      }
    }
    return new Scored(found.toIntArray(), new float[found.size()]);
  }
}
