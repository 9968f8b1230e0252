package dev.marquee.server.cli;

import dev.marquee.engine.reproduction.Reproduction;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/// Prints a reproduction as tables: all metrics by cut-off and, for a known data set, the published
/// rows next to ours.
final class RankingTable {

  private static final List<Integer> CUTS = List.of(5, 10, 20, 50, 60, 100);

  private static final Map<String, String> TITLES =
      Map.of(
          "recall", "Recall", "ndcg", "NDCG", "hr", "HR", "map", "MAP", "precision", "Precision");

  private RankingTable() {}

  static void print(
      PrintStream out, String model, Reproduction reproduction, Map<String, Double> metrics) {
    out.printf(
        "%s: %,d users, %,d items and %,d pairs to train on; %,d lists to rank%n%n",
        model,
        reproduction.train().users(),
        reproduction.train().items(),
        reproduction.train().pairs(),
        reproduction.questions().size());
    out.printf("%-6s", "K");
    List<String> names = List.of("recall", "ndcg", "hr", "map", "precision");
    names.forEach(name -> out.printf(" %11s", TITLES.get(name) + "@K"));
    out.println();
    for (int cut : CUTS) {
      out.printf("%-6d", cut);
      names.forEach(name -> out.printf(" %11s", cell(metrics.get(name + "@" + cut))));
      out.println();
    }
    PublishedTable.of(reproduction).ifPresent(table -> beside(out, model, table, metrics));
  }

  private static void beside(
      PrintStream out, String model, PublishedTable table, Map<String, Double> metrics) {
    out.printf("%n%s%n%-32s", table.source(), "");
    for (String column : table.columns()) {
      String name = column.substring(0, column.indexOf('@'));
      out.printf(" %11s", TITLES.get(name) + column.substring(name.length()));
    }
    out.println();
    row(out, "Marquee, " + model, table.columns().stream().map(metrics::get).toList());
    table.rows().forEach(row -> row(out, row.model(), row.figures()));
  }

  private static void row(PrintStream out, String name, List<Double> figures) {
    out.printf("%-32s", name);
    figures.forEach(figure -> out.printf(" %11s", cell(figure)));
    out.println();
  }

  private static String cell(Double figure) {
    return figure == null || figure.isNaN() ? "-" : "%.4f".formatted(figure);
  }
}
