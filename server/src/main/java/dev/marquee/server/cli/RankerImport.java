package dev.marquee.server.cli;

import dev.marquee.engine.Offline;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.models.CorruptModelException;
import dev.marquee.engine.models.FileRanker;
import dev.marquee.engine.models.Manifest;
import dev.marquee.engine.models.ModelMismatchException;
import dev.marquee.engine.models.ModelStore;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.models.RankerFormat;
import dev.marquee.server.data.ImportException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// `marquee models import`: combines a ranker that was trained elsewhere with the retrieval models
/// in production.
@Command(
    name = "import",
    description = {
      "Make a version from the models in production and a ranker given as an ONNX model, see"
          + " docs/models.md."
    })
final class RankerImport implements Callable<Integer> {

  @ParentCommand private ModelsCommand models;

  /// Declared here instead of in the standard help options, which would also claim `--version`.
  /// Only picocli reads the field.
  @SuppressWarnings("UnusedVariable")
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  private boolean isHelp;

  @Parameters(paramLabel = "FILE", description = "the ONNX model")
  private Path file;

  @Option(
      names = "--version",
      paramLabel = "NAME",
      description = "name of the new version (default: the time)")
  private Optional<String> version = Optional.empty();

  @Option(names = "--promote", description = "put it into production")
  private boolean isPromoted;

  @Override
  public Integer call() throws IOException {
    ModelStore store = models.common.modelStore();
    Models production = store.load(ModelsCommand.current(store, models.common));
    FileRanker ranker = read();
    requireSameColumns(ranker, production.manifest().columns());
    Manifest manifest = manifest(production.manifest(), ranker);
    store.saveWithItsIndex(
        new Models(manifest, production.retrieval(), production.fusion(), ranker));
    if (isPromoted) {
      store.promote(manifest.version());
    }
    new Report(System.out)
        .fact("version", manifest.version())
        .fact("retrievalOf", production.version())
        .fact("dataUntil", manifest.run().dataUntil().toString())
        .fact("promoted", isPromoted)
        .print()
        .json(models.common.json);
    return 0;
  }

  private FileRanker read() throws IOException {
    try {
      return RankerFormat.named(RankerExport.ONNX).read(file);
    } catch (NoSuchFileException e) {
      throw new ImportException(file + ": there is no such file", e);
    } catch (CorruptModelException | ModelMismatchException e) {
      throw new ImportException(e.getMessage(), e);
    }
  }

  private void requireSameColumns(FileRanker ranker, Columns now) {
    Columns learned = ranker.metadata(FileRanker.COLUMNS).map(this::columns).orElse(now);
    if (!learned.equals(now)) {
      throw new ImportException(
          "'%s': trained on columns that are declared differently now (%s): export the examples again and train on them, or restore the declarations"
              .formatted(file, String.join("; ", learned.differences(now))));
    }
  }

  /// The new version's manifest: the retrieval models' facts from the version in production, the
  /// ranker's facts from the file's metadata.
  private Manifest manifest(Manifest production, FileRanker ranker) {
    Map<String, String> settings = new TreeMap<>(production.settings());
    settings.put("ranker", "imported from " + file.getFileName());
    settings.put("retrieval of", production.version());
    Map<String, Double> metrics = new TreeMap<>(production.metrics());
    metrics
        .keySet()
        .removeIf(name -> !name.startsWith("retrieval.") && !name.startsWith("fusion."));
    Instant said = ranker.metadata(FileRanker.DATA_UNTIL).map(this::time).orElse(Instant.MIN);
    Instant until =
        said.isAfter(production.run().dataUntil()) ? said : production.run().dataUntil();
    return new Manifest(
        version.orElseGet(Offline::newVersion),
        new Manifest.Run(
            Instant.now(),
            until,
            until,
            production.run().logOffset(),
            ranker.metadata(FileRanker.EXAMPLES).map(this::number).orElse(0),
            production.run().seed(),
            Version.current()),
        production.denseFeatures(),
        production.columns(),
        settings,
        metrics,
        Map.of());
  }

  private Instant time(String written) {
    try {
      return Instant.parse(written);
    } catch (DateTimeParseException e) {
      throw odd(FileRanker.DATA_UNTIL, written, "a time such as 2026-11-23T10:00:00Z", e);
    }
  }

  private Columns columns(String written) {
    try {
      return JsonMapper.shared().readValue(written, Columns.class);
    } catch (JacksonException e) {
      throw odd(FileRanker.COLUMNS, written, "what columns.json holds", e);
    }
  }

  private int number(String written) {
    try {
      return Integer.parseInt(written);
    } catch (NumberFormatException e) {
      throw odd(FileRanker.EXAMPLES, written, "a whole number", e);
    }
  }

  private ImportException odd(String key, String written, String expected, Exception cause) {
    return new ImportException(
        "'%s': the metadata has '%s' for '%s', expected %s".formatted(file, written, key, expected),
        cause);
  }
}
