package dev.marquee.engine.training.twotower;

import dev.marquee.engine.Doc;

/// Settings of [TwoTowerTrainer].
public record TwoTowerSettings(
    @Doc("what the towers are made of") Architecture architecture,
    @Doc("how rows are changed in a step, and how many steps there are") Optimisation optimisation,
    @Doc("what a target is compared with") Softmax softmax,
    @Doc("seed of start, order and samples") long seed,
    @Doc("threads that work; the result does not depend on it") int threads) {

  public TwoTowerSettings {
    atLeast(1, "threads", threads);
  }

  /// What the towers are made of.
  public record Architecture(
      @Doc("d, floats in a vector; a multiple of 16 is fastest") int dimension,
      @Doc("the most items of a history that are read") int history,
      @Doc(
              "after how many newer items of a history an item weighs half as much; 0 where all"
                  + " weigh the same")
          double halfLife,
      @Doc(
              "whether the history is read by causal self-attention instead of a mean, which helps"
                  + " where its order matters")
          boolean attention,
      @Doc("how many nearest items, by link propagation, share their rows with an item; 0 for none")
          int neighbours) {

    public Architecture {
      atLeast(1, "dimension", dimension);
      atLeast(1, "history", history);
      notNegative("halfLife", halfLife);
      atLeast(0, "neighbours", neighbours);
    }
  }

  /// How rows are changed in a step, and how many steps there are.
  public record Optimisation(
      @Doc("how often every positive is a target") int epochs,
      @Doc("targets in a batch; each is a negative of the others") int batchSize,
      @Doc("learning rate of Adagrad") double learningRate,
      @Doc(
              "what the learning rate and the initial length are multiplied by for the features of"
                  + " a moment: what all share must not drown what each is")
          double momentRate,
      @Doc("the length that random rows start with") double initialScale,
      @Doc("λ of the squared rows that a batch touches") double regularisation) {

    public Optimisation {
      atLeast(1, "epochs", epochs);
      atLeast(1, "batchSize", batchSize);
      positive("learningRate", learningRate);
      positive("momentRate", momentRate);
      positive("initialScale", initialScale);
      notNegative("regularisation", regularisation);
    }
  }

  /// What a target is compared with.
  public record Softmax(
      @Doc("how many are drawn uniformly from all items for each batch, beside its targets")
          int negatives,
      @Doc(
              "τ: scores are cosines over τ; a small one looks at the hardest negatives, and learns"
                  + " noise sooner")
          double temperature,
      @Doc("whether a user's other positives are left out of the target's negatives")
          boolean maskKnown) {

    public Softmax {
      atLeast(0, "negatives", negatives);
      positive("temperature", temperature);
    }
  }

  /// The settings for serving: 64 floats, the last 50 watches, newer ones with more weight. Uses
  /// all hardware threads.
  public static TwoTowerSettings defaults() {
    return new TwoTowerSettings(
        new Architecture(64, 50, 20, false, 0),
        new Optimisation(5, 1024, 0.05, 0.1, 0.1, 0),
        new Softmax(1024, 0.1, true),
        1,
        Runtime.getRuntime().availableProcessors());
  }

  /// A copy with another architecture.
  public TwoTowerSettings with(Architecture other) {
    return new TwoTowerSettings(other, optimisation, softmax, seed, threads);
  }

  /// A copy with another number of epochs.
  public TwoTowerSettings epochs(int newEpochs) {
    var longer =
        new Optimisation(
            newEpochs,
            optimisation.batchSize(),
            optimisation.learningRate(),
            optimisation.momentRate(),
            optimisation.initialScale(),
            optimisation.regularisation());
    return new TwoTowerSettings(architecture, longer, softmax, seed, threads);
  }

  /// A copy with or without self-attention.
  public TwoTowerSettings attention(boolean newAttention) {
    Architecture now = architecture;
    return with(
        new Architecture(
            now.dimension(), now.history(), now.halfLife(), newAttention, now.neighbours()));
  }

  /// A copy with another number of neighbours that share their rows.
  public TwoTowerSettings neighbours(int newNeighbours) {
    Architecture now = architecture;
    return with(
        new Architecture(
            now.dimension(), now.history(), now.halfLife(), now.attention(), newNeighbours));
  }

  private static void atLeast(int min, String name, int value) {
    if (value < min) {
      throw new IllegalArgumentException(name + " must be at least " + min + ", was " + value);
    }
  }

  private static void positive(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + " must be above 0 and finite, was " + value);
    }
  }

  private static void notNegative(String name, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + " must be at least 0 and finite, was " + value);
    }
  }
}
