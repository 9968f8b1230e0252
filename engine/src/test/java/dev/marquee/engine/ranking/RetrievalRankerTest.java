package dev.marquee.engine.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.retrieval.Candidate;
import dev.marquee.testkit.TinyPlatform;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetrievalRankerTest {

  private static final Candidate DOG = new Candidate(1, List.of(), 0.2f);
  private static final Candidate CAT = new Candidate(0, List.of(), 0.1f);

  @Test
  void keepsTheOrderOfRetrievalAndItsScores() {
    Ranking ranking =
        new RetrievalRanker()
            .rank(new TinyPlatform().publish("cat", "dog").query("ann"), List.of(DOG, CAT));
    assertThat(ranking.slots()).containsExactly(Slot.unranked(DOG, 0.2f), Slot.unranked(CAT, 0.1f));
  }

  @Test
  void claimsNoModelAndNoRows() {
    Ranking ranking =
        new RetrievalRanker().rank(new TinyPlatform().publish("cat").query("ann"), List.of(CAT));
    assertThat(ranking.models()).isEmpty();
    Slot cat = ranking.slots().getFirst();
    assertThat(cat.prediction()).isEmpty();
    assertThat(cat.digest()).isZero();
  }
}
