package dev.marquee.server.cli;

import dev.marquee.engine.reproduction.Reproduction;
import java.util.List;
import java.util.Optional;

/// Results that others published for a data set and protocol, to print next to our own.
///
/// @param source where the results were published
/// @param users number of users in the training files
/// @param items number of items in the training files
/// @param trainPairs number of user-item pairs in the training files
/// @param testPairs number of user-item pairs in the test file
/// @param columns the metrics, as [dev.marquee.engine.reproduction.RankedLists] names them
record PublishedTable(
    String source,
    int users,
    int items,
    int trainPairs,
    int testPairs,
    List<String> columns,
    List<Row> rows) {

  /// The results of a published model.
  ///
  /// @param figures the results in column order; NaN if the source gives none
  record Row(String model, List<Double> figures) {

    static Row of(String model, Double... figures) {
      return new Row(model, List.of(figures));
    }
  }

  private static final double NONE = Double.NaN;

  private static final PublishedTable GOWALLA =
      new PublishedTable(
          "Gowalla, the split of LightGCN: BARS leaderboard, and the READMEs of LightGCN and NESCL",
          29_858,
          40_981,
          810_128,
          217_242,
          List.of("recall@20", "ndcg@20", "recall@50", "ndcg@50", "hr@20"),
          List.of(
              Row.of("ItemCF (cosine)", .1570, .1214, .2549, .1527, .5094),
              Row.of("Item2Vec", .1326, .1057, .2158, .1320, .4743),
              Row.of("MF-BPR", .1627, .1378, .2533, .1662, .5544),
              Row.of("SLIM", .1699, .1382, .2658, .1687, .5564),
              Row.of("YoutubeDNN (two-tower)", .1754, .1473, .2711, .1772, .5628),
              Row.of("EASE^R", .1765, .1467, .2701, .1760, .5727),
              Row.of("GF-CF (closed form)", .1849, .1518, NONE, NONE, NONE),
              Row.of("LightGCN (BARS run)", .1820, .1547, .2821, .1859, .5924),
              Row.of("LightGCN (paper)", .1830, .1554, NONE, NONE, NONE),
              Row.of("MF-CCL", .1837, .1493, .2871, .1816, .5840),
              Row.of("UltraGCN", .1862, .1580, NONE, NONE, NONE),
              Row.of("SimpleX", .1872, .1557, .2874, .1868, .5927),
              Row.of("LT-OCF", .1875, .1574, NONE, NONE, NONE),
              Row.of("BSPM-EM (closed form)", .1920, .1597, NONE, NONE, NONE),
              Row.of("NESCL", .1917, .1617, NONE, NONE, NONE)));

  private static final PublishedTable ML_1M =
      new PublishedTable(
          "MovieLens 1M five-star pairs, the split of SpectralCF: Ferrari Dacrema et al., \"A"
              + " Troubling Analysis\" (2021), table 32",
          6_014,
          3_068,
          179_207,
          47_103,
          List.of("recall@20", "map@20", "recall@60", "map@60", "recall@100", "map@100"),
          List.of(
              Row.of("TopPopular", .0382, .0065, .1207, .0101, .2286, .0127),
              Row.of("UserKNN cosine", .0917, .0193, .2100, .0246, .2868, .0267),
              Row.of("ItemKNN cosine", .0676, .0143, .1632, .0185, .2326, .0203),
              Row.of("P3alpha", .1218, .0256, .2696, .0335, .3583, .0367),
              Row.of("RP3beta", .0916, .0192, .2216, .0254, .3171, .0284),
              Row.of("EASE^R", .0956, .0212, .1983, .0259, .2651, .0278),
              Row.of("PureSVD", .0828, .0172, .1833, .0219, .2472, .0236),
              Row.of("iALS", .0868, .0188, .1933, .0235, .2621, .0252)));

  /// The table for the data that were read, recognised by their counts; empty for candidate lists
  /// and sequences.
  static Optional<PublishedTable> of(Reproduction reproduction) {
    int asked = reproduction.questions().stream().mapToInt(it -> it.relevant().size()).sum();
    return reproduction.questions().stream().allMatch(question -> question.listed().isEmpty())
        ? List.of(GOWALLA, ML_1M).stream()
            .filter(
                table ->
                    table.users == reproduction.train().users()
                        && table.items == reproduction.train().items()
                        && table.trainPairs == reproduction.train().pairs()
                        && table.testPairs == asked)
            .findFirst()
        : Optional.empty();
  }
}
