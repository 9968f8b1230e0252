package dev.marquee.server.cli;

import dev.marquee.engine.Offline;
import dev.marquee.engine.evaluation.Evaluation;
import dev.marquee.engine.models.ModelStore;
import dev.marquee.engine.models.Models;
import dev.marquee.server.data.SplitSettings;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `marquee evaluate`: measures the models in production on events after their training data.
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Measure the models in production on later events of the log.")
final class EvaluateCommand implements Callable<Integer> {

  @Mixin private DataOptions common;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "start of the span (default: the imported data's split, else the end of the models'"
              + " data)")
  private Optional<Instant> from = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "end of the span, exclusive (default: the end of the log)")
  private Optional<Instant> to = Optional.empty();

  @Option(
      names = "--state",
      paramLabel = "live|frozen",
      description = "compute every impression metric from this state (default: each from its own)")
  private Evaluation.State state = Evaluation.State.BOTH;

  @Override
  public Integer call() throws InterruptedException {
    long start = System.nanoTime();
    ModelStore store = common.modelStore();
    String version = ModelsCommand.current(store, common);
    Models models = store.load(version);
    SplitSettings split = common.loaded().settings().split();
    Instant begin = from.or(split::begin).orElse(models.manifest().run().dataUntil());
    Instant end = to.or(split::evaluateTo).orElse(Instant.MAX);
    try (ConsoleProgress progress = new ConsoleProgress();
        Offline offline = common.offline(progress)) {
      Evaluation.EvaluationResult result = offline.evaluate(models, begin, end, state);
      if (result.impressions() == 0) {
        System.err.printf(
            "nothing to evaluate from %s on: an impression counts %d hours after it was shown, and"
                + " only if the models were not trained on it ('marquee train --until TIME' keeps"
                + " later ones for evaluation)%n",
            begin, common.settings().fold().attributionWindow().toHours());
      }
      EvaluationTable.print(System.out, result.metrics(), KuaiRandReference.rows(begin, result));
      new Report(System.out)
          .fact("version", version)
          .fact("from", begin.toString())
          .metric("impressions", result.impressions())
          .metric("users", result.users())
          .metrics(result.metrics())
          .took("evaluate", start)
          .json(common.json);
    }
    return 0;
  }
}
