package dev.marquee.engine.ranking;

import dev.marquee.engine.retrieval.Candidate;
import dev.marquee.engine.retrieval.Query;
import java.util.List;

/// Orders candidates. The score of a candidate never depends on the other candidates. Safe for use
/// by many threads.
public interface Ranker {

  Ranking rank(Query query, List<Candidate> candidates);
}
