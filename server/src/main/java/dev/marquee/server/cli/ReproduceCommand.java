package dev.marquee.server.cli;

import dev.marquee.engine.reproduction.GridSearch;
import dev.marquee.engine.reproduction.ModelFamilies;
import dev.marquee.engine.reproduction.ModelFamily;
import dev.marquee.engine.reproduction.Reproduction;
import dev.marquee.server.imports.ProtocolFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `marquee reproduce`: reproduces one row of a published table on the table's own files.
@Command(
    name = "reproduce",
    mixinStandardHelpOptions = true,
    description =
        "Run a published protocol on files and print the result next to the published ones.",
    modelTransformer = ReproduceCommand.SettingsInHelp.class)
final class ReproduceCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private CommonOptions common;

  @Option(
      names = "--form",
      required = true,
      paramLabel = "FORM",
      description = {
        "pairs: rank all items of --train except the user's own; those of --test are relevant",
        "leave-one-out: rank the items of each line of --negatives",
        "sequences: predict the last item of each line of --sequences"
      })
  private String form;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description = "one of the models below")
  private String model;

  @Option(
      names = "--train",
      paramLabel = "FILE",
      description = "lines of 'user item item …', plain or .gz; can be repeated")
  private List<Path> train = List.of();

  @Option(
      names = "--valid",
      paramLabel = "FILE",
      description = {
        "the same format; settings are chosen on its pairs, which are not trained on unless they"
            + " are also in --train",
        "(default: if needed, a part of --train is held out to choose on)"
      })
  private Optional<Path> valid = Optional.empty();

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "the same format; the relevant items")
  private Optional<Path> test = Optional.empty();

  @Option(
      names = "--negatives",
      paramLabel = "FILE",
      description = "lines of 'user positive negative negative …', plain or .gz")
  private Optional<Path> negatives = Optional.empty();

  @Option(
      names = "--sequences",
      paramLabel = "FILE",
      description = "lines of 'user item item …' in time order, plain or .gz")
  private Optional<Path> sequences = Optional.empty();

  @Option(
      names = "--sampled",
      paramLabel = "N",
      description = "rank among N sampled items that the user never had (default: among all)")
  private Optional<Integer> sampled = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "a setting of the model; can be repeated")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--tune",
      description =
          "try the values in braces below for settings that --set does not give, and keep the best"
              + " by NDCG@20")
  private boolean tune;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "seed of all random draws (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "number of threads (default: one per processor)")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Override
  public Integer call() throws InterruptedException {
    ModelFamily family = ModelFamilies.named(model);
    if (threads < 1) {
      throw new IllegalArgumentException("--threads is " + threads + ", expected at least 1");
    }
    family.with(set, seed, threads); // refuses wrong settings before anything is read
    Reproduction reproduction = read();
    try (ConsoleProgress progress = new ConsoleProgress()) {
      Map<String, String> settings = set;
      Report report = new Report(System.out).fact("model", model);
      long start = System.nanoTime();
      if (tune) {
        GridSearch.Trial best =
            new GridSearch(family, set, seed, threads, ReproduceCommand::tell)
                .best(reproduction.train(), reproduction.valid(), progress);
        settings = best.settings();
        System.out.printf("chose %s: NDCG@20 %.4f on validation%n%n", settings, best.ndcg());
        report.metric("valid.ndcg@20", best.ndcg());
      }
      double tuned = (System.nanoTime() - start) / 1e9;
      Reproduction.ReproductionResult result =
          reproduction.run(family.with(settings, seed, threads), seed, threads, progress);
      RankingTable.print(System.out, model, reproduction, result.metrics());
      report
          .fact("settings", family.complete(settings))
          .metrics(result.metrics())
          .metric("seconds.train", tuned + result.trainSeconds())
          .metric("seconds.evaluate", result.evaluateSeconds())
          .peakMemory()
          .json(common.json);
    }
    return 0;
  }

  private Reproduction read() {
    return switch (form) {
      case "pairs" -> {
        refuse(negatives, "--negatives");
        refuse(sequences, "--sequences");
        refuse(sampled, "--sampled");
        yield ProtocolFiles.pairs(trainFiles(), valid, given(test, "--test"));
      }
      case "leave-one-out" -> {
        refuse(test, "--test");
        refuse(sequences, "--sequences");
        refuse(sampled, "--sampled");
        yield ProtocolFiles.leaveOneOut(trainFiles(), valid, given(negatives, "--negatives"));
      }
      case "sequences" -> {
        refuse(train.stream().findFirst(), "--train");
        refuse(valid, "--valid");
        refuse(test, "--test");
        refuse(negatives, "--negatives");
        yield ProtocolFiles.sequences(
            given(sequences, "--sequences"),
            sampled.map(OptionalInt::of).orElse(OptionalInt.empty()),
            seed);
      }
      default ->
          throw wrong("--form is '%s', expected pairs, leave-one-out or sequences".formatted(form));
    };
  }

  private List<Path> trainFiles() {
    if (train.isEmpty()) {
      throw wrong("--form %s needs --train FILE".formatted(form));
    }
    return train;
  }

  private <T> T given(Optional<T> option, String name) {
    return option.orElseThrow(() -> wrong("--form %s needs %s FILE".formatted(form, name)));
  }

  private void refuse(Optional<?> option, String name) {
    if (option.isPresent()) {
      throw wrong("--form %s does not go with %s".formatted(form, name));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static void tell(GridSearch.Trial trial) {
    System.err.printf("%s: NDCG@20 %.4f%n", trial.settings(), trial.ndcg());
  }

  /// Lists every model's settings below the usage.
  static final class SettingsInHelp implements IModelTransformer {

    @Override
    public CommandSpec transform(CommandSpec command) {
      List<String> lines = new ArrayList<>();
      lines.add("");
      lines.add("Models and their settings for --set, with {what --tune tries}:");
      for (ModelFamily family : ModelFamilies.all()) {
        lines.add("  %s: %s".formatted(family.name(), family.meaning()));
        lines.addAll(SettingLines.of(family.settings(), command.usageMessage().width()));
      }
      command.usageMessage().footer(lines.toArray(String[]::new));
      return command;
    }
  }
}
