package dev.marquee.server.data;

import dev.marquee.engine.DidYouMean;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.settings.Given;
import dev.marquee.engine.settings.Setting;
import dev.marquee.engine.settings.SettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The sources of settings, in ascending priority: defaults; the files that importers write into
/// the data directory (`columns.json`, `split.json`); `marquee.yaml` in the data directory, or
/// another file; the environment; the command line.
///
/// `MARQUEE_SET_RERANKING_CATEGORY_MAX=6` sets `reranking.category.max`: the key in capitals, with
/// underscores for dots and hyphens.
///
/// @param data the data directory
/// @param other the file that is read instead of the data directory's `marquee.yaml`
/// @param environment environment variables by name; those without the prefix are ignored
/// @param set values from the command line, by key
public record SettingsSources(
    Path data, Optional<Path> other, Map<String, String> environment, Map<String, String> set) {

  public static final String FILE = "marquee.yaml";

  private static final String ENVIRONMENT = "MARQUEE_SET_";
  private static final String COMMAND_LINE = "--set";

  /// The current keys of renamed settings, by their old keys.
  private static final Map<String, String> RENAMED =
      Map.ofEntries(
          Map.entry("ranker.hidden", "ranker.architecture.hidden"),
          Map.entry("ranker.experts", "ranker.architecture.experts"),
          Map.entry("ranker.attention", "ranker.architecture.attention"),
          Map.entry("ranker.bits", "ranker.architecture.hash-bits"),
          Map.entry("ranker.embedding", "ranker.architecture.embedding-size"),
          Map.entry("ranker.esmm", "ranker.sampling.esmm"),
          Map.entry("ranker.optimiser", "ranker.optimisation.optimiser"),
          Map.entry("ranker.rate", "ranker.optimisation.learning-rate"),
          Map.entry("ranker.wide-rate", "ranker.optimisation.wide-learning-rate"),
          Map.entry("ranker.embedding-rate", "ranker.optimisation.embedding-learning-rate"),
          Map.entry("ranker.shrinkage", "ranker.optimisation.weight-decay"),
          Map.entry("ranker.averaging", "ranker.optimisation.ema-decay"),
          Map.entry("ranker.batch", "ranker.schedule.batch-size"),
          Map.entry("ranker.epochs", "ranker.schedule.epochs"),
          Map.entry("ranker.networks", "ranker.schedule.ensemble-size"),
          Map.entry("ranker.negatives", "ranker.sampling.negative-sampling-rate"),
          Map.entry("ranker.holdout", "ranker.sampling.holdout"));

  /// Only a data directory.
  public static SettingsSources of(Path data) {
    return new SettingsSources(data, Optional.empty(), Map.of(), Map.of());
  }

  /// The same with one more value from the command line.
  public SettingsSources with(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(set);
    more.put(key, value);
    return new SettingsSources(data, other, environment, more);
  }

  /// The settings file.
  public Path file() {
    return other.orElse(data.resolve(FILE));
  }

  /// Reads and checks all settings.
  ///
  /// @param notes receives a line about each old name
  /// @throws SettingException if a setting is invalid; the message says where, its value and what
  ///   was expected
  public LoadedSettings load(Consumer<String> notes) {
    List<Given> all = new ArrayList<>(imported());
    all.addAll(written());
    all.addAll(ofEnvironment());
    set.forEach((key, value) -> all.add(new Given(key, value, COMMAND_LINE, 0)));
    all.replaceAll(given -> renamed(given, notes));
    Map<String, String> sources = new LinkedHashMap<>();
    all.forEach(given -> sources.put(given.key(), given.source()));
    return LoadedSettings.of(ServerSettings.TREE.with(all), sources);
  }

  private List<Given> imported() {
    List<Given> all = new ArrayList<>();
    Columns columns = ColumnsFile.read(data);
    columns.user().forEach((name, kind) -> add(all, "columns.user." + name, kind, "columns.json"));
    columns
        .video()
        .forEach((name, kind) -> add(all, "columns.video." + name, kind, "columns.json"));
    DataSplit.read(data)
        .ifPresent(
            split -> {
              add(all, "split.train-until", split.trainUntil(), "split.json");
              add(all, "split.evaluate-from", split.evaluateFrom(), "split.json");
              split.evaluateTo().ifPresent(to -> add(all, "split.evaluate-to", to, "split.json"));
            });
    return all;
  }

  private static void add(List<Given> to, String key, Object value, String source) {
    to.add(new Given(key, value.toString(), source, 0));
  }

  private List<Given> written() {
    Path file = file();
    if (!Files.exists(file)) {
      if (other.isPresent()) {
        throw new SettingException("there is no settings file '" + file + "'");
      }
      return List.of();
    }
    try {
      return SettingsYaml.read(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private List<Given> ofEnvironment() {
    Map<String, String> keys = new TreeMap<>();
    for (Setting setting : ServerSettings.TREE.settings()) {
      if (!setting.isMap()) {
        keys.put(variable(setting.key()), setting.key());
      }
    }
    List<Given> all = new ArrayList<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(ENVIRONMENT)) {
            if (!keys.containsKey(name)) {
              throw new SettingException(
                  "environment: there is no setting for '%s' (given '%s')%s"
                      .formatted(name, value, DidYouMean.guess(keys.keySet(), name)));
            }
            all.add(new Given(keys.get(name), value, name, 0));
          }
        });
    return all;
  }

  /// The name of a setting's environment variable.
  static String variable(String key) {
    return ENVIRONMENT + key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
  }

  private static Given renamed(Given given, Consumer<String> notes) {
    String now = RENAMED.get(given.key());
    if (now == null) {
      return given;
    }
    notes.accept("setting '%s' is called '%s' now".formatted(given.key(), now));
    return new Given(now, given.text(), given.source(), given.line());
  }
}
