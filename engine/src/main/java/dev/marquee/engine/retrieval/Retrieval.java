package dev.marquee.engine.retrieval;

import dev.marquee.engine.models.Fusion;
import it.unimi.dsi.fastutil.ints.Int2ObjectLinkedOpenHashMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Runs all sources in parallel, each for its quota, and merges what they find.
///
/// A candidate records every source that found it. Candidates are ordered by their fused score,
/// which [Fusion] defines. The order in which sources finish makes no difference. Safe for use by
/// many threads.
public final class Retrieval {

  /// The minimum weight of a source, so that videos that only this source finds are ordered too.
  private static final float LEAST_WEIGHT = 0.005f;

  /// A source with its quota and its weight.
  ///
  /// @param name of the source
  /// @param label its display text
  /// @param quota the maximum number of candidates taken from it
  /// @param weight its weight in the fused score
  public record Share(
      String name, SourceLabel label, CandidateSource source, int quota, float weight) {

    /// A source whose name is also its reason.
    public Share(String name, CandidateSource source, int quota, float weight) {
      this(name, SourceLabel.of(name), source, quota, weight);
    }

    /// The same with another quota.
    Share of(int otherQuota) {
      return new Share(name, label, source, otherQuota, weight);
    }

    /// What the source finds, at most its quota.
    public Scored find(Query query) {
      return source.find(query, quota);
    }
  }

  /// The result of retrieval. Failed sources are listed here instead of causing an exception.
  ///
  /// @param candidates the best first
  /// @param found number of candidates by source
  /// @param failed error message by source
  public record RetrievalResult(
      List<Candidate> candidates, Map<String, Integer> found, Map<String, String> failed) {}

  private final List<Share> shares;
  private final double inverseTemperature;

  /// One per source: open while too many of its runs hang.
  private final List<CircuitBreaker> breakers;

  /// @param shares the last one is the fallback
  /// @param inverseTemperature β of [Fusion]; 0 if it was not learned
  public Retrieval(List<Share> shares, double inverseTemperature) {
    this.shares = List.copyOf(shares);
    this.inverseTemperature = inverseTemperature;
    this.breakers = shares.stream().map(_ -> new CircuitBreaker(SourceRuns.MOST_LATE, 0)).toList();
  }

  /// Retrieval before training, with the start weights of the sources.
  public Retrieval(List<Share> shares) {
    this(shares, 0);
  }

  public List<Share> shares() {
    return shares;
  }

  /// The breakers by source name.
  public Map<String, CircuitBreaker> breakers() {
    Map<String, CircuitBreaker> byName = new LinkedHashMap<>();
    for (int i = 0; i < shares.size(); i++) {
      byName.put(shares.get(i).name(), breakers.get(i));
    }
    return byName;
  }

  /// β of [Fusion].
  public double inverseTemperature() {
    return inverseTemperature;
  }

  /// Retrieval before the first training, from the sources that need no models.
  ///
  /// @param kinds the last one is the fallback
  public static Retrieval beforeTraining(List<SourceKind> kinds, SourceQuotas quotas) {
    List<Share> shares = new ArrayList<>();
    for (SourceKind kind : distinct(kinds)) {
      kind.beforeTraining()
          .map(share -> share.of(quotas.beforeTraining(kind, share)))
          .filter(share -> share.quota() > 0)
          .ifPresent(shares::add);
    }
    return new Retrieval(shares);
  }

  /// Retrieval over models, from all sources that have data.
  ///
  /// @param kinds the last one is the fallback
  public static Retrieval of(
      List<SourceKind> kinds, SourceKind.Learned learned, SourceQuotas quotas, Fusion fusion) {
    Fusion weights = fusion.weights().isEmpty() ? startWeights(kinds) : fusion;
    List<Share> shares = new ArrayList<>();
    for (SourceKind kind : distinct(kinds)) {
      int quota = quotas.of(kind);
      float weight = Math.max(LEAST_WEIGHT, weights.weight(kind.name()));
      if (quota > 0) {
        kind.opener()
            .open(learned)
            .map(source -> new Share(kind.name(), kind.label(), source, quota, weight))
            .ifPresent(shares::add);
      }
    }
    return new Retrieval(shares, weights.inverseTemperature());
  }

  private static Fusion startWeights(List<SourceKind> kinds) {
    return new Fusion(
        kinds.stream().collect(Collectors.toMap(SourceKind::name, SourceKind::startWeight)), 0);
  }

  private static List<SourceKind> distinct(List<SourceKind> kinds) {
    Set<String> names = new HashSet<>();
    for (SourceKind kind : kinds) {
      if (!names.add(kind.name())) {
        throw new IllegalArgumentException(
            "two candidate sources are called '%s': give one of them another name"
                .formatted(kind.name()));
      }
    }
    return kinds;
  }

  /// Returns candidates for a query. Sources that are not done at `deadlineNanos` (of
  /// [System#nanoTime]) are reported as failed, except the last one, the fallback, which is
  /// awaited.
  public RetrievalResult find(Query query, long deadlineNanos) {
    Int2ObjectLinkedOpenHashMap<Merging> merging = new Int2ObjectLinkedOpenHashMap<>();
    Map<String, Integer> found = new LinkedHashMap<>();
    Map<String, String> failed = new LinkedHashMap<>();
    var runs = new SourceRuns(query, shares, breakers);
    if (!shares.isEmpty()) {
      runs.runUntil(deadlineNanos);
    }
    for (int i = 0; i < shares.size(); i++) {
      Share share = shares.get(i);
      String name = share.name();
      Scored scored = runs.found(i);
      if (scored == null) {
        failed.put(name, runs.failed(i));
        continue;
      }
      found.put(name, scored.size());
      float[] parts = Fusion.parts(scored.scores(), scored.size());
      for (int rank = 0; rank < scored.size(); rank++) {
        merging
            .computeIfAbsent(scored.videos()[rank], Merging::new)
            .add(share, rank, scored.scores()[rank], share.weight() * parts[rank]);
      }
    }
    List<Candidate> candidates = new ArrayList<>(merging.size());
    merging.values().forEach(one -> candidates.add(one.candidate()));
    candidates.sort(
        Comparator.comparingDouble((Candidate candidate) -> -candidate.score())
            .thenComparingInt(Candidate::video));
    return new RetrievalResult(candidates, found, failed);
  }

  private static final class Merging {

    final int video;
    final List<Candidate.Found> found = new ArrayList<>(2);
    float score;
    float best = -1;

    Merging(int video) {
      this.video = video;
    }

    void add(Share by, int rank, float own, float part) {
      Candidate.Found find = new Candidate.Found(by.name(), by.label(), rank, own, part);
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
