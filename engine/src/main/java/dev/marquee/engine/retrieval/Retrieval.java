package dev.marquee.engine.retrieval;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.models.Fusion;
import dev.marquee.engine.models.ModelSignals;
import dev.marquee.engine.models.RetrievalModels;
import dev.marquee.engine.models.graph.RandomWalkSettings;
import dev.marquee.engine.retrieval.sources.AlsSource;
import dev.marquee.engine.retrieval.sources.ChartSource;
import dev.marquee.engine.retrieval.sources.ContentSource;
import dev.marquee.engine.retrieval.sources.FollowedSource;
import dev.marquee.engine.retrieval.sources.NeighbourSource;
import dev.marquee.engine.retrieval.sources.RandomWalkSource;
import dev.marquee.engine.retrieval.sources.TwoTowerSource;
import dev.marquee.engine.state.UserState;
import it.unimi.dsi.fastutil.ints.Int2ObjectLinkedOpenHashMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// Asks every source for its quota, side by side, and merges what they find.
///
/// A video found twice keeps both finds, and merged candidates are ordered by their fused score, as
/// [Fusion] defines it. In which order sources end makes no difference. Safe for use by many
/// threads.
public final class Retrieval {

  /// What counts how much while no training has weighed the sources against each other.
  private static final Fusion UNLEARNED =
      new Fusion(
          Map.ofEntries(
              Map.entry("two-tower", 0.2),
              Map.entry("als", 0.2),
              Map.entry("graph", 0.15),
              Map.entry("item-to-item", 0.1),
              Map.entry("walk", 0.1),
              Map.entry("content", 0.1),
              Map.entry("followed", 0.05),
              Map.entry("trending", 0.05),
              Map.entry("popular-30d", 0.05),
              Map.entry("fresh", 0.05),
              Map.entry("popular", 0.05)),
          0);

  /// The least that a source counts once sources are weighed: what only it finds stands in an
  /// order, too.
  private static final float LEAST_WEIGHT = 0.005f;

  /// A source and how much it may say.
  ///
  /// @param quota the most candidates taken from it
  /// @param weight of what it says in the fused score
  public record Share(CandidateSource source, int quota, float weight) {}

  /// What retrieval gives: never an exception, a source that failed is named instead.
  ///
  /// @param candidates the best first
  /// @param found how many candidates each source gave
  /// @param failed what went wrong, by source
  public record Result(
      List<Candidate> candidates, Map<String, Integer> found, Map<String, String> failed) {}

  private final List<Share> shares;
  private final double inverseTemperature;

  /// Runs of each source that nobody waits for any more.
  private final AtomicIntegerArray late;

  /// @param shares the last one is the fallback
  /// @param inverseTemperature β of [Fusion]; 0 where nothing was learned
  public Retrieval(List<Share> shares, double inverseTemperature) {
    this.shares = List.copyOf(shares);
    this.inverseTemperature = inverseTemperature;
    this.late = new AtomicIntegerArray(shares.size());
  }

  /// Sources with weights that nobody learned.
  public Retrieval(List<Share> shares) {
    this(shares, 0);
  }

  /// The same with more sources, before the fallback.
  public Retrieval with(List<Share> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<Share> all = new ArrayList<>(shares);
    all.addAll(shares.size() - 1, more);
    return new Retrieval(all, inverseTemperature);
  }

  public List<Share> shares() {
    return shares;
  }

  /// β of [Fusion].
  public double inverseTemperature() {
    return inverseTemperature;
  }

  /// Retrieval before any training: what is watched lately, ever, and new.
  public static Retrieval withoutModels() {
    return new Retrieval(
        List.of(
            new Share(new FollowedSource(), 100, 0.3f),
            new Share(ChartSource.trending(), 400, 1),
            new Share(ChartSource.popular30d(), 400, 0.5f),
            new Share(ChartSource.fresh(), 100, 0.1f),
            new Share(ChartSource.popular(), 400, 0.5f)));
  }

  /// All sources over the models of a training run, and over the platform's own vectors where
  /// videos have some.
  ///
  /// @param videos a table that has every video of the models
  public static Retrieval of(RetrievalModels models, VideoTable videos, Fusion fusion) {
    return of(models, ModelSignals.of(models), videos, fusion);
  }

  /// The same with signals that are shared with the ranker.
  public static Retrieval of(
      RetrievalModels models, ModelSignals signals, VideoTable videos, Fusion fusion) {
    Fusion weights = fusion.weights().isEmpty() ? UNLEARNED : fusion;
    List<Share> shares = new ArrayList<>();
    add(shares, weights, new TwoTowerSource(signals.twoTower(), models.index(), videos), 500);
    add(shares, weights, new AlsSource(signals.als(), videos), 500);
    add(shares, weights, NeighbourSource.graph(models.graph(), videos, UserState.RECENCY), 500);
    add(
        shares,
        weights,
        NeighbourSource.itemToItem(models.itemToItem(), videos, UserState.RECENCY),
        300);
    add(
        shares,
        weights,
        new RandomWalkSource(models.walk(), RandomWalkSettings.defaults(), videos),
        300);
    ContentSource.over(videos, UserState.RECENCY)
        .ifPresent(content -> add(shares, weights, content, 200));
    add(shares, weights, new FollowedSource(), 100);
    add(shares, weights, ChartSource.trending(), 300);
    add(shares, weights, ChartSource.popular30d(), 500);
    add(shares, weights, ChartSource.fresh(), 100);
    add(shares, weights, ChartSource.popular(), 500);
    return new Retrieval(shares, weights.inverseTemperature());
  }

  private static void add(List<Share> shares, Fusion fusion, CandidateSource source, int quota) {
    float weight = Math.max(LEAST_WEIGHT, fusion.weight(source.name()));
    shares.add(new Share(source, quota, weight));
  }

  /// Candidates for a query; sources that are not done at `deadlineNanos` (of [System#nanoTime])
  /// are left out and named, except the last one, which is the fallback.
  public Result find(Query query, long deadlineNanos) {
    Int2ObjectLinkedOpenHashMap<Merging> merging = new Int2ObjectLinkedOpenHashMap<>();
    Map<String, Integer> found = new LinkedHashMap<>();
    Map<String, String> failed = new LinkedHashMap<>();
    var runs = new SourceRuns(query, shares, late);
    if (!shares.isEmpty()) {
      runs.runUntil(deadlineNanos);
    }
    for (int i = 0; i < shares.size(); i++) {
      Share share = shares.get(i);
      String name = share.source().name();
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
            .add(name, rank, scored.scores()[rank], share.weight() * parts[rank]);
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
    float best = -1;

    Merging(int video) {
      this.video = video;
    }

    void add(String source, int rank, float own, float part) {
      Candidate.Found find = new Candidate.Found(source, rank, own, part);
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
