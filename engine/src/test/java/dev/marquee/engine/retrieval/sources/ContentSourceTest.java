package dev.marquee.engine.retrieval.sources;

import static dev.marquee.testkit.TinyPlatform.YESTERDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.QuietModels;
import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.index.ivf.IvfIndex;
import dev.marquee.engine.models.Fusion;
import dev.marquee.engine.models.ModelSignals;
import dev.marquee.engine.models.RetrievalModels;
import dev.marquee.engine.models.als.AlsLoss;
import dev.marquee.engine.models.als.AlsModel;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Retrieval;
import dev.marquee.engine.retrieval.Retrieval.Share;
import dev.marquee.engine.retrieval.Scored;
import dev.marquee.engine.retrieval.SourceKind;
import dev.marquee.engine.retrieval.SourceQuotas;
import dev.marquee.testkit.TinyPlatform;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ContentSourceTest {

  private static final float RECENCY = 0.9f;

  private final TinyPlatform platform = new TinyPlatform();

  private TinyPlatform publish(String video, float... vector) {
    return platform.publish(video, having(vector));
  }

  private static VideoDetails having(float... vector) {
    return VideoDetails.published(YESTERDAY).withVector(ContentVector.of(vector));
  }

  private ContentSource source() {
    return ContentSource.over(platform.snapshot().videos(), RECENCY, IvfIndex.KIND).orElseThrow();
  }

  private List<String> found(ContentSource source, String user, int k) {
    return platform.ids(source.find(platform.query(user), k).videos());
  }

  @Test
  void findsWhatPointsWhereTheWatchedOnesDo() {
    publish("cat1", 1, 0);
    publish("cat2", 5, 1);
    publish("dog1", 0, 1);
    publish("dog2", 1, 9);
    platform.watch("ann", "cat1").watch("ben", "dog1");
    assertThat(found(source(), "ann", 1)).containsExactly("cat2");
    assertThat(found(source(), "ben", 1)).containsExactly("dog2");
    assertThat(source().find(platform.query("ann"), 1).scores()[0])
        .isCloseTo(5 / (float) Math.sqrt(26), within(1e-5f));
  }

  @Test
  void theLatestWatchWeighsMostWhateverItsLength() {
    publish("cat1", 1, 0);
    publish("cat2", 3, 1);
    publish("dog1", 0, 100);
    publish("dog2", 1, 3);
    platform.watch("ann", "dog1").watch("ann", "cat1");
    assertThat(found(source(), "ann", 2)).containsExactly("cat2", "dog2");
  }

  @Test
  void isThereOnlyWhereVideosHaveVectors() {
    platform.publish("cat");
    assertThat(ContentSource.over(platform.snapshot().videos(), RECENCY, IvfIndex.KIND)).isEmpty();
    assertThat(sources()).doesNotContain("content");
    publish("dog", 1, 2);
    assertThat(sources()).contains("content");
  }

  private List<String> sources() {
    AlsModel als = new AlsModel(new AlsLoss(0.1, 0.003, 1), 1, List.of("cat"), new float[] {1});
    RetrievalModels models = QuietModels.around(als);
    var learned =
        new SourceKind.Learned(models, ModelSignals.of(models), platform.snapshot().videos());
    return Retrieval.of(Sources.ALL, learned, SourceQuotas.defaults(), Fusion.NONE)
        .shares()
        .stream()
        .map(Share::name)
        .toList();
  }

  @Test
  void hasNothingToSayOfAViewerWithoutWatchesOfSuchVideos() {
    publish("cat", 1, 0);
    publish("dark", 0, 0);
    platform.publish("plain").watch("ann", "plain").watch("ann", "dark");
    assertThat(source().find(platform.query("ann"), 5)).isEqualTo(Scored.NONE);
    assertThat(source().find(platform.query("nobody"), 5)).isEqualTo(Scored.NONE);
  }

  @Test
  void followsTheTable() {
    publish("cat1", 1, 0);
    publish("dog", -1, 1);
    platform.watch("ann", "cat1");
    ContentSource source = source();
    assertThat(found(source, "ann", 5)).containsExactly("dog");
    publish("cat2", 2, 0);
    assertThat(found(source, "ann", 5)).containsExactly("cat2", "dog");
    publish("dog", 1, 0.1f);
    publish("cat2", 0, 1);
    assertThat(found(source, "ann", 5)).containsExactly("dog", "cat2");
    platform.publish("dog");
    assertThat(found(source, "ann", 5)).containsExactly("cat2");
    platform.remove("cat2");
    assertThat(found(source, "ann", 5)).isEmpty();
  }

  @Test
  void aVectorOfAnotherLengthIsLeftOut() {
    publish("cat1", 1, 0);
    publish("cat2", 1, 1);
    platform.watch("ann", "cat1");
    ContentSource source = source();
    publish("odd", 1, 0, 0);
    assertThat(found(source, "ann", 5)).containsExactly("cat2");
    assertThat(found(source(), "ann", 5)).containsExactly("cat2");
  }

  @Test
  void findsTheBestOfTheEligible() {
    for (int seed = 0; seed < 20; seed++) {
      TinyPlatform count = new TinyPlatform();
      SplittableRandom random = new SplittableRandom(seed);
      float[][] vectors = new float[60][];
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = new float[] {random.nextFloat(), random.nextFloat() - 1, random.nextFloat()};
        count.publish("v" + i, having(vectors[i]));
      }
      int latest = random.nextInt(30);
      int before = 30 + random.nextInt(30);
      count.watch("ann", "v" + before).watch("ann", "v" + latest);
      int refused = (latest + 1) % 30;
      count.refuse("ann", "v" + refused);
      count.remove("v" + (latest + 2) % 30);
      Query query = count.query("ann");
      double[] wanted = new double[3];
      for (int d = 0; d < 3; d++) {
        wanted[d] =
            vectors[latest][d] / norm(vectors[latest])
                + RECENCY * vectors[before][d] / norm(vectors[before]);
      }
      List<Integer> expected = new ArrayList<>();
      for (int i = 0; i < vectors.length; i++) {
        if (query.eligibility().test(query.snapshot().videos(), i)) {
          expected.add(i);
        }
      }
      expected.sort(Comparator.comparingDouble(i -> -cosine(vectors[i], wanted)));
      Scored found =
          ContentSource.over(query.snapshot().videos(), RECENCY, IvfIndex.KIND)
              .orElseThrow()
              .find(query, 10);
      assertThat(found.videos())
          .as("seed %d", seed)
          .containsExactly(expected.stream().limit(10).mapToInt(i -> i).toArray());
    }
  }

  private static double cosine(float[] vector, double[] wanted) {
    return (vector[0] * wanted[0] + vector[1] * wanted[1] + vector[2] * wanted[2]) / norm(vector);
  }

  private static double norm(float[] v) {
    return Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
  }
}
