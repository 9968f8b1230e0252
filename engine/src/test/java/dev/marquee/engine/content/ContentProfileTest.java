package dev.marquee.engine.content;

import static dev.marquee.testkit.TinyPlatform.NOON;
import static dev.marquee.testkit.TinyPlatform.YESTERDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.state.UserState;
import dev.marquee.testkit.Seed;
import dev.marquee.testkit.TinyPlatform;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContentProfileTest {

  private final TinyPlatform platform = new TinyPlatform();

  private TinyPlatform publish(String video, float... vector) {
    return platform.publish(
        video, VideoDetails.published(YESTERDAY).withVector(ContentVector.of(vector)));
  }

  private float value(String feature, String user, String video) {
    FeatureRows rows =
        FeatureRows.build(
            platform.snapshot(),
            platform.state(user),
            Context.UNKNOWN,
            NOON,
            platform.ordinals(video));
    return rows.dense(0)[rows.denseStart(0) + FeatureRows.DENSE_NAMES.indexOf(feature)];
  }

  private float likeness(String user, String video) {
    assertThat(value("content: known", user, video)).isEqualTo(1);
    return value("content: likeness", user, video);
  }

  private void assertUnknown(String user, String video) {
    assertThat(value("content: known", user, video)).isZero();
    assertThat(value("content: likeness", user, video)).isZero();
  }

  @Test
  void likenessIsTheCosineWithTheMeanOfWhatWasWatched(@Seed Random random) {
    int d = random.nextInt(1, 40);
    double[][] directions = new double[30][d];
    for (int video = 0; video < 30; video++) {
      float[] vector = new float[d];
      double square = 0;
      float size = (float) Math.pow(10, random.nextInt(-25, 25));
      for (int k = 0; k < d; k++) {
        vector[k] = size * (float) random.nextGaussian();
        square += (double) vector[k] * vector[k];
      }
      for (int k = 0; k < d; k++) {
        directions[video][k] = vector[k] / Math.sqrt(square);
      }
      publish("v" + video, vector);
    }
    Set<Integer> latestLast = new LinkedHashSet<>();
    for (int i = 0; i < 20; i++) {
      int video = random.nextInt(30);
      platform.watch("ann", "v" + video);
      latestLast.remove(video);
      latestLast.add(video);
    }
    double[] mean = new double[d];
    double weight = Math.pow(UserState.RECENCY, latestLast.size());
    double square = 0;
    for (int video : latestLast) {
      weight /= UserState.RECENCY;
      for (int k = 0; k < d; k++) {
        mean[k] += weight * directions[video][k];
      }
    }
    for (double one : mean) {
      square += one * one;
    }
    for (int video = 0; video < 30; video++) {
      double expected = 0;
      for (int k = 0; k < d; k++) {
        expected += directions[video][k] * mean[k] / Math.sqrt(square);
      }
      assertThat(likeness("ann", "v" + video)).isCloseTo((float) expected, within(1e-4f));
    }
  }

  @Test
  void aViewerWithoutWatchesOfSuchVideosIsUnknown() {
    publish("cat", 1, 0);
    publish("dark", 0, 0);
    platform.publish("plain").watch("ann", "plain").watch("ann", "dark").show("ben", "cat");
    assertUnknown("ann", "cat");
    assertUnknown("ben", "cat");
    assertUnknown("nobody", "cat");
  }

  @Test
  void aVideoWithoutADirectionOfTheSameLengthIsUnknown() {
    publish("cat", 1, 0);
    publish("dark", 0, 0);
    publish("odd", 1, 0, 0);
    platform.publish("plain").watch("ann", "cat");
    for (String video : Set.of("dark", "odd", "plain")) {
      assertUnknown("ann", video);
    }
    assertThat(likeness("ann", "cat")).isEqualTo(1);
  }

  @Test
  void theNextRowKnowsTheWatchOfJustNow() {
    publish("cat", 1, 0);
    publish("dog", 0, 1);
    platform.watch("ann", "cat");
    assertThat(likeness("ann", "dog")).isZero();
    platform.watch("ann", "dog");
    assertThat(likeness("ann", "dog")).isGreaterThan(0.7f);
  }
}
