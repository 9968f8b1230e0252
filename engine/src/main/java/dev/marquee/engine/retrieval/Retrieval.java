package dev.marquee.engine.retrieval;

import it.unimi.dsi.fastutil.ints.Int2ObjectLinkedOpenHashMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Asks every source for its quota and merges what they find.
///
/// A video found twice keeps both finds. Merged candidates are ordered by reciprocal rank fusion
/// (Cormack, Clarke and Büttcher, SIGIR 2009): Σ weight / (60 + rank) over the sources that found
/// it.
public record Retrieval(List<Share> shares) {

  private static final float RANK_OFFSET = 60;

  /// A source and how much it may say.
  ///
  /// @param quota the most candidates taken from it
  /// @param weight of its ranks in the fused score
  public record Share(CandidateSource source, int quota, float weight) {}

  /// What retrieval gives: never an exception, a source that failed is named instead.
  ///
  /// @param candidates the best first
  /// @param found how many candidates each source gave
  /// @param failed what went wrong, by source
  public record Result(
      List<Candidate> candidates, Map<String, Integer> found, Map<String, String> failed) {}

  public Retrieval {
    shares = List.copyOf(shares);
  }

  /// Candidates for a query; sources whose turn comes after `deadlineNanos` (of [System#nanoTime])
  /// are left out and named, except the last one, which is the fallback.
  public Result find(Query query, long deadlineNanos) {
    Int2ObjectLinkedOpenHashMap<Merging> merging = new Int2ObjectLinkedOpenHashMap<>();
    Map<String, Integer> found = new LinkedHashMap<>();
    Map<String, String> failed = new LinkedHashMap<>();
    for (int i = 0; i < shares.size(); i++) {
      Share share = shares.get(i);
      String name = share.source().name();
      if (System.nanoTime() - deadlineNanos > 0 && i < shares.size() - 1) {
        failed.put(name, "no time left");
        continue;
      }
      try {
        Scored scored = share.source().find(query, share.quota());
        found.put(name, scored.size());
        for (int rank = 0; rank < scored.size(); rank++) {
          merging
              .computeIfAbsent(scored.videos()[rank], Merging::new)
              .add(name, rank, scored.scores()[rank], share.weight());
        }
      } catch (RuntimeException e) {
        failed.put(name, e.getMessage() == null ? e.toString() : e.getMessage());
      }
    }
    List<Candidate> candidates = new ArrayList<>(merging.size());
    merging.values().forEach(one -> candidates.add(one.candidate()));
    candidates.sort(
        Comparator.comparingDouble((Candidate candidate) -> -candidate.score())
            .thenComparingInt(Candidate::video));
    return new Result(candidates, found, failed);
  }

  private static final class Merging {

    final int video;
    final List<Candidate.Found> found = new ArrayList<>(2);
    float score;
    float best;

    Merging(int video) {
      this.video = video;
    }

    void add(String source, int rank, float own, float weight) {
      float part = weight / (RANK_OFFSET + rank);
      Candidate.Found find = new Candidate.Found(source, rank, own);
      if (part > best) {
        found.addFirst(find);
        best = part;
      } else {
        found.add(find);
      }
      score += part;
    }

    Candidate candidate() {
      return new Candidate(video, List.copyOf(found), score);
    }
  }
}
