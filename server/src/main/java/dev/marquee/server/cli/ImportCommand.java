package dev.marquee.server.cli;

import dev.marquee.engine.Marquee;
import dev.marquee.engine.Progress;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.state.Storage;
import dev.marquee.server.data.ColumnsFile;
import dev.marquee.server.imports.BadLines;
import dev.marquee.server.imports.EventsImport;
import dev.marquee.server.imports.ImportSummary;
import dev.marquee.server.imports.KuaiRandImport;
import dev.marquee.server.imports.LogCopyImport;
import dev.marquee.server.imports.MovieLensImport;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `marquee import`: appends the contents of files to the event log.
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = "Read events and videos from files. Importing twice changes nothing.",
    subcommands = ImportVideosCommand.class)
final class ImportCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "import what? kuairand, movielens, events or videos");
  }

  @FunctionalInterface
  private interface Import {
    ImportSummary run(EventLog log, BadLines bad, Progress progress);
  }

  /// The option that limits the number of bad lines.
  static final class BadLimit {

    @Option(
        names = "--max-bad",
        paramLabel = "N",
        defaultValue = "100",
        description =
            "number of bad lines to skip before the import fails (default: ${DEFAULT-VALUE})")
    private long max;

    long max() {
      return max;
    }
  }

  private static void run(DataOptions common, BadLimit limit, Import what) {
    long start = System.nanoTime();
    try (Storage storage = Marquee.openStorage(common.data, common.settings());
        ConsoleProgress progress = new ConsoleProgress()) {
      ImportSummary summary =
          what.run(storage.log(), new BadLines(limit.max, System.err::println), progress);
      summary.split().ifPresent(split -> split.write(common.data));
      declare(common.data, summary.columns());
      tell(summary.order(), summary.lines().good());
      new Report(System.out)
          .fact("data", common.data.toString())
          .metric("files", summary.files())
          .metric("rows", (double) summary.lines().good())
          .metric("rows.repeated", (double) summary.lines().repeated())
          .metric("rows.bad", (double) summary.lines().bad())
          .metric("events.appended", (double) summary.events().appended())
          .metric("events.already_there", (double) summary.events().alreadyThere())
          .metric("events.out_of_order", (double) summary.order().outOfOrder())
          .metric("events.late", (double) summary.order().late())
          .metric("feeds.without_places", (double) summary.order().feedsElsewhere())
          .took("import", start)
          .print()
          .json(common.json);
    }
  }

  private static void tell(ImportSummary.Order order, long rows) {
    if (order.outOfOrder() > 0) {
      System.err.printf(
          "%,d of %,d events came after one with a later time: they were sorted by time%n",
          order.outOfOrder(), rows);
    }
    if (order.feedsElsewhere() > 0) {
      System.err.printf(
          "%,d served feeds name places of another log, which are left out: the rows that these"
              + " feeds read are not compared, and their impressions get rows of their own time. To"
              + " copy a whole log, import its export alone with --keep-order%n",
          order.feedsElsewhere());
    }
    if (order.late() > 0) {
      System.err.printf(
          "%,d of %,d events are earlier than the latest event of the log: they are appended after"
              + " it, and outcomes that the log held before their impressions stay without one."
              + " For the right order, import all files with one command into a new data"
              + " directory%n",
          order.late(), rows);
    }
  }

  /// Writes an importer's column declarations, unless there are already some.
  private static void declare(Path data, Columns columns) {
    if (!columns.equals(Columns.NONE) && ColumnsFile.writeIfAbsent(data, columns)) {
      System.err.printf(
          "declared %d columns of users and %d of videos in columns.json: models trained"
              + " before must be retrained%n",
          columns.user().size(), columns.video().size());
    }
  }

  @Command(
      name = "kuairand",
      mixinStandardHelpOptions = true,
      description = "Import a folder of KuaiRand's logs and features.")
  void kuairand(
      @Parameters(paramLabel = "DIR", description = "the folder") Path folder,
      @Mixin DataOptions options,
      @Mixin BadLimit limit) {
    run(
        options,
        limit,
        (log, bad, progress) ->
            new KuaiRandImport(log, bad, progress, System.err::println).run(folder));
  }

  @Command(
      name = "movielens",
      mixinStandardHelpOptions = true,
      description = "Import a folder of MovieLens 100K or 1M: ratings as watches.")
  void movielens(
      @Parameters(paramLabel = "DIR", description = "the folder") Path folder,
      @Mixin DataOptions options,
      @Mixin BadLimit limit) {
    run(
        options,
        limit,
        (log, bad, progress) -> new MovieLensImport(log, bad, progress).run(folder));
  }

  @Command(
      name = "events",
      mixinStandardHelpOptions = true,
      description = {
        "Import files with one JSON event per line, '-' for stdin.",
        "Events are sorted by time across all files of the command."
      })
  void events(
      @Parameters(
              paramLabel = "FILE",
              arity = "1..*",
              description = "plain or .gz, '-' alone for stdin")
          List<String> files,
      @Option(
              names = "--keep-order",
              description =
                  "copy one file that 'export events' wrote of a whole log, in its order, into a"
                      + " new data directory or an earlier copy")
          boolean keepOrder,
      @Mixin DataOptions options,
      @Mixin BadLimit limit) {
    // Before the data directory is opened, which would create it.
    if (keepOrder) {
      requireOne(files);
    }
    run(
        options,
        limit,
        (log, bad, progress) -> {
          boolean isStdin = files.equals(List.of("-"));
          if (keepOrder) {
            var copy = new LogCopyImport(log, bad, progress);
            return isStdin ? copy.run(System.in) : copy.run(Path.of(files.getFirst()));
          }
          EventsImport events = new EventsImport(log, bad, progress);
          return isStdin
              ? events.run(System.in)
              : events.run(files.stream().map(Path::of).toList());
        });
  }

  private void requireOne(List<String> files) {
    if (files.size() > 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--keep-order copies one file, got %d: leave it out to sort the events of several files"
              .formatted(files.size()));
    }
  }
}
