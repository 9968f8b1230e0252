package dev.marquee.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.testkit.Seed;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LshBucketsTest {

  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final int D = 100;

  private final Random random;

  LshBucketsTest(@Seed Random random) {
    this.random = random;
  }

  private float[] any() {
    float[] vector = new float[D];
    for (int k = 0; k < D; k++) {
      vector[k] = (float) random.nextGaussian();
    }
    return vector;
  }

  private static int[] regions(float[] vector) {
    return LshBuckets.of(ContentVector.of(vector));
  }

  @Test
  void dependOnTheDirectionAlone() {
    float[] vector = any();
    float[] longer = vector.clone();
    float[] opposite = vector.clone();
    for (int k = 0; k < D; k++) {
      longer[k] *= 1024;
      opposite[k] = -opposite[k];
    }
    assertThat(regions(longer)).isEqualTo(regions(vector)).doesNotHaveDuplicates();
    assertThat(regions(opposite)).doesNotContain(regions(vector));
  }

  /// With vectors at an angle of 60°, a plane parts a third of the pairs.
  @Test
  void areSharedByVectorsThatPointAlike() {
    int shared = 0;
    int pairs = 5_000;
    for (int pair = 0; pair < pairs; pair++) {
      float[] vector = any();
      float[] other = any();
      for (int k = 0; k < D; k++) {
        other[k] = 0.5f * vector[k] + (float) Math.sqrt(0.75) * other[k];
      }
      int[] ofOther = regions(other);
      shared += (int) Arrays.stream(regions(vector)).filter(it -> contains(ofOther, it)).count();
    }
    double share = (double) shared / (LshBuckets.TABLES * pairs);
    assertThat(share).isCloseTo(Math.pow(2 / 3.0, LshBuckets.PLANES), within(0.02));
  }

  private static boolean contains(int[] regions, int region) {
    return Arrays.stream(regions).anyMatch(it -> it == region);
  }

  @Test
  void standBeforeTheAttributesOfAVideo() {
    float[] vector = any();
    VideoDetails details =
        new VideoDetails("", "", List.of(), "", List.of(), 0, 0, NOON, "", Map.of("a", "b"));
    var videos = new VideoTable();
    int plain = videos.apply(new VideoPublished("e1", NOON, "plain", details));
    int cat =
        videos.apply(
            new VideoPublished("e2", NOON, "cat", details.withVector(ContentVector.of(vector))));
    int[] attributes = Attributes.ofVideo(Map.of("a", "b"), Columns.NONE);
    assertThat(videos.attributes(plain)).isEqualTo(attributes);
    assertThat(videos.attributes(cat))
        .startsWith(regions(vector))
        .endsWith(attributes)
        .hasSize(LshBuckets.TABLES + 1);
  }
}
