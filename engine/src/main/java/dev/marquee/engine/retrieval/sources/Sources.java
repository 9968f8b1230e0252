package dev.marquee.engine.retrieval.sources;

import dev.marquee.engine.models.ModelKinds;
import dev.marquee.engine.models.graph.RandomWalkSettings;
import dev.marquee.engine.retrieval.SourceKind;
import dev.marquee.engine.retrieval.SourceLabel;
import dev.marquee.engine.retrieval.SourceQuotas;
import dev.marquee.engine.state.UserState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The built-in candidate sources. Each is declared only here; `docs/sources.md` is generated from
/// it.
public final class Sources {

  private static final String BY_TASTE = "because of what you watched";

  public static final SourceKind TWO_TOWER =
      SourceKind.learned(
          "two-tower",
          new SourceLabel("videos whose vectors are nearest to the viewer's vector", BY_TASTE, 250),
          500,
          0.2,
          in ->
              new TwoTowerSource(
                  in.signals().twoTower(), in.models().index(), in.videos(), in.index()));

  public static final SourceKind ALS =
      SourceKind.learned(
          "als",
          new SourceLabel(
              "videos that match the viewer's watches, by matrix factorisation", BY_TASTE, 28),
          500,
          0.2,
          in -> new AlsSource(in.signals().als(), in.videos(), in.index()));

  public static final SourceKind GRAPH =
      SourceKind.learned(
          "graph",
          new SourceLabel("neighbours of the viewer's watches, by link propagation", BY_TASTE, 165),
          500,
          0.15,
          in ->
              new NeighbourSource(
                  in.models().get(ModelKinds.GRAPH), in.videos(), UserState.RECENCY));

  public static final SourceKind ITEM_TO_ITEM =
      SourceKind.learned(
          "item-to-item",
          new SourceLabel(
              "videos that the same viewers watched", "watched by viewers of the same videos", 330),
          300,
          0.1,
          in ->
              new NeighbourSource(
                  in.models().get(ModelKinds.ITEM_TO_ITEM), in.videos(), UserState.RECENCY));

  public static final SourceKind WALK =
      SourceKind.learned(
          "walk",
          new SourceLabel(
              "videos that random walks from the latest watches visit most often", BY_TASTE, 200),
          300,
          0.1,
          in ->
              new RandomWalkSource(
                  in.models().get(ModelKinds.WALK), RandomWalkSettings.defaults(), in.videos()));

  public static final SourceKind CONTENT =
      new SourceKind(
          "content",
          new SourceLabel(
              "videos similar to the latest watches, by the platform's vectors", BY_TASTE, 95),
          200,
          0.1,
          in ->
              ContentSource.over(in.videos(), UserState.RECENCY, in.index()).map(source -> source),
          Optional.empty());

  public static final SourceKind FOLLOWED =
      SourceKind.always(
              "followed",
              new SourceLabel(
                  "the latest videos of the followed channels", "from a channel you follow", 0),
              100,
              0.05,
              new FollowedSource())
          .beforeTraining(100, 0.3f);

  public static final SourceKind TRENDING =
      SourceKind.always(
              "trending",
              new SourceLabel(
                  "videos watched recently in the viewer's country",
                  "trending now",
                  "trending in %s",
                  55),
              300,
              0.05,
              ChartSource.trending())
          .beforeTraining(400, 1);

  public static final SourceKind POPULAR_30D =
      SourceKind.always(
              "popular-30d",
              new SourceLabel(
                  "the most watched videos of the last 30 days", "popular this month", 225),
              500,
              0.05,
              ChartSource.popular30d())
          .beforeTraining(400, 0.5f);

  public static final SourceKind FRESH =
      SourceKind.always(
              "fresh",
              new SourceLabel("the latest uploads", "new", 130),
              100,
              0.05,
              ChartSource.fresh())
          .beforeTraining(100, 0.1f);

  /// The fallback: needs no model and is always in memory.
  public static final SourceKind POPULAR =
      SourceKind.always(
              "popular",
              new SourceLabel("the most watched videos of all time", "popular", 300),
              500,
              0.05,
              ChartSource.popular())
          .beforeTraining(400, 0.5f);

  /// Not run for candidates: fills up a short feed from the rest of the catalog.
  public static final SourceKind CATALOG =
      SourceKind.always(
          "catalog",
          new SourceLabel("any video, the latest first", "available to you", 210),
          100,
          0,
          new CatalogSource());

  /// The sources that retrieve candidates, the fallback last.
  public static final List<SourceKind> ALL =
      List.of(
          TWO_TOWER,
          ALS,
          GRAPH,
          ITEM_TO_ITEM,
          WALK,
          CONTENT,
          FOLLOWED,
          TRENDING,
          POPULAR_30D,
          FRESH,
          POPULAR);

  /// The sources that fill up a short feed, in this order.
  public static final List<SourceKind> REFILL = List.of(POPULAR, CATALOG);

  private Sources() {}

  /// The default number of candidates of each built-in source.
  public static SourceQuotas quotas() {
    Map<String, Integer> quotas = new LinkedHashMap<>();
    ALL.forEach(kind -> quotas.put(kind.name(), kind.quota()));
    return new SourceQuotas(quotas);
  }

  /// The built-in sources with others inserted before the fallback.
  public static List<SourceKind> with(List<SourceKind> own) {
    List<SourceKind> all = new ArrayList<>(ALL);
    all.addAll(ALL.size() - 1, own);
    return List.copyOf(all);
  }
}
