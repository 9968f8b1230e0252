package dev.marquee.engine.training.twotower;

/// How [TwoTowerTrainer] learns.
///
/// @param architecture what the towers are made of
/// @param optimisation how rows are changed in a step, and how many steps there are
/// @param softmax what a target is compared with
/// @param seed of start, order and samples
/// @param threads that work; the result does not depend on it
public record TwoTowerSettings(
    Architecture architecture, Optimisation optimisation, Softmax softmax, long seed, int threads) {

  public TwoTowerSettings {
    atLeast(1, "threads", threads);
  }

  /// What the towers are made of.
  ///
  /// @param dimension d, floats in a vector; a multiple of 16 is fastest
  /// @param history the most items of a history that are read
  /// @param halfLife after how many newer items of a history an item weighs half as much; 0 where
  ///   all weigh the same
  /// @param attention whether the history is read by causal self-attention instead of a mean, which
  ///   helps where its order matters
  /// @param neighbours how many nearest items, by link propagation, share their rows with an item;
  ///   0 for none
  public record Architecture(
      int dimension, int history, double halfLife, boolean attention, int neighbours) {

    public Architecture {
      atLeast(1, "dimension", dimension);
      atLeast(1, "history", history);
      notNegative("halfLife", halfLife);
      atLeast(0, "neighbours", neighbours);
    }
  }

  /// How rows are changed in a step, and how many steps there are.
  ///
  /// @param epochs how often every positive is a target
  /// @param batchSize targets in a batch; each is a negative of the others
  /// @param learningRate of Adagrad
  /// @param momentRate what the learning rate and the initial length are multiplied by for the
  ///   features of a moment: what all share must not drown what each is
  /// @param initialScale the length that random rows start with
  /// @param regularisation λ of the squared rows that a batch touches
  public record Optimisation(
      int epochs,
      int batchSize,
      double learningRate,
      double momentRate,
      double initialScale,
      double regularisation) {

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
  ///
  /// @param negatives how many are drawn uniformly from all items for each batch, beside its
  ///   targets
  /// @param temperature τ: scores are cosines over τ; a small one looks at the hardest negatives,
  ///   and learns noise sooner
  /// @param maskKnown whether a user's other positives are left out of the target's negatives
  public record Softmax(int negatives, double temperature, boolean maskKnown) {

    public Softmax {
      atLeast(0, "negatives", negatives);
      positive("temperature", temperature);
    }
  }

  /// What serves: 64 floats, the last 50 watches, newer ones weighing more. All the machine's
  /// threads.
  public static TwoTowerSettings defaults() {
    return new TwoTowerSettings(
        new Architecture(64, 50, 20, false, 0),
        new Optimisation(5, 1024, 0.05, 0.1, 0.1, 0),
        new Softmax(1024, 0.1, true),
        1,
        Runtime.getRuntime().availableProcessors());
  }

  /// The same of another architecture.
  public TwoTowerSettings with(Architecture other) {
    return new TwoTowerSettings(other, optimisation, softmax, seed, threads);
  }

  /// The same for another number of epochs.
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

  /// The same with or without self-attention.
  public TwoTowerSettings attention(boolean newAttention) {
    Architecture now = architecture;
    return with(
        new Architecture(
            now.dimension(), now.history(), now.halfLife(), newAttention, now.neighbours()));
  }

  /// The same with another number of neighbours that share their rows.
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
