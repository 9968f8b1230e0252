package dev.marquee.engine.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GridSearchTest {

  /// Of 60 users each had 6 items of 40 and validates with item 7.
  private static final Histories TRAIN = Histories.of(40, rows(60, 0, 1, 2, 3, 4, 5, 7));

  private static final Histories VALID = Histories.of(40, rows(60, 7));

  private final List<GridSearch.Trial> trials = new ArrayList<>();
  private final List<Histories> fitted = new ArrayList<>();

  /// Ranks the item `best` first, and the others as `order` says.
  private final ModelFamily family =
      new ModelFamily(
          "favourite",
          "one item before all others",
          List.of(
              ModelParameter.of("best", 0, "an item", 6, 7, 8),
              ModelParameter.of("sign", 1, "of the others' order", -1, 1),
              ModelParameter.of("still", 3, "not tuned")),
          settings ->
              (train, valid, progress) -> {
                fitted.add(train);
                int best = settings.integer("best");
                double sign = settings.number("sign");
                return (user, into) -> {
                  for (int item = 0; item < into.length; item++) {
                    into[item] = item == best ? 1_000 : (float) sign * item;
                  }
                };
              });

  @Test
  void theFirstOfTheBestCombinationsWins() throws InterruptedException {
    GridSearch.Trial best = search(Map.of()).best(TRAIN, Optional.of(VALID), Progress.NONE);
    assertThat(best.settings()).isEqualTo(Map.of("best", "7", "sign", "-1"));
    assertThat(best.ndcg()).isEqualTo(1);
    assertThat(trials).hasSize(6).contains(best);
  }

  @Test
  void whatIsGivenStandsStill() throws InterruptedException {
    GridSearch.Trial best =
        search(Map.of("best", "8", "still", "4")).best(TRAIN, Optional.of(VALID), Progress.NONE);
    assertThat(best.settings()).containsEntry("best", "8").containsEntry("still", "4");
    assertThat(trials).hasSize(2);
  }

  @Test
  void candidatesNeverLearnFromTheValidationPairs() throws InterruptedException {
    search(Map.of()).best(TRAIN, Optional.of(VALID), Progress.NONE);
    for (Histories seen : fitted) {
      for (int user = 0; user < seen.users(); user++) {
        assertThat(seen.itemsOf(user)).containsExactly(0, 1, 2, 3, 4, 5);
      }
    }
    fitted.clear();
    search(Map.of()).best(TRAIN, Optional.empty(), Progress.NONE);
    for (Histories seen : fitted) {
      assertThat(seen.pairs()).as("a part is held out").isLessThan(TRAIN.pairs());
    }
  }

  @Test
  void ofManyUsersAboutThirtyThousandAreAsked() throws InterruptedException {
    int users = 60_000;
    var asked = new AtomicInteger();
    var counting =
        new ModelFamily(
            "counting",
            "counts who is asked for",
            List.of(),
            settings -> (train, valid, progress) -> (user, into) -> asked.incrementAndGet());
    new GridSearch(counting, Map.of(), 1, 2, trials::add)
        .best(
            Histories.of(2, rows(users, 0)),
            Optional.of(Histories.of(2, rows(users, 1))),
            Progress.NONE);
    assertThat(asked.get()).isBetween(29_000, 31_000);
  }

  @Test
  void tooLittleToChooseByIsRefused() {
    Histories one = Histories.of(1, new int[][] {{0}});
    assertThatThrownBy(() -> search(Map.of()).best(one, Optional.empty(), Progress.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 pairs to fit and 0 to validate");
  }

  private GridSearch search(Map<String, String> given) {
    return new GridSearch(family, given, 1, 2, trials::add);
  }

  private static int[][] rows(int users, int... items) {
    var rows = new int[users][];
    Arrays.fill(rows, items);
    return rows;
  }
}
