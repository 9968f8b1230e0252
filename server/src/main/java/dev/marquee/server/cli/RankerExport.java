package dev.marquee.server.cli;

import dev.marquee.engine.models.FileRanker;
import dev.marquee.engine.models.ModelStore;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.models.RankerFormat;
import dev.marquee.engine.models.RankerFormat.Precision;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `marquee models export`: writes the ranker as ONNX, to inspect it or to run it elsewhere.
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Write the ranker of a version as an ONNX model, see docs/models.md.")
final class RankerExport implements Callable<Integer> {

  static final String ONNX = "onnx";

  @ParentCommand private ModelsCommand models;

  @Parameters(
      arity = "0..1",
      paramLabel = "VERSION",
      description = "the version (default: the one in production)")
  private Optional<String> version = Optional.empty();

  @Option(
      names = "--onnx",
      required = true,
      paramLabel = "FILE",
      description = "the file to write; an existing file is replaced")
  private Path file;

  @Option(
      names = "--int8",
      description =
          "store embeddings and layers with 8 bits: less than half the size, slightly different"
              + " predictions")
  private boolean isInt8;

  @Override
  public Integer call() throws IOException {
    ModelStore store = models.common.modelStore();
    Models exported =
        store.load(version.orElseGet(() -> ModelsCommand.current(store, models.common)));
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished))) {
      write(exported, out);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    new Report(System.out)
        .fact("version", exported.version())
        .fact("file", file.toString())
        .metric("bytes", (double) Files.size(file))
        .print()
        .json(models.common.json);
    return 0;
  }

  private void write(Models exported, OutputStream out) throws IOException {
    switch (exported.ranker()) {
      case WideAndDeepModel ranker ->
          RankerFormat.named(ONNX)
              .write(ranker, exported.manifest(), isInt8 ? Precision.INT8 : Precision.FP32, out);
      case FileRanker _ when isInt8 ->
          throw new IllegalArgumentException(
              "the ranker of '%s' was imported as ONNX and is exported unchanged: leave out --int8, or choose a version that 'train' made"
                  .formatted(exported.version()));
      case FileRanker ranker -> ranker.write(out);
      default ->
          throw new IllegalStateException(
              "version '%s' has a ranker that cannot be exported as a file"
                  .formatted(exported.version()));
    }
  }
}
