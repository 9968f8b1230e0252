package dev.marquee.engine.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.Progress;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every model that can be reproduced.
class ModelFamiliesTest {

  private static final long SEED = 21;

  static Stream<String> names() {
    return ModelFamilies.all().stream().map(ModelFamily::name);
  }

  @Test
  void eachGoesByANameOfItsOwnAndDescribesItsSettings() {
    assertThat(new LinkedHashSet<>(names().toList())).hasSameSizeAs(ModelFamilies.all());
    for (ModelFamily family : ModelFamilies.all()) {
      assertThat(ModelFamilies.named(family.name())).isSameAs(family);
      assertThat(family.meaning()).isNotBlank();
      assertThat(family.settings()).allMatch(setting -> !setting.meaning().isBlank());
    }
    assertThatThrownBy(() -> ModelFamilies.named("dowsing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no model 'dowsing', expected one of popular, item-to-item, graph");
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyValueOfItsGridCanBeSet(String name) {
    ModelFamily family = ModelFamilies.named(name);
    for (ModelParameter setting : family.settings()) {
      for (String value : setting.grid()) {
        assertThat(family.with(Map.of(setting.key(), value), SEED, 1)).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void refusesWhatItDoesNotKnow(String name) {
    ModelFamily family = ModelFamilies.named(name);
    assertThatThrownBy(() -> family.with(Map.of("colour", "red"), SEED, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "' has no setting 'colour'")
        .hasMessageContaining(
            family.settings().isEmpty() ? "nor any other" : family.settings().getFirst().key());
    for (ModelParameter setting : family.settings()) {
      assertThatThrownBy(() -> family.with(Map.of(setting.key(), "?"), SEED, 1))
          .as(setting.key())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("setting '" + setting.key() + "' is '?', expected");
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void findsPlantedTastes(String name) throws InterruptedException {
    if (name.equals("popular")) {
      return; // which has no taste
    }
    Reproduction planted = planted();
    double found = run(planted, name, 2).get("recall@20");
    assertThat(found)
        .as("seed %d", SEED)
        .isGreaterThan(2 * run(planted, "popular", 2).get("recall@20"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void scoresHaveTheSameBitsOnAnyNumberOfThreadsAndEachTime(String name)
      throws InterruptedException {
    Reproduction planted = planted();
    float[][] first = scores(planted, name, 1);
    assertThat(scores(planted, name, 3)).isDeepEqualTo(first);
    assertThat(scores(planted, name, 1)).isDeepEqualTo(first);
  }

  @ParameterizedTest
  @MethodSource("names")
  void oneUserAndOneItemAreEnough(String name) throws InterruptedException {
    var lone =
        new Reproduction(
            Histories.of(1, new int[][] {{0}}),
            Optional.empty(),
            List.of(
                EvaluationQuery.full(0, new int[] {1}), EvaluationQuery.full(1, new int[] {0})));
    assertThat(run(lone, name, 1)).containsEntry("recall@5", 0.5);
  }

  @ParameterizedTest
  @MethodSource("names")
  void usersAndItemsWithoutPairsDoNoHarm(String name) throws InterruptedException {
    var sparse =
        new Reproduction(
            Histories.of(6, new int[][] {{}, {0, 1}, {0, 1, 2}, {5}, {}}),
            Optional.of(Histories.of(6, new int[][] {{}, {2}, {}, {}, {}})),
            List.of(
                EvaluationQuery.full(0, new int[] {0}),
                EvaluationQuery.full(1, new int[] {2}),
                EvaluationQuery.full(3, new int[] {3}),
                EvaluationQuery.full(9, new int[] {9})));
    Map<String, Double> metrics = run(sparse, name, 2);
    assertThat(metrics.values()).allMatch(value -> value >= 0 && value <= 1);
    assertThat(metrics).containsEntry("recall@10", 0.75);
    assertThat(metrics.get("ndcg@5")).as("user 1 is shown item 2").isGreaterThan(0.5);
  }

  @ParameterizedTest
  @MethodSource("names")
  void sizesBeyondTheCatalogAreCutToIt(String name) throws InterruptedException {
    ModelFamily family = ModelFamilies.named(name);
    for (String key : List.of("neighbours", "dim")) {
      if (family.settings().stream().anyMatch(setting -> setting.key().equals(key))) {
        var tiny =
            new Reproduction(
                Histories.of(3, new int[][] {{0, 1}, {1, 2}}),
                Optional.empty(),
                List.of(EvaluationQuery.full(0, new int[] {2})));
        Fitter recipe = family.with(Map.of(key, "100"), SEED, 2);
        assertThat(tiny.run(recipe, SEED, 2, Progress.NONE).metrics()).containsEntry("ndcg@5", 1.0);
      }
    }
  }

  @Test
  void nothingToLearnFromIsRefused() {
    var empty = new Reproduction(Histories.of(0, new int[2][0]), Optional.empty(), List.of());
    assertThatThrownBy(() -> run(empty, "popular", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no pair");
  }

  private static Map<String, Double> run(Reproduction reproduction, String name, int threads)
      throws InterruptedException {
    Fitter recipe = ModelFamilies.named(name).with(Map.of(), SEED, threads);
    return reproduction.run(recipe, SEED, threads, Progress.NONE).metrics();
  }

  private static float[][] scores(Reproduction reproduction, String name, int threads)
      throws InterruptedException {
    Scorer scorer =
        ModelFamilies.named(name)
            .with(Map.of(), SEED, threads)
            .fit(reproduction.train(), reproduction.valid(), Progress.NONE);
    var scores = new float[20][reproduction.train().items()];
    for (int user = 0; user < scores.length; user++) {
      Arrays.fill(scores[user], Float.NaN);
      scorer.score(user, scores[user]);
    }
    return scores;
  }

  /// 300 users of 6 tastes among 240 items had 7 of the taste's 40 and 2 others each, and are asked
  /// for 3 more of the taste.
  private static Reproduction planted() {
    var random = new SplittableRandom(SEED);
    var train = new int[300][];
    var wanted = new int[300][];
    for (int user = 0; user < train.length; user++) {
      int first = 40 * (user % 6);
      int[] own = random.ints(first, first + 40).distinct().limit(10).toArray();
      wanted[user] = Arrays.copyOf(own, 3);
      train[user] = Arrays.copyOfRange(own, 3, 12);
      train[user][7] = random.nextInt(240);
      train[user][8] = random.nextInt(240);
    }
    return new Reproduction(
        Histories.of(240, train), Optional.empty(), EvaluationQuery.all(Histories.of(240, wanted)));
  }
}
