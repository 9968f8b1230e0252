package dev.marquee.benchmarks;

import dev.marquee.engine.Request;
import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.Follow;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.Watch;
import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.models.Fusion;
import dev.marquee.engine.models.ModelKinds;
import dev.marquee.engine.models.ModelSignals;
import dev.marquee.engine.models.RetrievalModels;
import dev.marquee.engine.models.als.AlsLoss;
import dev.marquee.engine.models.als.AlsModel;
import dev.marquee.engine.models.graph.ItemNeighbours;
import dev.marquee.engine.models.graph.WalkGraph;
import dev.marquee.engine.models.twotower.HistoryReading;
import dev.marquee.engine.models.twotower.TwoTowerModel;
import dev.marquee.engine.retrieval.Charts;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Retrieval;
import dev.marquee.engine.retrieval.SourceKind;
import dev.marquee.engine.retrieval.SourceQuotas;
import dev.marquee.engine.retrieval.sources.Sources;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// How long does retrieval take with all sources, and how does this grow with the catalog?
///
/// Vectors are those of [IndexVectors], cluster by cluster; neighbours and the walk graph stay
/// within a video's neighbourhood, viewers within three, all with some popular videos. Guarded by
/// `RetrievalTest`.
///
/// Arguments, each `name=value`: `n` videos (100000), `d` (64), `viewers` (500), `rounds` (6).
public final class RetrievalSpeed {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final int CHANNELS = 5_000;
  private static final int NEIGHBOURHOOD = 1_000;
  private static final int NEIGHBOURS = 50;
  private static final int WATCHES = 30;
  private static final int INTERESTS = 3;
  private static final int GRAPH_USERS_A_VIDEO = 5;
  private static final int GRAPH_WATCHES = 20;

  private final int n;
  private final SplittableRandom random = new SplittableRandom(1);
  private final Fold fold = new Fold(FoldSettings.defaults());
  private long events;

  private RetrievalSpeed(int n) {
    this.n = n;
  }

  public static void main(String[] arguments) {
    Options options = new Options(arguments);
    var speed = new RetrievalSpeed(options.integer("n", 100_000));
    System.out.println("# " + Machine.describe());
    speed.run(
        options.integer("d", 64), options.integer("viewers", 500), options.integer("rounds", 6));
  }

  private void run(int d, int viewers, int rounds) {
    publish();
    for (int viewer = 0; viewer < viewers; viewer++) {
      watch("viewer" + viewer);
    }
    Snapshot snapshot = fold.snapshot();
    long start = System.nanoTime();
    RetrievalModels models = models(d);
    Retrieval retrieval =
        Retrieval.of(
            Sources.ALL,
            new SourceKind.Learned(models, ModelSignals.of(models), snapshot.videos()),
            SourceQuotas.defaults(),
            Fusion.NONE);
    System.out.printf(
        Locale.ROOT, "%,d videos, made in %.1f s%n", n, (System.nanoTime() - start) / 1e9);
    var charts = new Charts(snapshot, AT.plus(Duration.ofHours(1)));
    List<Query> queries = new ArrayList<>();
    for (int viewer = 0; viewer < viewers; viewer++) {
      var request = Request.of("viewer" + viewer, charts.at());
      queries.add(Query.of(request, snapshot, fold.users().read(request.user()), charts));
    }
    measure("all sources", rounds, queries, query -> all(retrieval, query));
    for (Retrieval.Share share : retrieval.shares()) {
      measure(share.name(), rounds, queries, query -> share.find(query).size());
    }
  }

  private static int all(Retrieval retrieval, Query query) {
    Retrieval.RetrievalResult result = retrieval.find(query, System.nanoTime() + 60_000_000_000L);
    if (!result.failed().isEmpty()) {
      throw new IllegalStateException(result.failed().toString());
    }
    return result.candidates().size();
  }

  private interface Work {
    int candidates(Query query);
  }

