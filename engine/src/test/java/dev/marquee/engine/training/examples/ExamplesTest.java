package dev.marquee.engine.training.examples;

import static dev.marquee.testkit.Script.NOON;
import static dev.marquee.testkit.Script.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.events.Context;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.testkit.Script;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExamplesTest {

  private static final long AT = NOON.toEpochMilli();

  private final Examples examples = new Examples();
  private final Fold fold = fold();
  private final FeatureRows rows =
      FeatureRows.build(
          fold.now(),
          fold.users().read("ann"),
          PHONE,
          NOON,
          new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});

  private static Fold fold() {
    var script = new Script();
    var fold = new Fold(FoldSettings.defaults());
    var random = new SplittableRandom(1);
    for (int i = 1; i <= 500; i++) {
      fold.apply(i, script.any(random));
    }
    return fold;
  }

  private int add(int row, long at) {
    return examples.add(rows, row, "ann", row, PHONE, at, row);
  }

  @Test
  void keepsEveryColumnOfThousandsOfExamples() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(
              examples.add(
                  rows, i % 10, "u" + i, i, new Context("", "", "s" + i), AT + i, i % 50 - 1))
          .isEqualTo(i);
    }
    assertThat(examples.size()).isEqualTo(10_000);
    for (int i = 0; i < 10_000; i++) {
      int row = i % 10;
      assertThat(examples.user(i)).isEqualTo("u" + i);
      assertThat(examples.video(i)).isEqualTo(i);
      assertThat(examples.surface(i)).isEqualTo("s" + i);
      assertThat(examples.at(i)).isEqualTo(AT + i);
      assertThat(examples.position(i)).isEqualTo(i % 50 - 1);
      int from = examples.denseStart(i);
      assertThat(Arrays.copyOfRange(examples.dense(i), from, from + FeatureRows.DENSE))
          .isEqualTo(rows.dense(row));
      assertThat(
              Arrays.copyOfRange(
                  examples.hashed(i), examples.hashedStart(i), examples.hashedEnd(i)))
          .isEqualTo(rows.hashed(row));
    }
  }

  @Test
  void anExampleStartsWithoutOutcome() {
    assertThat(examples.outcome(add(0, AT))).isEqualTo(new Outcome(false, false, 0, false));
  }

  @Test
  void outcomesOfOneExampleLeaveItsNeighboursAlone() {
    add(0, AT);
    int middle = add(1, AT);
    add(2, AT);
    examples.click(middle);
    assertThat(examples.watch(middle, 10)).isEqualTo(10f);
    assertThat(examples.watch(middle, 5)).isEqualTo(15f);
    examples.complete(middle);
    examples.close(middle);
    assertThat(examples.outcome(1)).isEqualTo(new Outcome(true, true, 15, true));
    assertThat(examples.outcome(0)).isEqualTo(new Outcome(false, false, 0, false));
    assertThat(examples.outcome(2)).isEqualTo(new Outcome(false, false, 0, false));
  }

  @Test
  void usableAreThoseWhoseWindowHasPassedAndAllWhereEachOutcomeIsKnown() {
    add(0, AT - 1);
    int open = add(1, AT);
    examples.close(add(2, AT + 1));
    int clicked = add(3, AT + 1);
    examples.click(clicked);
    examples.close(clicked);
    assertThat(examples.usable(AT)).as("clicks alone say nothing of clicks").containsExactly(0);
    assertThat(examples.usable(AT + 1)).containsExactly(0, 1, 2, 3);
    assertThat(examples.usable(Long.MIN_VALUE)).isEmpty();
    examples.close(open);
    assertThat(examples.usable(AT)).containsExactly(0, 1, 2, 3);
    assertThat(examples.usable(Long.MAX_VALUE)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void otherFeaturesLeaveImpressionsAndOutcomesAlone() {
    add(0, AT);
    int second = add(1, AT + 1);
    examples.click(second);
    examples.watch(second, 7);
    examples.close(second);
    var others = new Examples();
    others.add(rows, 8, "ben", 8, PHONE, AT + 8, 8);
    others.add(rows, 9, "ben", 9, PHONE, AT + 9, 9);
    Examples changed = examples.withFeatures(others);
    assertThat(changed.size()).isEqualTo(2);
    for (int i = 0; i < 2; i++) {
      assertThat(changed.user(i)).isEqualTo("ann");
      assertThat(changed.video(i)).isEqualTo(i);
      assertThat(changed.at(i)).isEqualTo(AT + i);
      assertThat(changed.position(i)).isEqualTo(i);
      assertThat(changed.outcome(i)).isEqualTo(examples.outcome(i));
      assertThat(bits(changed, i)).isEqualTo(bits(others, i)).isNotEqualTo(bits(examples, i));
    }
  }

  @Test
  void otherOutcomesLeaveFeaturesAlone() {
    add(0, AT);
    int second = add(1, AT);
    examples.click(second);
    examples.close(second);
    Examples changed = examples.withOutcomes(i -> i == 0, i -> i == 0);
    assertThat(changed.outcome(0)).isEqualTo(new Outcome(true, true, 0, false));
    assertThat(changed.outcome(1)).isEqualTo(new Outcome(false, false, 0, true));
    assertThat(bits(changed, 0)).isEqualTo(bits(examples, 0));
    assertThat(bits(changed, 1)).isEqualTo(bits(examples, 1));
  }

  private static List<Object> bits(Examples of, int example) {
    int dense = of.denseStart(example);
    return List.of(
        Arrays.toString(Arrays.copyOfRange(of.dense(example), dense, dense + FeatureRows.DENSE)),
        Arrays.toString(
            Arrays.copyOfRange(of.hashed(example), of.hashedStart(example), of.hashedEnd(example))),
        of.userAttributes(example),
        Arrays.toString(of.history(example)));
  }

  @Test
  void withOtherRowsOutcomesStay() {
    add(0, AT);
    int watched = add(1, AT + 1);
    examples.click(watched);
    examples.complete(watched);
    examples.watch(watched, 15);
    examples.close(watched);
    int[] video = {7};
    FeatureRows seventh =
        FeatureRows.build(fold.now(), fold.users().read("ann"), PHONE, NOON, video);
    Examples other = examples.withFeatures(example -> seventh);
    assertThat(other.size()).isEqualTo(2);
    for (int i = 0; i < 2; i++) {
      assertThat(other.outcome(i)).isEqualTo(examples.outcome(i));
      assertThat(other.user(i)).isEqualTo("ann");
      assertThat(other.video(i)).isEqualTo(examples.video(i));
      assertThat(other.at(i)).isEqualTo(AT + i);
      assertThat(other.position(i)).isEqualTo(i);
      int from = other.denseStart(i);
      assertThat(Arrays.copyOfRange(other.dense(i), from, from + FeatureRows.DENSE))
          .isEqualTo(seventh.dense(0));
    }
  }
}
