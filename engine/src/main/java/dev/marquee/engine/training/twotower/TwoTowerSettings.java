package dev.marquee.engine.training.twotower;

/// How [TwoTowerTrainer] learns.
///
/// @param dimension d, floats in a vector; a multiple of 16 is fastest
/// @param epochs how often every positive is a target
/// @param batch targets in a batch; each is a negative of the others
/// @param negatives drawn uniformly from all items for each batch, beside its targets
/// @param temperature τ: scores are cosines over τ; a small one looks at the hardest negatives, and
///   learns noise sooner
/// @param learningRate of Adagrad
/// @param momentRate what the learning rate and the initial length are multiplied by for the
///   features of a moment: what all share must not drown what each is
/// @param initialScale the length that random rows start with
/// @param history the most items of a history that are read
/// @param halfLife after how many newer items of a history an item weighs half as much; 0 where all
///   weigh the same
/// @param attention whether the history is read by causal self-attention instead of a mean, which
///   helps where its order matters
/// @param neighbours how many nearest items, by link propagation, share their rows with an item; 0
///   for none
/// @param regularisation λ of the squared rows that a batch touches
/// @param maskKnown whether a user's other positives are left out of the target's negatives
/// @param seed of start, order and samples
/// @param threads that work; the result does not depend on it
public record TwoTowerSettings(
    int dimension,
    int epochs,
    int batch,
    int negatives,
    double temperature,
    double learningRate,
    double momentRate,
    double initialScale,
    int history,
    double halfLife,
    boolean attention,
    int neighbours,
    double regularisation,
    boolean maskKnown,
    long seed,
    int threads) {

  public TwoTowerSettings {
    atLeast(1, "dimension", dimension);
    atLeast(1, "epochs", epochs);
    atLeast(1, "batch", batch);
    atLeast(0, "negatives", negatives);
    atLeast(1, "history", history);
    atLeast(0, "neighbours", neighbours);
    atLeast(1, "threads", threads);
    positive("temperature", temperature);
    positive("learningRate", learningRate);
    positive("momentRate", momentRate);
    positive("initialScale", initialScale);
    notNegative("halfLife", halfLife);
    notNegative("regularisation", regularisation);
  }

  /// What serves: 64 floats, the last 50 watches, newer ones weighing more. All the machine's
  /// threads.
  public static TwoTowerSettings defaults() {
    return new TwoTowerSettings(
        64,
        5,
        1024,
        1024,
        0.1,
        0.05,
        0.1,
        0.1,
        50,
        20,
        false,
        0,
        0,
        true,
        1,
        Runtime.getRuntime().availableProcessors());
  }

  /// The same for another number of epochs.
  public TwoTowerSettings epochs(int newEpochs) {
    return with(newEpochs, attention, neighbours);
  }

  /// The same with or without self-attention.
  public TwoTowerSettings attention(boolean newAttention) {
    return with(epochs, newAttention, neighbours);
  }

  /// The same with another number of neighbours that share their rows.
  public TwoTowerSettings neighbours(int newNeighbours) {
    return with(epochs, attention, newNeighbours);
  }

  private TwoTowerSettings with(int newEpochs, boolean newAttention, int newNeighbours) {
    return new TwoTowerSettings(
        dimension,
        newEpochs,
        batch,
        negatives,
        temperature,
        learningRate,
        momentRate,
        initialScale,
        history,
        halfLife,
        newAttention,
        newNeighbours,
        regularisation,
        maskKnown,
        seed,
        threads);
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
