package dev.marquee.engine.models;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.marquee.engine.math.metrics.Calibration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The report on a version's ranker: how well a network of its settings predicts the latest
/// examples of its span, which it did not learn from.
///
/// Heads are `click`, P(click) against clicks, and `watch`, pClick × pWatch against completed
/// watches, both on every example. A metric that is not defined on its rows is left out.
///
/// @param sample the examples; its parts are inlined in the file
/// @param slices all examples first, then parts of them
/// @param importance of features, the most important first
/// @param variants of the ranker that take less time or room
/// @param comparison with what was in production; empty where nothing was
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
    // Reports of before there were any have none.
    variants = variants == null ? List.of() : List.copyOf(variants);
  }

  /// The examples that were predicted.
  ///
  /// @param from time of the first
  /// @param until time of the last
  /// @param rows how many there are
  /// @param users whose they are
  /// @param notFinite predictions that are no probability, of this network or of the version itself
  public record Sample(Instant from, Instant until, int rows, int users, int notFinite) {}

  /// Examples that have something in common.
  ///
  /// @param name of what, such as `new users` or `device: tv`
  /// @param metrics by the names that `marquee evaluate` has for them
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

  /// What predictions lose without a group of features.
  ///
  /// @param features the prefix of their names, before the colon
  /// @param aucLost by head: how much AUC falls when their values are exchanged between examples
  public record Importance(String features, Map<String, Double> aucLost) {

    public Importance {
      aucLost = ordered(aucLost);
    }
  }

  /// A cheaper form of the ranker.
  ///
  /// @param name `student`, which is served where time is short
  /// @param aucLost by head: how far its AUC is below the ranker's; below 0 where it is above
  public record Variant(String name, Map<String, Double> aucLost) {

    public Variant {
      aucLost = ordered(aucLost);
    }
  }

  /// Two rankers on the same examples.
  ///
  /// @param version the one in production
  /// @param rows how many examples those are; 0 where the two were not compared
  /// @param note why they were not compared, or on a part of the examples only; may be empty
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

  /// A copy in the order of names, in which files and tables have them.
  private static <T> Map<String, T> ordered(Map<String, T> values) {
    return Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /// The slice of all examples; empty where predictions are no probabilities.
  public Optional<Slice> all() {
    return slices.stream().filter(slice -> slice.name().equals(ALL)).findFirst();
  }
}
