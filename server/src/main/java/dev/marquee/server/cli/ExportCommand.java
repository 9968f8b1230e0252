package dev.marquee.server.cli;

import dev.marquee.engine.Offline;
import dev.marquee.engine.Progress;
import dev.marquee.engine.evaluation.Evaluation;
import dev.marquee.engine.models.ModelStore;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.training.TrainingRun;
import dev.marquee.engine.training.examples.ExampleReplay;
import dev.marquee.server.exports.ExampleRows;
import dev.marquee.server.exports.LineFile;
import dev.marquee.server.exports.LogExport;
import dev.marquee.server.exports.ParquetFile;
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

/// `marquee export`: writes the event log's contents to files, for training elsewhere.
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Write the log's contents to files for other tools.",
    subcommands = {
      ExportCommand.ExportExamples.class,
      ExportCommand.ExportVideos.class,
      ExportCommand.ExportUsers.class,
      ExportCommand.ExportEvents.class,
    })
final class ExportCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "export what? examples, videos, users or events");
  }

  @Command(
      name = "videos",
      mixinStandardHelpOptions = true,
      description = "Write the catalog, one JSON video per line, as 'import videos' reads it.")
  static final class ExportVideos extends ExportLogCommand {
    @Override
    void write(LogExport export, LineFile to, Report report) {
      export.videos(to);
    }
  }

  @Command(
      name = "users",
      mixinStandardHelpOptions = true,
      description =
          "Write each user's profile, one JSON event per line, as 'import events' reads it.")
  static final class ExportUsers extends ExportLogCommand {
    @Override
    void write(LogExport export, LineFile to, Report report) {
      export.users(to);
    }
  }

  @Command(
      name = "events",
      mixinStandardHelpOptions = true,
      description = {
        "Write all events, one JSON event per line, in the log's order.",
        "'import events --keep-order' makes the same log from it."
      })
  static final class ExportEvents extends ExportLogCommand {
    @Override
    void write(LogExport export, LineFile to, Report report) {
      long lost = export.events(to);
      if (lost > 0) {
        System.err.printf(
            "%,d served feeds name places that are no lines of the file, as the log has partitions"
                + " or gaps: where they are imported, their rows are not compared%n",
            lost);
      }
      report.metric("feeds.without_places", (double) lost);
    }
  }

  @Command(
      name = "examples",
      mixinStandardHelpOptions = true,
      description = {
        "Write the examples that 'marquee train' learns from or, with --from, those that 'marquee"
            + " evaluate' scores. A server may keep running.",
        "One row for each impression whose outcome is known: viewer and video, every feature as it"
            + " was just before the impression, and the outcome."
      })
  static final class ExportExamples implements Callable<Integer> {

    /// Rows between two reports of progress.
    private static final int STEP = 1 << 12;

    private static final String LINE = "%-44s %-10s %-19s %s%n";

    @Spec private CommandSpec spec;
    @Mixin private DataOptions common;

    @Parameters(
        paramLabel = "FILE.parquet",
        arity = "0..1",
        description = "the file to write; an existing file is replaced")
    private Optional<Path> file = Optional.empty();

    @Option(
        names = "--until",
        paramLabel = "TIME",
        description =
            "only impressions before this time (default: the imported data's split, else all whose"
                + " outcome is known)")
    private Optional<Instant> until = Optional.empty();

    @Option(
        names = "--from",
        paramLabel = "TIME",
        description =
            "impressions from this time on, as 'evaluate' uses them to score the models in"
                + " production: none that these models were trained on")
    private Optional<Instant> from = Optional.empty();

    @Option(
        names = "--to",
        paramLabel = "TIME",
        description =
            "with --from: only impressions before this time (default: the end of the log)")
    private Optional<Instant> to = Optional.empty();

    @Option(
        names = "--state",
        paramLabel = "live|frozen",
        description =
            "with --from: features know every outcome before the impression, or none from --from on"
                + " (default: live)")
    private Optional<Evaluation.State> state = Optional.empty();

    @Option(
        names = "--dictionary",
        description = "print the meaning of the columns, and write nothing")
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

    private void requireOneSpan() {
      if (from.isPresent() && until.isPresent()) {
        throw new ParameterException(
            spec.commandLine(),
            "--until writes what 'train' learns from, --from what 'evaluate' scores: leave one out;"
                + " with --from, the span ends with --to");
      }
      if (from.isEmpty() && (to.isPresent() || state.isPresent())) {
        throw new ParameterException(
            spec.commandLine(), "--to and --state need --from TIME, which is missing");
      }
      if (state.equals(Optional.of(Evaluation.State.BOTH))) {
        throw new ParameterException(
            spec.commandLine(),
            "a file holds rows of one state: give --state live or --state frozen");
      }
    }

    /// The examples to write.
    ///
    /// @param usable indices of the examples, in log order
    /// @param end only impressions before this time are candidates
    private record Wanted(ExampleReplay.ReplayResult replay, int[] usable, Instant end) {}

    private void write(Path target) throws IOException, InterruptedException {
      requireOneSpan();
      long start = System.nanoTime();
      Wanted wanted;
      try (ConsoleProgress progress = new ConsoleProgress();
          Offline offline = common.offline(progress);
          // Opened before the slow replay, so that a bad target is reported at once.
          ParquetFile rows = ParquetFile.create(target, ExampleRows.columns())) {
        wanted = from.isPresent() ? scored(offline, from.get()) : learned(offline);
        write(wanted.replay(), wanted.usable(), rows, progress);
      } catch (IOException e) {
        throw new IOException("cannot write '%s': %s".formatted(target, e), e);
      }
      if (wanted.usable().length == 0) {
        System.err.printf(
            "no rows: no impression %sbefore %s has a known outcome; an outcome is known after the"
                + " last watch event or %d hours after the impression%n",
            from.map("from %s to "::formatted).orElse(""),
            wanted.end(),
            common.settings().fold().attributionWindow().toHours());
      }
      Report report = new Report(System.out).fact("file", target.toString());
      from.ifPresent(time -> report.fact("from", time.toString()));
      report
          .fact(from.isPresent() ? "to" : "dataUntil", wanted.end().toString())
          .metric("rows", wanted.usable().length)
          .metric("columns", ExampleRows.DICTIONARY.size())
          .metric("bytes", (double) Files.size(target))
          .took("export", start)
          .print()
          .json(common.json);
    }

    private Wanted learned(Offline offline) throws InterruptedException {
      Optional<Instant> cut = until.or(() -> common.loaded().settings().split().trainUntil());
      TrainingRun.Learnable learnable = offline.learnable(cut);
      return new Wanted(learnable.replay(), learnable.usable(), learnable.dataUntil());
    }

    private Wanted scored(Offline offline, Instant begin) {
      ModelStore store = offline.models();
      Models models = store.load(ModelsCommand.current(store, common));
      Instant end = to.orElse(Instant.MAX);
      Evaluation.ScoredReplay scored =
          offline.scored(models, begin, end, state.orElse(Evaluation.State.LIVE));
      Instant latest = scored.replay().latest().map(it -> it.plusMillis(1)).orElse(begin);
      return new Wanted(scored.replay(), scored.known(), end.isBefore(latest) ? end : latest);
    }

    private static void write(
        ExampleReplay.ReplayResult replay, int[] usable, ParquetFile to, Progress progress)
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