  private static void measure(String name, int rounds, List<Query> queries, Work work) {
    long candidates = 0;
    double[] millis = new double[rounds / 2 * queries.size()];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < queries.size(); i++) {
        long start = System.nanoTime();
        candidates += work.candidates(queries.get(i));
        // The first half warms up.
        if (round >= rounds - rounds / 2) {
          millis[(round - (rounds - rounds / 2)) * queries.size() + i] =
              (System.nanoTime() - start) / 1e6;
        }
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "%-12s %6.0f candidates  p50 %7.3f ms  p99 %7.3f ms%n",
        name,
        candidates / (double) rounds / queries.size(),
        millis[millis.length / 2],
        millis[millis.length * 99 / 100]);
  }

  private void add(Event event) {
    fold.apply(++events, event);
  }

  private void publish() {
    for (int video = 0; video < n; video++) {
      var details =
          new VideoDetails(
              "",
              "channel" + video % CHANNELS,
              List.of(),
              "en",
              List.of(),
              0,
              60,
              AT.minusSeconds(video),
              "",
              Map.of());
      add(new VideoPublished("e" + video, AT, "video" + video, details));
    }
  }

  private void watch(String viewer) {
    int[] centres = random.ints(INTERESTS, 0, n).toArray();
    for (int i = 0; i < WATCHES; i++) {
      String video = "video" + near(centres[i % INTERESTS]);
      add(new Impression("i" + events, AT, viewer, video, "", -1, new Context("", "", "")));
      add(new Click("c" + events, AT, viewer, video, ""));
      add(new Watch("w" + events, AT, viewer, video, "", 60, 60, Watch.Completion.COMPLETED, true));
    }
    for (int i = 0; i < 3; i++) {
      add(new Follow("f" + events, AT, viewer, "channel" + random.nextInt(CHANNELS)));
    }
  }

  /// A video of the neighbourhood or, with probability 1/5, a popular one.
  private int near(int centre) {
    if (random.nextInt(5) == 0) {
      return (int) (n * Math.pow(random.nextDouble(), 4));
    }
    return (centre + random.nextInt(NEIGHBOURHOOD)) % n;
  }

  private RetrievalModels models(int d) {
    List<String> ids = IntStream.range(0, n).mapToObj(video -> "video" + video).toList();
    float[] vectors = IndexVectors.generate(n, d, 0, 1, true).vectors();
    var als = new AlsModel(new AlsLoss(0.1, 0.003, 1), d, ids, vectors);
    float[] identity = new float[d * d];
    for (int i = 0; i < d; i++) {
      identity[i * d + i] = 1;
    }
    var towers =
        new TwoTowerModel(
            d,
            0.1,
            new TwoTowerModel.ItemRows(ids, vectors, new float[n]),
            TwoTowerModel.TokenRows.NONE,
            TwoTowerModel.TokenRows.NONE,
            TwoTowerModel.Maps.withoutContent(identity),
            HistoryReading.mean(50, 0));
    var neighbours = new ItemNeighbours(als.items(), table(n, NEIGHBOURS));
    var walk =
        new WalkGraph(
            als.items(),
            table(n / GRAPH_USERS_A_VIDEO, GRAPH_WATCHES),
            WalkGraph.Exponents.defaults());
    return RetrievalModels.NONE
        .with(ModelKinds.ALS, als)
        .with(ModelKinds.TWO_TOWER, towers)
        .with(ModelKinds.ITEM_TO_ITEM, neighbours)
        .with(ModelKinds.GRAPH, neighbours)
        .with(ModelKinds.WALK, walk);
  }

  /// Rows within neighbourhoods, of at most `max` videos each.
  private CsrMatrix table(int rows, int max) {
    int[] starts = new int[rows + 1];
    int[] columns = new int[rows * max];
    float[] weights = new float[columns.length];
    int at = 0;
    for (int row = 0; row < rows; row++) {
      int centre = (int) ((long) row * n / rows);
      int[] some = IntStream.range(0, max).map(i -> near(centre)).sorted().distinct().toArray();
      for (int column : some) {
        columns[at] = column;
        weights[at++] = 0.1f + random.nextFloat();
      }
      starts[row + 1] = at;
    }
    return CsrMatrix.ofParts(n, starts, Arrays.copyOf(columns, at), Arrays.copyOf(weights, at));
  }
}
