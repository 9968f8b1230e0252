package dev.marquee.engine.reproduction;

import dev.marquee.engine.Progress;
import dev.marquee.engine.math.Hashing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Chooses a model's settings: fits every combination of its grid and keeps the one that ranks the
/// validation pairs best by NDCG@20.
///
/// @param family whose grid it is
/// @param given fixed settings
/// @param heard notified of each evaluated combination
public record GridSearch(
    ModelFamily family, Map<String, String> given, long seed, int threads, Consumer<Trial> heard) {

  /// A combination and its NDCG.
  ///
  /// @param settings those from the grid and the given ones
  public record Trial(Map<String, String> settings, double ndcg) {}

  /// Approximate number of users sampled if there are more. With 5,000 of Gowalla's 30,000, NDCG
  /// differences of 0.0008 were lost in noise.
  private static final int MOST_USERS = 30_000;

  /// The best combination; the first one among equals.
  ///
  /// @param valid as in [Fitter#fit]
  /// @throws IllegalArgumentException if there are too few pairs to choose by
  public Trial best(Histories train, Optional<Histories> valid, Progress progress)
      throws InterruptedException {
    Holdout holdout = Holdout.of(train, valid, seed);
    List<EvaluationQuery> questions = drawn(EvaluationQuery.all(holdout.valid()));
    if (questions.isEmpty() || holdout.fit().pairs() == 0) {
      throw new IllegalArgumentException(
          ("%d pairs to fit and %d to validate are too few to tune by: give validation pairs, or"
                  + " do without tuning")
              .formatted(holdout.fit().pairs(), holdout.valid().pairs()));
    }
    var lists = new RankedLists(holdout.fit(), seed, threads);
    Trial best = null;
    List<Map<String, String>> combinations = combinations();
    for (int i = 0; i < combinations.size(); i++) {
      Map<String, String> settings = combinations.get(i);
      Scorer scorer =
          family
              .with(settings, seed, threads)
              .fit(holdout.fit(), Optional.of(holdout.valid()), Progress.NONE);
      Trial trial = new Trial(settings, lists.ndcgAt20(scorer, questions).orElseThrow());
      heard.accept(trial);
      if (best == null || trial.ndcg() > best.ndcg()) {
        best = trial;
      }
      progress.step("tuning", i + 1, combinations.size());
    }
    return best;
  }

  /// The given settings combined with every combination of the other settings' grids.
  private List<Map<String, String>> combinations() {
    List<Map<String, String>> all = List.of(given);
    for (ModelParameter setting : family.settings()) {
      if (given.containsKey(setting.key()) || setting.grid().isEmpty()) {
        continue;
      }
      List<Map<String, String>> more = new ArrayList<>();
      for (Map<String, String> one : all) {
        for (String value : setting.grid()) {
          Map<String, String> with = new LinkedHashMap<>(one);
          with.put(setting.key(), value);
          more.add(with);
        }
      }
      all = more;
    }
    return all;
  }

  private List<EvaluationQuery> drawn(List<EvaluationQuery> questions) {
    return questions.size() <= MOST_USERS
        ? questions
        : questions.stream()
            .filter(
                question ->
                    Hashing.bucket(Hashing.mix(seed, question.user()), questions.size())
                        < MOST_USERS)
            .toList();
  }
}
