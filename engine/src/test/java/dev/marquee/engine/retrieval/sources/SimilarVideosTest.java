package dev.marquee.engine.retrieval.sources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.models.als.AlsLoss;
import dev.marquee.engine.models.als.AlsModel;
import dev.marquee.testkit.TinyPlatform;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimilarVideosTest {

  /// Two tastes: cats and dogs.
  private static final AlsModel PETS =
      model(List.of("cat1", "cat2", "dog1", "dog2"), 1, 0, .9f, .1f, 0, 1, .1f, .9f);

  private final TinyPlatform platform = new TinyPlatform().publish("dog2", "dog1", "cat2", "cat1");

  private static AlsModel model(List<String> ids, float... factors) {
    return new AlsModel(new AlsLoss(0.1, 0.003, 1), factors.length / ids.size(), ids, factors);
  }

  private List<String> to(AlsModel model, String video) {
    return platform.ids(
        new SimilarVideos(model, platform.snapshot().videos())
            .to(platform.query("ann"), platform.ordinal(video), 9)
            .videos());
  }

  @Test
  void goesByDirectionAndLeavesTheVideoItselfOut() {
    assertThat(to(PETS, "cat1")).containsExactly("cat2", "dog2", "dog1");
    // Twice as long a vector points no closer.
    AlsModel longDog = model(List.of("cat1", "cat2", "dog1"), 1, 0, .9f, .1f, 9, 9);
    assertThat(to(longDog, "cat1")).containsExactly("cat2", "dog1");
  }

  @Test
  void answersOnlyWhatTheViewerMaySee() {
    platform.remove("cat2").watch("ann", "dog2");
    assertThat(to(PETS, "cat1")).containsExactly("dog1");
  }

  @Test
  void knowsNothingLikeAVideoThatTrainingNeverMet() {
    platform.publish("eel");
    assertThat(to(PETS, "eel")).isEmpty();
  }
}
