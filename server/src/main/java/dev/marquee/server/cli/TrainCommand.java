package dev.marquee.server.cli;

import dev.marquee.engine.Marquee;
import dev.marquee.engine.Offline;
import dev.marquee.engine.evaluation.Promotion;
import dev.marquee.engine.evaluation.PromotionGate.Verdict;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.settings.Setting;
import dev.marquee.engine.training.TrainingRun;
import dev.marquee.engine.training.wideanddeep.WarmStart;
import dev.marquee.server.data.ServerSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// `marquee train`: trains a new version of all models and puts it into production if it is not
/// worse than the current one.
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description =
        "Train all models from the log and put them into production if they are not worse than the"
            + " current ones. A server may keep running.",
    modelTransformer = TrainCommand.SettingsInHelp.class)
final class TrainCommand implements Callable<Integer> {

  @Mixin private DataOptions common;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description =
          "train only on impressions before this time (default: the imported data's split, else all"
              + " whose outcome is known)")
  private Optional<Instant> until = Optional.empty();

  @Option(
      names = "--warm",
      description =
          "fine-tune the ranker in production on the examples since its training (default: train"
              + " from scratch on all)")
  private boolean isWarm;

  @Override
  public Integer call() throws InterruptedException {
    long start = System.nanoTime();
    ServerSettings settings = common.loaded().settings();
    Optional<Instant> cut = until.or(() -> settings.split().trainUntil());
    try (ConsoleProgress progress = new ConsoleProgress();
        Offline offline = Marquee.openOffline(common.data, settings.marquee(), progress)) {
      TrainingRun.Trained trained = train(offline, cut);
      Models models = trained.models();
      Offline.TrainedVersion version = offline.promote(trained);
      Verdict verdict = version.verdict();
      verdict.notes().forEach(System.err::println);
      if (!verdict.isPassed()) {
        System.err.println(Promotion.refusal(models.version(), version.before(), verdict));
      }
      new Report(System.out)
          .fact("version", models.version())
          .fact("promoted", verdict.isPassed())
          .fact("quality", trained.quality().map(QualityTable::summary).orElse("not measured"))
          .fact("warm", models.manifest().settings().getOrDefault(WarmStart.SETTING, "no"))
          .fact("dataUntil", models.manifest().run().dataUntil().toString())
          .metrics(models.manifest().metrics())
          .took("train", start)
          .print()
          .json(common.json);
      return verdict.isPassed() ? 0 : 1;
    }
  }

  /// Trains. If the log holds too little to learn from, the error message adds that recent
  /// impressions do not count yet.
  private TrainingRun.Trained train(Offline offline, Optional<Instant> cut)
      throws InterruptedException {
    try {
      return offline.train(cut, isWarm);
    } catch (IllegalArgumentException e) {
      if (cut.isPresent()) {
        throw e;
      }
      throw new IllegalArgumentException(
          "%s (impressions of the last %d hours of the log count only with --until: their outcome"
                  .formatted(
                      e.getMessage(), offline.settings().fold().attributionWindow().toHours())
              + " may still change)",
          e);
    }
  }

  /// Lists the settings of training below the usage.
  static final class SettingsInHelp implements IModelTransformer {

    @Override
    public CommandSpec transform(CommandSpec command) {
      List<String> lines = new ArrayList<>();
      lines.add("");
      lines.add("Settings of the ranker for --set ('marquee settings' prints all):");
      for (Setting setting : ServerSettings.TREE.settings()) {
        if (setting.key().startsWith("ranker.") && !setting.isOfTheMachine()) {
          lines.add("    " + setting.key() + "=" + setting.initial());
        }
      }
      command.usageMessage().footer(lines.toArray(String[]::new));
      return command;
    }
  }
}
