package dev.marquee.engine.models;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.marquee.engine.math.metrics.Calibration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The report on a version's ranker: how well a network with the same settings predicts the latest
/// examples, which it was not trained on.
///
/// Heads are `click`, P(click) against clicks, and `watch`, pClick × pWatch against completed
/// watches, both on every example. A metric that is undefined on its rows is left out.
///
/// @param sample the examples; its fields are inlined in the file
/// @param slices all examples first, then subsets of them
/// @param importance of features, the most important first
/// @param variants of the ranker that need less time or memory
/// @param comparison with the version in production; empty if there was none
public record Quality(
    @JsonUnwrapped Sample sample,
    List<Slice> slices,
    List<Importance> importance,
    List<Variant> variants,
    Optional<Comparison> comparison) {

  /// The slice of all examples.
  public static final String ALL = "all";

  public Quality {
    slices = List.copyOf(slices);
    importance = List.copyOf(importance);
    // Earlier reports lack them.
    variants = variants == null ? List.of() : List.copyOf(variants);
  }

  /// The examples that were predicted.
  ///
  /// @param from time of the first
  /// @param until time of the last
  /// @param rows number of examples
  /// @param users number of distinct viewers
  /// @param notFinite number of predictions, by this network or by the version itself, that are not
  ///   probabilities
  public record Sample(Instant from, Instant until, int rows, int users, int notFinite) {}

  /// Examples that have something in common.
  ///
  /// @param name of the common property, such as `new users` or `device: tv`
  /// @param metrics by the names that `marquee evaluate` prints
  /// @param calibration by head, from the smallest predictions to the largest
  public record Slice(
      String name,
      int rows,
      Map<String, Double> metrics,
      Map<String, List<Calibration.Bin>> calibration) {

    public Slice {
      metrics = ordered(metrics);
      calibration = ordered(calibration);
    }
  }

  /// The permutation importance of a group of features.
  ///
  /// @param features the prefix of their names, before the colon
  /// @param aucLost by head: how much AUC falls when their values are permuted between examples
  public record Importance(String features, Map<String, Double> aucLost) {

    public Importance {
      aucLost = ordered(aucLost);
    }
  }

  /// A cheaper form of the ranker.
  ///
  /// @param name `student`, which is served when time is short
  /// @param aucLost by head: the ranker's AUC minus the variant's; negative if the variant's is
  ///   higher
  public record Variant(String name, Map<String, Double> aucLost) {

    public Variant {
      aucLost = ordered(aucLost);
    }
  }

  /// Two rankers on the same examples.
  ///
  /// @param version the one in production
  /// @param rows number of examples; 0 if the two were not compared
  /// @param note why they were not compared, or only on a part of the examples; may be empty
  /// @param candidate metrics of the new one
  /// @param production metrics of the one in production
  public record Comparison(
      String version,
      int rows,
      String note,
      Map<String, Double> candidate,
      Map<String, Double> production) {

    public Comparison {
      candidate = ordered(candidate);
      production = ordered(production);
    }
  }

  /// A copy sorted by name, the order in files and tables.
  private static <T> Map<String, T> ordered(Map<String, T> values) {
    return Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /// The slice of all examples; empty if predictions are not probabilities.
  public Optional<Slice> all() {
    return slices.stream().filter(slice -> slice.name().equals(ALL)).findFirst();
  }
}
