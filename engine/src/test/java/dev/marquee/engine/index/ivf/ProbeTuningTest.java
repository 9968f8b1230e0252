package dev.marquee.engine.index.ivf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.index.IdFilter;
import dev.marquee.engine.index.IndexSettings;
import dev.marquee.engine.index.RecallQueries;
import dev.marquee.engine.index.VectorSource;
import dev.marquee.testkit.Seed;
import dev.marquee.testkit.VectorIndexContract;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProbeTuningTest {

  private static final int D = 16;
  private static final int N = 10_000;

  private static IndexSettings settings(double recall) {
    return IndexSettings.of(D).withExactBelow(1_000).withRecall(recall);
  }

  private static VectorSource vectors(SplittableRandom random) {
    return VectorSource.rows(VectorIndexContract.clustered(N, D, random), D);
  }

  private static IvfLists tuned(VectorSource vectors, double recall) throws InterruptedException {
    IvfLists lists = new IvfBuilder(settings(recall)).build(vectors);
    ProbeTuning.run(lists, settings(recall), vectors);
    return lists;
  }

  private static int[] found(IvfLists lists, float[] query, int k) {
    return lists.search(query, k, IdFilter.ALL, VectorList.LATEST).ids();
  }

  @Test
  void theRecallAskedForIsTheRecallThatIsFound(@Seed SplittableRandom random)
      throws InterruptedException {
    VectorSource vectors = vectors(random);
    float[][] others = RecallQueries.of(vectors, settings(0.9).withSeed(random.nextLong()));
    for (double recall : new double[] {0.8, 0.9, 0.97}) {
      IvfLists lists = tuned(vectors, recall);
      ProbePolicy policy = lists.policy();
      for (int depth : new int[] {50, 500}) {
        double[] recalls = new double[others.length];
        for (int i = 0; i < recalls.length; i++) {
          lists.probe(ProbePolicy.EVERYTHING);
          int[] best = found(lists, others[i], depth);
          lists.probe(policy);
          recalls[i] = RecallQueries.recall(found(lists, others[i], depth), best, depth);
        }
        assertThat(RecallQueries.lowerMean(recalls))
            .as("recall %s, depth %d", recall, depth)
            .isCloseTo(recall, within(0.05));
      }
    }
  }

  @Test
  void moreRecallReadsAsManyListsOrMore(@Seed SplittableRandom random) throws InterruptedException {
    VectorSource vectors = vectors(random);
    float[] few = tuned(vectors, 0.7).policy().deviations();
    float[] max = tuned(vectors, 0.99).policy().deviations();
    for (int depth = 0; depth < few.length; depth++) {
      assertThat(few[depth]).isLessThanOrEqualTo(max[depth]);
    }
  }

  @Test
  void oneListAndAllRecallReadEverything(@Seed SplittableRandom random)
      throws InterruptedException {
    VectorSource vectors = vectors(random);
    assertThat(tuned(vectors, 1).policy().isEverything()).isTrue();
    IndexSettings exact = settings(0.9).withExactBelow(N);
    IvfLists one = new IvfBuilder(exact).build(vectors);
    ProbeTuning.run(one, exact, vectors);
    assertThat(one.size()).isOne();
    assertThat(one.policy().isEverything()).isTrue();
  }
}
