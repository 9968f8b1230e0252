package dev.marquee.server.cli;

import dev.marquee.engine.events.RocksDirectory;
import dev.marquee.engine.models.ModelStore;
import dev.marquee.engine.models.Models;
import dev.marquee.server.Training;
import dev.marquee.server.imports.DataSplit;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `marquee train`: a new version of all models, put into production.
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Train all models from the log and put them into production, beside a server.")
final class TrainCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description =
          "learn only from impressions before this time (default: the imported data's split, else"
              + " all whose outcome is known)")
  private Optional<Instant> until = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    long start = System.nanoTime();
    Optional<Instant> cut = until.or(() -> DataSplit.read(common.data).map(DataSplit::trainUntil));
    try (RocksDirectory directory = RocksDirectory.openForReading(common.store());
        ConsoleProgress progress = new ConsoleProgress()) {
      ModelStore store = new ModelStore(common.models());
      Models models = Training.train(directory.log(), cut, store, Version.current(), progress);
      store.save(models);
      store.promote(models.version());
      new Report(System.out)
          .fact("version", models.version())
          .fact("dataUntil", models.manifest().dataUntil().toString())
          .metrics(models.manifest().metrics())
          .took("train", start)
          .print()
          .json(common.json);
    }
    return 0;
  }
}
