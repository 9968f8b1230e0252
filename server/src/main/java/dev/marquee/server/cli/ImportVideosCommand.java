package dev.marquee.server.cli;

import dev.marquee.engine.Marquee;
import dev.marquee.engine.Offline;
import dev.marquee.engine.state.Storage;
import dev.marquee.engine.storage.DataDirectoryInUseException;
import dev.marquee.server.data.ImportException;
import dev.marquee.server.imports.BadLines;
import dev.marquee.server.imports.CatalogChanges;
import dev.marquee.server.imports.CatalogTarget;
import dev.marquee.server.imports.ImportSummary;
import dev.marquee.server.imports.ServerCatalog;
import dev.marquee.server.imports.TableOptions;
import dev.marquee.server.imports.VideosImport;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `marquee import videos`: makes the catalog what a file says.
@Command(
    name = "videos",
    mixinStandardHelpOptions = true,
    description = {
      "Make the catalog what a file says: a table with a header, or JSON videos.",
      "Only what differs is stored. Videos that the file does not name stay, unless"
          + " --remove-missing is given."
    })
final class ImportVideosCommand implements Runnable {

  @Parameters(paramLabel = "FILE", description = "plain or .gz, '-' for stdin")
  private String file;

  @Mixin private DataOptions common;
  @Mixin private ImportCommand.BadLimit limit;

  @Option(names = "--remove-missing", description = "remove videos that the file does not name")
  private boolean removeMissing;

  @Option(
      names = "--dry-run",
      description = "list what would be added, changed and removed, and store nothing")
  private boolean dryRun;

  @Option(
      names = "--allow-many-removals",
      description = "let --remove-missing remove more than half of the catalog")
  private boolean allowManyRemovals;

  @Option(
      names = "--to",
      paramLabel = "URL",
      description = "the running server that has the catalog, such as http://localhost:8080")
  private Optional<URI> server = Optional.empty();

  @Option(
      names = "--attributes",
      paramLabel = "COLUMN",
      split = ",",
      description = "columns that are attributes although they look like a detail, '*' for all")
  private List<String> attributes = List.of();

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "of times without a zone, such as UTC or Europe/Berlin")
  private Optional<ZoneId> zone = Optional.empty();

  @Override
  public void run() {
    long start = System.nanoTime();
    try (ConsoleProgress progress = new ConsoleProgress()) {
      if (server.isPresent()) {
        report(run(new ServerCatalog(server.get()), progress), start);
      } else if (dryRun) {
        try (Offline offline = common.offline(progress)) { // reads beside a server, makes nothing
          report(run(CatalogTarget.of(offline.log()), progress), start);
        }
      } else {
        try (Storage storage = Marquee.openStorage(common.data, common.settings())) {
          report(run(CatalogTarget.of(storage.log()), progress), start);
        } catch (DataDirectoryInUseException e) {
          throw new ImportException(
              e.getMessage() + "; 'import videos --to http://localhost:8080' imports beside it", e);
        }
      }
    }
  }

  private VideosImport.Result run(CatalogTarget target, ConsoleProgress progress) {
    var options = new VideosImport.Options(removeMissing, dryRun, allowManyRemovals);
    var bad = new BadLines(limit.max(), System.err::println);
    var videos =
        new VideosImport(
            target,
            bad,
            progress,
            InstantSource.system(),
            new TableOptions(attributes, zone),
            System.err::println);
    return file.equals("-") ? videos.run(System.in, options) : videos.run(Path.of(file), options);
  }

  private void report(VideosImport.Result result, long start) {
    CatalogChanges changes = result.changes();
    ImportSummary summary = result.summary();
    var report =
        new Report(System.out)
            .fact(
                server.isPresent() ? "server" : "data",
                server.map(URI::toString).orElse(common.data.toString()));
    if (dryRun) {
      report
          .fact("would.add", changes.added().first())
          .fact("would.change", changes.changed().first())
          .fact("would.remove", changes.removed().first());
      if (changes.removesMost() && !allowManyRemovals) {
        System.err.printf(
            "without --dry-run this is refused: it removes %,d of %,d videos, more than half of the"
                + " catalog; --allow-many-removals allows it%n",
            changes.removed().count(), changes.published());
      }
    }
    report
        .metric("files", summary.files())
        .metric("rows", (double) summary.lines().good())
        .metric("rows.repeated", (double) summary.lines().repeated())
        .metric("rows.bad", (double) summary.lines().bad())
        .metric("videos.added", (double) changes.added().count())
        .metric("videos.changed", (double) changes.changed().count())
        .metric("videos.removed", (double) changes.removed().count())
        .metric("videos.unchanged", (double) changes.unchanged())
        .metric("events.appended", (double) summary.events().appended())
        .metric("events.already_there", (double) summary.events().alreadyThere())
        .took("import", start)
        .print()
        .json(common.json);
  }
}
