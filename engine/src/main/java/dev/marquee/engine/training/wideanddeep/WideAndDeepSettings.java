package dev.marquee.engine.training.wideanddeep;

import dev.marquee.engine.Doc;
import dev.marquee.engine.training.network.Optimiser;
import java.util.List;

/// Training settings of the ranker. The defaults are near the best on KuaiRand-Pure's last training
/// day.
public record WideAndDeepSettings(
    @Doc("what each network is made of") Architecture architecture,
    @Doc("how weights are changed in a step") Optimisation optimisation,
    @Doc("how many steps there are, and of how many networks") Schedule schedule,
    @Doc("which examples are trained on") Sampling sampling,
    @Doc("seed of the initial weights and of the order of examples") long seed,
    @Doc("training threads; the result does not depend on it") int threads) {

  public WideAndDeepSettings {
    require(threads >= 1, "threads", threads, "at least 1");
  }

  /// What a network is made of.
  public record Architecture(
      @Doc("categories fall into 2^hash-bits buckets") int hashBits,
      @Doc("floats of a category's embedding; with the two wide weights a bucket has 8")
          int embeddingSize,
      @Doc("sizes of the hidden layers") List<Integer> hidden,
      @Doc("copies of the last hidden layer that the heads mix (MMoE); 1 for a shared bottom")
          int experts,
      @Doc("whether the last watched videos are compared with the candidate") boolean attention) {

    public Architecture {
      hidden = List.copyOf(hidden);
      boolean hasHidden = !hidden.isEmpty() && hidden.stream().allMatch(size -> size >= 1);
      require(hashBits >= 1 && hashBits <= 26, "architecture.hash-bits", hashBits, "1 to 26");
      require(embeddingSize >= 1, "architecture.embedding-size", embeddingSize, "at least 1");
      require(hasHidden, "architecture.hidden", hidden, "sizes of at least 1");
      require(experts >= 1, "architecture.experts", experts, "at least 1");
    }

    /// A copy of the sizes of the hidden layers.
    public int[] hiddenSizes() {
      return hidden.stream().mapToInt(size -> size).toArray();
    }
  }

  /// How weights are changed in a step.
  public record Optimisation(
      @Doc("the optimiser of all weights") Optimiser optimiser,
      @Doc("learning rate of the layers and of dense features' wide weights") double learningRate,
      @Doc("learning rate of categories' wide weights") double wideLearningRate,
      @Doc("learning rate of embeddings") double embeddingLearningRate,
      @Doc("pulls what a bucket has to zero, as a share of it for each step that it is in")
          double weightDecay,
      @Doc(
              "what the running average of the weights keeps of itself in a step; 0: the weights of"
                  + " the last step are the model")
          double emaDecay) {

    public Optimisation {
      rate("learning-rate", learningRate);
      rate("wide-learning-rate", wideLearningRate);
      rate("embedding-learning-rate", embeddingLearningRate);
      belowOne("weight-decay", weightDecay);
      belowOne("ema-decay", emaDecay);
    }

    private static void rate(String key, double value) {
      require(value > 0 && value <= 1, "optimisation." + key, value, "above 0 and at most 1");
    }

    private static void belowOne(String key, double value) {
      require(value >= 0 && value < 1, "optimisation." + key, value, "at least 0 and below 1");
    }
  }

  /// How many steps there are, and of how many networks.
  public record Schedule(
      @Doc("examples in a step") int batchSize,
      @Doc("the most passes over the examples; the best number is found on the latest slice")
          int epochs,
      @Doc("how many networks are trained, from different seeds, and their logits averaged")
          int ensembleSize) {

    public Schedule {
      require(batchSize >= 1, "schedule.batch-size", batchSize, "at least 1");
      require(epochs >= 1, "schedule.epochs", epochs, "at least 1");
      require(ensembleSize >= 1, "schedule.ensemble-size", ensembleSize, "at least 1");
    }
  }

  /// Which examples are trained on.
  public record Sampling(
      @Doc(
              "share of the examples without a click that are learned from, each for as many as it"
                  + " stands for")
          double negativeSamplingRate,
      @Doc("share of the examples, the latest, that choose the epochs and calibrate")
          double holdout,
      @Doc("whether pClick × pWatch learns from all impressions; else pWatch from clicked ones")
          boolean esmm) {

    public Sampling {
      require(
          negativeSamplingRate > 0 && negativeSamplingRate <= 1,
          "sampling.negative-sampling-rate",
          negativeSamplingRate,
          "above 0 and at most 1");
      require(holdout >= 0 && holdout < 1, "sampling.holdout", holdout, "at least 0 and below 1");
    }
  }

  private static void require(boolean isAllowed, String key, Object value, String expected) {
    if (!isAllowed) {
      throw new IllegalArgumentException(
          "setting 'ranker.%s' is '%s', expected %s".formatted(key, value, expected));
    }
  }

  public static WideAndDeepSettings defaults() {
    return new WideAndDeepSettings(
        new Architecture(18, 6, List.of(128), 3, true),
        new Optimisation(Optimiser.ADAM, 0.001, 0.001, 0.0003, 0, 0.999),
        new Schedule(512, 8, 3),
        new Sampling(1, 0.15, true),
        1,
        Runtime.getRuntime().availableProcessors());
  }

  /// Settings of a small student network, distilled from a ranker with these settings, that takes
  /// less than a third of the time. On KuaiRand-Pure its AUC is .001 below a network's with
  /// attention and experts.
  public WideAndDeepSettings student() {
    return with(new Architecture(
            architecture.hashBits(), architecture.embeddingSize(), List.of(32), 1, false))
        .with(new Schedule(schedule.batchSize(), schedule.epochs(), 1));
  }

  /// A copy with another architecture.
  public WideAndDeepSettings with(Architecture other) {
    return new WideAndDeepSettings(other, optimisation, schedule, sampling, seed, threads);
  }

  /// A copy with another schedule.
  public WideAndDeepSettings with(Schedule other) {
    return new WideAndDeepSettings(architecture, optimisation, other, sampling, seed, threads);
  }

  /// A copy with another sampling.
  public WideAndDeepSettings with(Sampling other) {
    return new WideAndDeepSettings(architecture, optimisation, schedule, other, seed, threads);
  }
}
