package dev.marquee.benchmarks;

import dev.marquee.engine.Progress;
import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.math.TopK;
import dev.marquee.engine.math.metrics.RankingMetrics;
import dev.marquee.engine.models.als.AlsLoss;
import dev.marquee.engine.models.als.AlsModel;
import dev.marquee.engine.training.als.AlsSettings;
import dev.marquee.engine.training.als.AlsSolver;
import dev.marquee.engine.training.als.AlsTrainer;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// How well does ALS rank held-out items after each second of training?
///
/// Trains once on [AlsMatrix] and times every epoch, starting with a fresh JVM: JIT warm-up and the
/// transposition of the matrix are included. Then, untimed, trains from scratch for 1, 2 … epochs,
/// which gives the same vectors as after that many timed epochs, and measures them. Writes the
/// matrix to a file for `benchmarks/peers`, whose programs print lines of the same form.
/// Correctness is guarded by `AlsTrainerTest`.
///
/// Arguments, each `name=value`: `matrix`, the file; `users`, `items`, `entries` of the matrix
/// (138000, 27000, about 20000000); `d` (64); `steps` (2) or `block`, which [AlsSolver]; `threads`
/// (2), `epochs` (15; 0 only writes the matrix), `unobserved` (α0), `regularisation` (λ),
/// `exponent` (ν); `first` (1), the first epoch to measure the ranking after, and `until`, the
/// NDCG@10 at which to end.
public final class AlsSpeed {

  private static final int CUT_OFF = 10;
  private static final int CHUNK = 64;

  private final AlsMatrix matrix;
  private final AlsSettings settings;
  private final List<String> ids;

  private AlsSpeed(AlsMatrix matrix, AlsSettings settings) {
    this.matrix = matrix;
    this.settings = settings;
    this.ids = IntStream.range(0, matrix.train().columns()).mapToObj(Integer::toString).toList();
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options = new Options(arguments);
    Path file = Path.of(options.text("matrix", "als-matrix.bin"));
    AlsMatrix matrix =
        AlsMatrix.generate(
            options.integer("users", 138_000),
            options.integer("items", 27_000),
            options.integer("entries", 20_000_000),
            1);
    matrix.write(file);
    System.out.printf(
        "# %s; %,d users, %,d items, %,d entries%n",
        Machine.describe(),
        matrix.train().rows(),
        matrix.train().columns(),
        matrix.train().entries());
    int epochs = options.integer("epochs", 15);
    if (epochs == 0) {
      return;
    }
    AlsLoss loss =
        new AlsLoss(
            options.number("unobserved", 0.05),
            options.number("regularisation", 15),
            options.number("exponent", 0));
    AlsSettings settings =
        new AlsSettings(
            options.integer("d", 64),
            epochs,
            loss,
            options.number("scale", AlsSettings.defaults().initialScale()),
            solver(options),
            1,
            options.integer("threads", 2));
    new AlsSpeed(matrix, settings).measure(options.integer("first", 1), options.number("until", 1));
  }

  /// Gradients, unless a block's size is given.
  private static AlsSolver solver(Options options) {
    int block = options.integer("block", 0);
    return block > 0
        ? new AlsSolver.Blocks(block)
        : new AlsSolver.Gradients(options.integer("steps", 2));
  }

  private static String name(AlsSolver solver) {
    return switch (solver) {
      case AlsSolver.Blocks blocks -> "block=" + blocks.size();
      case AlsSolver.Gradients gradients -> "steps=" + gradients.steps();
    };
  }

  private void measure(int first, double until) throws InterruptedException {
    List<Double> seconds = new ArrayList<>();
    long start = System.nanoTime();
    AlsModel last =
        train(
            settings.epochs(),
            (what, done, of) -> {
              if (done % 2 == 0) {
                seconds.add((System.nanoTime() - start) / 1e9);
              }
            });
    double ndcg = 0;
    for (int epoch = first; epoch <= settings.epochs() && ndcg < until; epoch++) {
      ndcg = ndcg(epoch == settings.epochs() ? last : train(epoch, Progress.NONE));
      System.out.printf(
          Locale.ROOT,
          "marquee %s d=%d epoch %d seconds %.2f ndcg %.5f%n",
          name(settings.solver()),
          settings.dimension(),
          epoch,
          seconds.get(epoch - 1),
          ndcg);
    }
  }

  private AlsModel train(int epochs, Progress progress) throws InterruptedException {
    AlsSettings shortened =
        new AlsSettings(
            settings.dimension(),
            epochs,
            settings.loss(),
            settings.initialScale(),
            settings.solver(),
            settings.seed(),
            settings.threads());
    return new AlsTrainer(shortened).train(matrix.train(), ids, progress);
  }

  /// The mean over the users with held-out items; their training items are excluded.
  private double ndcg(AlsModel model) throws InterruptedException {
    int judges = Math.min(AlsMatrix.JUDGES, matrix.train().rows());
    double[] each = new double[judges];
    new Parallel(settings.threads())
        .overChunks(
            judges,
            CHUNK,
            (chunk, from, to) -> {
              float[] scores = new float[matrix.train().columns()];
              for (int user = from; user < to; user++) {
                each[user] = ndcg(model, user, scores);
              }
            });
    return Arrays.stream(each).filter(value -> value >= 0).average().orElse(0);
  }

  /// -1 for a user without held-out items.
  private double ndcg(AlsModel model, int user, float[] scores) {
    CsrMatrix train = matrix.train();
    int[] relevant = matrix.heldOut().columnsOf(user);
    if (relevant.length == 0) {
      return -1;
    }
    int[] known = train.columnsOf(user);
    float[] ones = new float[known.length];
    Arrays.fill(ones, 1);
    model.scoreAll(model.foldIn(known, ones), scores);
    for (int item : known) {
      scores[item] = Float.NEGATIVE_INFINITY;
    }
    TopK top = new TopK(CUT_OFF);
    top.addAll(scores);
    return RankingMetrics.ndcgAt(CUT_OFF, top.ids(), new IntOpenHashSet(relevant)).orElse(-1);
  }
}
