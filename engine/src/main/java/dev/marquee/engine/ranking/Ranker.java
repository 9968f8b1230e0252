package dev.marquee.engine.ranking;

import dev.marquee.engine.retrieval.Candidate;
import dev.marquee.engine.retrieval.Query;
import java.util.List;

/// Orders candidates. The score of one never depends on its neighbours. Safe for use by many
/// threads.
public interface Ranker {

  Ranking rank(Query query, List<Candidate> candidates);
}
