package dev.marquee.engine.ranking;

import static dev.marquee.testkit.TinyPlatform.ELEVEN;
import static dev.marquee.testkit.TinyPlatform.NOON;
import static dev.marquee.testkit.TinyPlatform.about;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.Request;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Signals;
import dev.marquee.engine.retrieval.Candidate;
import dev.marquee.engine.retrieval.Charts;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.testkit.Rankers;
import dev.marquee.testkit.Seed;
import dev.marquee.testkit.TinyPlatform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelRankerTest {

  private static List<Candidate> candidates(int... videos) {
    return Arrays.stream(videos)
        .mapToObj(video -> new Candidate(video, List.of(), 1f / (1 + video)))
        .toList();
  }

  private static TinyPlatform randomPlatform(Random random) {
    TinyPlatform platform = new TinyPlatform();
    for (int i = 0; i < 40; i++) {
      platform.publish("v" + i, about("c" + random.nextInt(5)));
    }
    for (int i = 0; i < 300; i++) {
      String user = "u" + random.nextInt(10);
      String video = "v" + random.nextInt(40);
      platform.show(user, video, ELEVEN.plusSeconds(i), "DE");
      if (random.nextInt(3) == 0) {
        platform.watch(user, video, ELEVEN.plusSeconds(i), "DE");
      }
    }
    return platform;
  }

  @Test
  void theScoreOfOneNeverDependsOnItsNeighbours(@Seed Random random) {
    Query query = randomPlatform(random).query("u1");
    ModelRanker ranker =
        new ModelRanker(
            "m1", Rankers.random(random.nextLong()), Signals.NONE, Objective.defaults(), 0);
    List<Candidate> all = new ArrayList<>(candidates(IntStream.range(0, 40).toArray()));
    Collections.shuffle(all, random);
    Ranking together = ranker.rank(query, all);
    assertThat(together.slots()).hasSize(40);
    for (Slot one : together.slots()) {
      Ranking alone = ranker.rank(query, List.of(one.candidate()));
      Slot same = alone.slots().getFirst();
      assertThat(same.pClick()).isEqualTo(one.pClick());
      assertThat(same.pWatch()).isEqualTo(one.pWatch());
      assertThat(same.value()).isEqualTo(one.value());
      assertThat(same.digest()).isEqualTo(one.digest()).isNotZero();
    }
  }

  @Test
  void ordersByTheObjectivesValue(@Seed Random random) {
    Query query = randomPlatform(random).query("u1");
    Objective objective = new Objective(0.5f, 2);
    ModelRanker ranker =
        new ModelRanker("m1", Rankers.random(random.nextLong()), Signals.NONE, objective, 0);
    Ranking ranking = ranker.rank(query, candidates(IntStream.range(0, 40).toArray()));
    List<Slot> ranked = ranking.slots();
    for (int i = 0; i < ranked.size(); i++) {
      Slot one = ranked.get(i);
      assertThat(one.value()).isEqualTo(objective.value(one.pClick(), one.pWatch()));
      assertThat(i == 0 || one.value() <= ranked.get(i - 1).value()).isTrue();
    }
    assertThat(ranked).extracting(Slot::value).doesNotHaveDuplicates();
    assertThat(ranking.models()).isEqualTo("m1");
  }

  @Test
  void tiesGoByOrdinalWhateverTheOrderOfCandidates() {
    Query query = new TinyPlatform().publish("cat", "dog", "eel", "fox").query("ann");
    ModelRanker ranker =
        new ModelRanker("m1", Rankers.same(0), Signals.NONE, Objective.defaults(), 0);
    assertThat(ranker.rank(query, candidates(3, 0, 2, 1)).slots())
        .extracting(Slot::video)
        .containsExactly(0, 1, 2, 3);
  }

  @Test
  void aDigestIsThatOfTheRowItWasRankedWith(@Seed Random random) {
    Query query = randomPlatform(random).query(Request.of("u1", NOON).from("DE", "tv", "home"));
    ModelRanker ranker =
        new ModelRanker(
            "m1", Rankers.random(random.nextLong()), Signals.NONE, Objective.defaults(), 0);
    int[] videos = {7, 3, 9, 1, 30};
    Ranking ranking = ranker.rank(query, candidates(videos));
    FeatureRows rows =
        FeatureRows.build(query.snapshot(), query.user(), query.context(), NOON, videos);
    for (Slot one : ranking.slots()) {
      assertThat(videos[one.prediction().orElseThrow().row()]).isEqualTo(one.video());
      assertThat(one.digest()).isEqualTo(rows.digest(one.prediction().orElseThrow().row()));
    }
  }

  @Test
  void aViewerAheadOfTheSnapshotIsRankedAllTheSame() {
    TinyPlatform platform = new TinyPlatform().publish("cat", about("pets"));
    Snapshot older = platform.snapshot();
    for (int i = 0; i < 3_000; i++) {
      platform.publish("later" + i, about("pets"));
    }
    platform.watch("ann", "later2999").completedLongAgo("ann", "later2998");
    Query query =
        Query.of(Request.of("ann", NOON), older, platform.state("ann"), new Charts(older, NOON));
    ModelRanker ranker =
        new ModelRanker("m1", Rankers.same(0), Signals.NONE, Objective.defaults(), 0);
    assertThat(ranker.rank(query, candidates(0)).slots()).hasSize(1);
  }

  @Test
  void nothingIsRankedIntoNothing() {
    ModelRanker ranker =
        new ModelRanker("m1", Rankers.same(0), Signals.NONE, Objective.defaults(), 0);
    assertThat(ranker.rank(new TinyPlatform().query("ann"), List.of()).slots()).isEmpty();
  }
}
