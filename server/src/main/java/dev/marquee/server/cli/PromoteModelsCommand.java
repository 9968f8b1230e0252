package dev.marquee.server.cli;

import dev.marquee.engine.evaluation.Promotion;
import dev.marquee.engine.evaluation.PromotionGate.Verdict;
import dev.marquee.engine.models.ModelStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `marquee models promote`: puts a saved version into production if it passes the gate, or always
/// with `--force`.
@Command(
    name = "promote",
    mixinStandardHelpOptions = true,
    description = "Put a saved version into production if it is not worse than the current one.")
final class PromoteModelsCommand implements Callable<Integer> {

  @ParentCommand private ModelsCommand models;

  @Parameters(paramLabel = "VERSION", description = "see 'marquee models list'")
  private String version;

  @Option(
      names = "--force",
      description =
          "promote even if its quality report fails the gate; the version must still be readable")
  private boolean force;

  @Override
  public Integer call() {
    ModelStore store = models.common.modelStore();
    Optional<String> before = store.current();
    boolean isThere = before.equals(Optional.of(version));
    Promotion promotion = new Promotion(store);
    Verdict verdict = isThere ? new Verdict(List.of(), List.of()) : promotion.judge(version);
    verdict.notes().forEach(System.err::println);
    if (!verdict.isPassed() && !force) {
      System.err.println(Promotion.refusal(version, before, verdict));
      return 1;
    }
    verdict.failures().forEach(failure -> System.err.println("promoted although " + failure));
    store.promote(version);
    System.out.println("in production: " + version);
    new Report(System.out).fact("version", version).json(models.common.json);
    return 0;
  }
}
