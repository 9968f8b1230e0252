package dev.marquee.engine.retrieval.sources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.models.als.AlsLoss;
import dev.marquee.engine.models.als.AlsModel;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Scored;
import dev.marquee.testkit.Seed;
import dev.marquee.testkit.TinyPlatform;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlsSourceTest {

  /// Two tastes: cats and dogs.
  private static final AlsModel PETS =
      model(
          List.of("cat1", "cat2", "cat3", "dog1", "dog2"),
          1,
          0,
          .9f,
          .1f,
          .8f,
          .2f,
          0,
          1,
          .1f,
          .9f);

  private final TinyPlatform platform =
      new TinyPlatform().publish("dog2", "dog1", "cat3", "cat2", "cat1");

  private static AlsModel model(List<String> ids, float... factors) {
    return new AlsModel(new AlsLoss(0.1, 0.003, 1), factors.length / ids.size(), ids, factors);
  }

  private AlsSource source() {
    return new AlsSource(PETS, platform.snapshot().videos());
  }

  private List<String> find(String user, int k) {
    return platform.ids(source().find(platform.query(user), k).videos());
  }

  @Test
  void equalsScoringEveryEligibleVideo(@Seed Random random) {
    int items = 300;
    int d = 8;
    float[] factors = new float[items * d];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (float) random.nextGaussian();
    }
    List<String> ids = IntStream.range(0, items).mapToObj(i -> "v" + i).toList();
    AlsModel model = model(ids, factors);
    // The table numbers them in another order than the model does.
    for (int i = items - 1; i >= 0; i--) {
      platform.publish("v" + i);
    }
    int[] history = random.ints(0, items).distinct().limit(20).toArray();
    for (int item : history) {
      platform.watch("ann", "v" + item);
    }
    for (int i = 0; i < 50; i++) {
      platform.remove("v" + random.nextInt(items));
    }
    Query query = platform.query("ann");
    int[] latestFirst = new int[history.length];
    for (int i = 0; i < history.length; i++) {
      latestFirst[i] = history[history.length - 1 - i];
    }
    float[] weights = new float[history.length];
    Arrays.fill(weights, 1);
    float[] viewer = model.foldIn(latestFirst, weights);
    List<String> expected =
        IntStream.range(0, items)
            .filter(i -> query.eligibility().test(query.snapshot().videos(), video(i)))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -model.score(viewer, i)))
            .map(i -> "v" + i)
            .limit(40)
            .toList();

    Scored found = new AlsSource(model, platform.snapshot().videos()).find(query, 40);
    assertThat(platform.ids(found.videos())).containsExactlyElementsOf(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.scores()[i]).isEqualTo(model.score(viewer, ids.indexOf(expected.get(i))));
    }
  }

  private int video(int item) {
    return platform.ordinal("v" + item);
  }

  @Test
  void theNextRequestKnowsTheWatchOfJustNow() {
    platform.watch("ann", "cat1");
    assertThat(find("ann", 2)).containsExactly("cat2", "cat3");
    platform.watch("ann", "dog1").watch("ann", "dog3");
    assertThat(find("ann", 2)).as("half cats, half dogs").containsExactly("dog2", "cat3");
  }

  @Test
  void saysNothingToAViewerWhoseHistoryItDoesNotKnow() {
    assertThat(find("ann", 5)).isEmpty();
    platform.publish("eel").watch("ann", "eel").show("ann", "cat1");
    assertThat(find("ann", 5)).isEmpty();
  }

  @Test
  void aVideoWatchedTwiceCountsOnceAsInTraining() {
    platform.watch("ann", "cat1").watch("ann", "dog1");
    platform.watch("ben", "cat1").watch("ben", "dog1").watch("ben", "cat1").watch("ben", "cat1");
    assertThat(source().find(platform.query("ben"), 5).scores())
        .containsExactly(source().find(platform.query("ann"), 5).scores());
  }

  @Test
  void aVideoPublishedAfterTrainingNeitherBreaksNorAnswers() {
    AlsSource trainedBefore = source();
    for (int i = 0; i < 3_000; i++) {
      platform.publish("later" + i);
    }
    platform.watch("ann", "cat1").watch("ann", "later2999");
    Query query = platform.query("ann");
    assertThat(platform.ids(trainedBefore.find(query, 9).videos()))
        .startsWith("cat2", "cat3")
        .containsExactlyInAnyOrder("cat2", "cat3", "dog1", "dog2");
  }

  @Test
  void aVideoThatTheTableLacksIsLeftOut() {
    TinyPlatform smaller = new TinyPlatform().publish("cat1", "dog1").watch("ann", "cat1");
    AlsSource source = new AlsSource(PETS, smaller.snapshot().videos());
    assertThat(smaller.ids(source.find(smaller.query("ann"), 5).videos())).containsExactly("dog1");
  }
}
