package dev.marquee.server.cli;

import dev.marquee.engine.Progress;
import dev.marquee.engine.events.RocksDirectory;
import dev.marquee.engine.features.FoldSettings;
import dev.marquee.engine.models.ModelStore;
import dev.marquee.engine.training.ExampleReplay;
import dev.marquee.engine.training.TrainingRun;
import dev.marquee.server.Training;
import dev.marquee.server.exports.ExampleRows;
import dev.marquee.server.exports.ParquetFile;
import dev.marquee.server.imports.DataSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `marquee export`: out of the event log into files, for those who train elsewhere.
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Write what the log holds into files for other tools.",
    subcommands = ExportCommand.ExportExamples.class)
final class ExportCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "export what? examples");
  }

  @Command(
      name = "examples",
      mixinStandardHelpOptions = true,
      description = {
        "Write the examples that 'marquee train' would learn from, beside a server.",
        "One row for each impression whose outcome is known: who was shown what, every feature as"
            + " it was known just before, and what became of it."
      })
  static final class ExportExamples implements Callable<Integer> {

    /// Rows between two reports of progress.
    private static final int STEP = 1 << 12;

    private static final String LINE = "%-44s %-10s %-16s %s%n";

    @Spec private CommandSpec spec;
    @Mixin private CommonOptions common;

    @Parameters(
        paramLabel = "FILE.parquet",
        arity = "0..1",
        description = "the file to write, in place of what is there")
    private Optional<Path> file = Optional.empty();

    @Option(
        names = "--until",
        paramLabel = "TIME",
        description =
            "only impressions before this time (default: the imported data's split, else all whose"
                + " outcome is known)")
    private Optional<Instant> until = Optional.empty();

    @Option(names = "--dictionary", description = "print what the columns mean, and write nothing")
    private boolean dictionary;

    @Override
    public Integer call() throws IOException, InterruptedException {
      if (dictionary && file.isPresent()) {
        throw new ParameterException(
            spec.commandLine(),
            "--dictionary writes no file, but '%s' is given: leave one out".formatted(file.get()));
      }
      if (dictionary) {
        printDictionary();
      } else {
        write(
            file.orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(), "export examples to which file? FILE.parquet")));
      }
      return 0;
    }

    private void write(Path target) throws IOException, InterruptedException {
      long start = System.nanoTime();
      Optional<Instant> cut =
          until.or(() -> DataSplit.read(common.data).map(DataSplit::trainUntil));
      TrainingRun.Learnable learnable;
      int[] usable;
      try (RocksDirectory directory = RocksDirectory.openForReading(common.store());
          ConsoleProgress progress = new ConsoleProgress();
          // Begun before the replay, which takes its time, so that a bad target is told at once.
          ParquetFile rows = ParquetFile.create(target, ExampleRows.columns())) {
        ModelStore store = new ModelStore(common.models());
        learnable = Training.learnable(directory.log(), cut, store, progress);
        usable = learnable.usable();
        write(learnable.replay(), usable, rows, progress);
      } catch (IOException e) {
        throw new IOException("cannot write '%s': %s".formatted(target, e), e);
      }
      if (usable.length == 0) {
        System.err.printf(
            "no rows: no impression before %s has an outcome that is known, by its last watch or"
                + " %d hours after it was shown%n",
            learnable.dataUntil(), FoldSettings.defaults().attributionWindow().toHours());
      }
      new Report(System.out)
          .fact("file", target.toString())
          .fact("dataUntil", learnable.dataUntil().toString())
          .metric("rows", usable.length)
          .metric("columns", ExampleRows.DICTIONARY.size())
          .metric("bytes", (double) Files.size(target))
          .took("export", start)
          .print()
          .json(common.json);
    }

    private static void write(
        ExampleReplay.Result replay, int[] usable, ParquetFile to, Progress progress)
        throws IOException {
      ExampleRows rows = new ExampleRows(replay.examples(), replay.fold().videos());
      for (int i = 0; i < usable.length; i++) {
        if (i % STEP == 0) {
          progress.step("writing examples", i, usable.length);
        }
        to.row(rows.of(usable[i]));
      }
      to.finish();
      progress.step("writing examples", usable.length, usable.length);
    }

    private void printDictionary() {
      System.out.printf(LINE, "column", "type", "missing", "meaning");
      for (ExampleRows.Entry entry : ExampleRows.DICTIONARY) {
        System.out.printf(LINE, entry.name(), entry.type(), entry.missing(), entry.meaning());
      }
      new Report(System.out)
          .fact("columns", ExampleRows.DICTIONARY.stream().map(ExportExamples::json).toList())
          .json(common.json);
    }

    private static Map<String, String> json(ExampleRows.Entry entry) {
      return Map.of(
          "name", entry.name(),
          "type", entry.type().name(),
          "missing", entry.missing(),
          "meaning", entry.meaning());
    }
  }
}
