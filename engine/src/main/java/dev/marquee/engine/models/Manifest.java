package dev.marquee.engine.models;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.marquee.engine.catalog.Columns;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The provenance of a set of models.
///
/// @param version name of the folder; logged with each served feed
/// @param run the training run that made them; its fields are inlined in the file
/// @param denseFeatures names of the dense features of a row, in order
/// @param columns the platform's own columns as declared at training; none in manifests older than
///   column declarations
/// @param settings values by the keys of the settings file; manifests of earlier versions hold one
///   text per trainer
/// @param metrics measured during training, by name
/// @param files CRC-32C of each file, by name
public record Manifest(
    String version,
    @JsonUnwrapped Run run,
    List<String> denseFeatures,
    Columns columns,
    Map<String, String> settings,
    Map<String, Double> metrics,
    Map<String, Long> files) {

  /// The metric for the share of clicks that come before their impression in the log.
  public static final String LOST_CLICKS = "clicks.lost";

  /// The metric for the share of clicks and watches without an impression.
  public static final String UNATTRIBUTED_OUTCOMES = "outcomes.unattributed";

  public Manifest {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(denseFeatures, "denseFeatures");
    Objects.requireNonNull(files, "files");
    columns = Objects.requireNonNullElse(columns, Columns.NONE);
  }

  /// A training run.
  ///
  /// @param createdAt when it ended
  /// @param dataUntil no event at or after this time was used in training
  /// @param learnedUntil the ranker was trained on no example from this time on: outcomes take time
  ///   to arrive, so it may be before `dataUntil`
  /// @param logOffset the end of the log when training read it
  /// @param examples how many examples the ranker was trained on
  /// @param seed of every random choice
  /// @param code the Marquee version that trained
  public record Run(
      Instant createdAt,
      Instant dataUntil,
      Instant learnedUntil,
      long logOffset,
      int examples,
      long seed,
      String code) {

    public Run {
      Objects.requireNonNull(createdAt, "createdAt");
      Objects.requireNonNull(dataUntil, "dataUntil");
      // Earlier manifests lack it.
      learnedUntil = Objects.requireNonNullElse(learnedUntil, dataUntil);
    }
  }

  Manifest withFiles(Map<String, Long> newFiles) {
    return new Manifest(version, run, denseFeatures, columns, settings, metrics, newFiles);
  }
}
