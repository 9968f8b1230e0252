package dev.marquee.server.cli;

import dev.marquee.engine.evaluation.Promotion;
import dev.marquee.engine.evaluation.PromotionGate.Verdict;
import dev.marquee.engine.models.ModelStore;
import dev.marquee.engine.models.Quality;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `marquee models report`: shows how well a version predicts impressions it was not trained on.
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description =
        "Show how well a version predicts: by slice, by feature, and against the version that was"
            + " in production.")
final class ReportModelsCommand implements Runnable {

  @ParentCommand private ModelsCommand models;

  @Parameters(
      arity = "0..1",
      paramLabel = "VERSION",
      description = "see 'marquee models list' (default: the one in production)")
  private Optional<String> version = Optional.empty();

  @Override
  public void run() {
    ModelStore store = models.common.modelStore();
    Optional<String> current = store.current();
    String wanted =
        version
            .or(() -> current)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no models in '%s': run 'marquee train' first"
                            .formatted(models.common.data.resolve("models"))));
    Quality quality =
        store
            .quality(wanted)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "version '%s' has no quality report: it was imported, trained by an earlier Marquee, or trained on too few examples; train again"
                            .formatted(wanted)));
    QualityTable table = new QualityTable(System.out, quality);
    table.head(wanted, verdict(new Promotion(store), wanted, current));
    table.print();
    new Report(System.out)
        .fact("version", wanted)
        .fact("current", current.orElse(""))
        .fact("quality", quality)
        .metrics(QualityTable.metrics(quality))
        .json(models.common.json);
  }

  private static String verdict(Promotion promotion, String version, Optional<String> current) {
    if (current.equals(Optional.of(version))) {
      return "in production";
    }
    Verdict verdict = promotion.judge(version);
    return verdict.isPassed()
        ? "may be promoted"
        : "not to be promoted: " + String.join("; ", verdict.failures());
  }
}
