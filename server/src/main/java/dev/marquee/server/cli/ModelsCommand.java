package dev.marquee.server.cli;

import dev.marquee.engine.models.Manifest;
import dev.marquee.engine.models.ModelStore;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/// `marquee models`: manages trained versions and the one in production.
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description =
        "List trained versions, report on them, promote one, roll back, or replace the ranker.",
    subcommands = {
      ModelsCommand.ListModels.class,
      ReportModelsCommand.class,
      PromoteModelsCommand.class,
      ModelsCommand.Rollback.class,
      RankerExport.class,
      RankerImport.class
    })
final class ModelsCommand implements Runnable {

  @Mixin DataOptions common;

  @Override
  public void run() {
    list(common);
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List all saved versions and mark the one in production.")
  static final class ListModels implements Runnable {

    @ParentCommand private ModelsCommand models;

    @Override
    public void run() {
      list(models.common);
    }
  }

  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      description = "Put the previous version back into production.")
  static final class Rollback implements Runnable {

    @ParentCommand private ModelsCommand models;

    @Override
    public void run() {
      String version = earlier(models.common.modelStore());
      System.out.println("in production: " + version);
      new Report(System.out).fact("version", version).json(models.common.json);
    }

    /// The version to roll back to. If there is none, the exit code is that of wrong usage, as for
    /// `evaluate` without models.
    private static String earlier(ModelStore store) {
      try {
        return store.rollback();
      } catch (IllegalStateException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
  }

  /// The version in production.
  static String current(ModelStore store, DataOptions common) {
    return store
        .current()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no models in '"
                        + common.data.resolve("models")
                        + "': run 'marquee train' first"));
  }

  private static void list(DataOptions common) {
    ModelStore store = common.modelStore();
    String current = store.current().orElse("");
    List<Manifest> all = store.list();
    if (all.isEmpty()) {
      System.out.println("no models yet: run 'marquee train'");
    } else {
      System.out.printf("  %-22s %-26s %12s  %s%n", "version", "data until", "examples", "code");
    }
    List<String> versions = new ArrayList<>();
    for (Manifest manifest : all) {
      versions.add(manifest.version());
      System.out.printf(
          "%s %-22s %-26s %,12d  %s%n",
          manifest.version().equals(current) ? "*" : " ",
          manifest.version(),
          manifest.run().dataUntil(),
          manifest.run().examples(),
          manifest.run().code());
    }
    new Report(System.out)
        .fact("current", current)
        .fact("versions", versions)
        .metric("models", all.size())
        .json(common.json);
  }
}
