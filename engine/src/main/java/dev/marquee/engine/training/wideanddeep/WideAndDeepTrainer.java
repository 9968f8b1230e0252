package dev.marquee.engine.training.wideanddeep;

import dev.marquee.engine.Progress;
import dev.marquee.engine.math.Hashing;
import dev.marquee.engine.math.Platt;
import dev.marquee.engine.math.Shuffle;
import dev.marquee.engine.models.wideanddeep.InputLayout;
import dev.marquee.engine.models.wideanddeep.WideAndDeep;
import dev.marquee.engine.models.wideanddeep.WideAndDeep.Shape;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import dev.marquee.engine.training.examples.Examples;
import dev.marquee.engine.training.wideanddeep.WideAndDeepNetwork.Batch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Trains the ranker on examples in time order.
///
/// The latest slice (holdout) chooses the number of epochs and fits the calibration of a model not
/// trained on it. Then networks of several seeds are trained on all examples for that many epochs.
/// The bits depend on the examples and the settings, not on the thread count.
public final class WideAndDeepTrainer {

  /// Early stopping: epochs without gain after which training ends.
  private static final int PATIENCE = 2;

  /// From this many examples on one network is enough: more data beats averaging seeds. The network
  /// that chose the epochs continues with the latest slice, instead of another one trained from
  /// scratch: the demo's million take a minute and not four.
  private static final int ONE_NETWORK_FROM_EXAMPLES = 300_000;

  /// With many examples, one more epoch must lower the log loss by this share.
  private static final double WORTH = 0.002;

  /// Over fewer days each weekday occurs once or twice, so its weight would describe those days
  /// only.
  private static final long WEEKDAYS_FROM_MILLIS = Duration.ofDays(14).toMillis();

  /// The name of a progress step.
  private static final String STUDENT = "training the ranker's student";

  private final WideAndDeepSettings settings;
  private final int oneNetworkFromExamples;
  private final Progress progress;

  public WideAndDeepTrainer(WideAndDeepSettings settings, Progress progress) {
    this(settings, ONE_NETWORK_FROM_EXAMPLES, progress);
  }

  /// @param oneNetworkFromExamples from this many examples on, one network is trained and continued
  WideAndDeepTrainer(WideAndDeepSettings settings, int oneNetworkFromExamples, Progress progress) {
    this.settings = settings;
    this.oneNetworkFromExamples = oneNetworkFromExamples;
    this.progress = progress;
  }

  /// Trains on the examples of `usable`, in time order. If all were clicked, as with film ratings,
  /// pClick is constant and only pWatch ranks.
  ///
  /// @throws IllegalArgumentException if there are too few examples of either outcome
  public WideAndDeepModel train(Examples examples, int[] usable) throws InterruptedException {
    return fit(examples, usable, Optional.empty()).ranker();
  }

  /// A ranker and its student.
  ///
  /// @param ranker trained on all examples
  /// @param student a small network distilled from the ranker
  /// @param tried on the second half of the latest slice: the network that chose the epochs,
  ///   calibrated on the first half, and its student; empty if there was no slice
  public record Learned(
      WideAndDeepModel ranker,
      WideAndDeepModel student,
      Optional<RankerEvaluator.HoldoutResult> tried) {}

  /// Trains like [#train], distils a student, and keeps holdout rankers for evaluating both.
  ///
  /// @param from the warm start, which was trained on no example of `usable`: each of its networks
  ///   is fine-tuned with its feature scaling unchanged, and is kept as is if it is already best on
  ///   the latest slice
  public Learned learn(Examples examples, int[] usable, Optional<WarmStart> from)
      throws InterruptedException {
    Fitted fitted = fit(examples, usable, from);
    Run run = fitted.run;
    BestEpoch chosen = fitted.chosen;
    WideAndDeepModel ranker = fitted.ranker;
    if (chosen.network().isEmpty()) {
      WideAndDeep student = run.students(ranker, usable).fit(STUDENT, usable, 0, chosen.epochs());
      return new Learned(ranker, chosen.student(student), Optional.empty());
    }
    WideAndDeepModel one = chosen.ofFirstHalf().model(chosen.network().get());
    int[] early = fitted.early;
    int[] late = fitted.late;
    // With many examples, one epoch is enough.
    int epochs = fitted.goesOn ? 1 : Math.max(1, chosen.epochs());
    WideAndDeep tried = run.students(one, early).fit(STUDENT, early, 0, epochs);
    WideAndDeep student =
        fitted.goesOn
            ? run.students(ranker, late).fineTune(tried, late)
            : run.students(ranker, usable).fit(STUDENT, usable, 0, epochs);
    int[] later = Arrays.copyOfRange(late, late.length / 2, late.length);
    return new Learned(
        ranker,
        chosen.student(student),
        Optional.of(new RankerEvaluator.HoldoutResult(one, chosen.student(tried), later)));
  }

  /// A ranker and how it was trained.
  ///
  /// @param goesOn whether it is the network that chose the epochs, fine-tuned on the late examples
  private record Fitted(
      Run run,
      BestEpoch chosen,
      WideAndDeepModel ranker,
      int[] early,
      int[] late,
      boolean goesOn) {}

  private Fitted fit(Examples examples, int[] usable, Optional<WarmStart> from)
      throws InterruptedException {
    requireBothOutcomes(examples, usable);
    boolean areAllClicked = Arrays.stream(usable).allMatch(examples::clicked);
    int cut = usable.length - (int) (usable.length * settings.sampling().holdout());
    var run = new Run(examples, usable, cut, from, areAllClicked);
    int[] early = Arrays.copyOf(usable, cut);
    int[] late = Arrays.copyOfRange(usable, cut, usable.length);
    BestEpoch chosen = run.choose(early, late);
    List<WideAndDeep> networks = new ArrayList<>();
    boolean isOneEnough = from.isEmpty() || run.networks == 1;
    boolean goesOn =
        usable.length >= oneNetworkFromExamples
            && isOneEnough
            && chosen.epochs() > 0
            && chosen.network().isPresent();
    for (int i = 0; i < (goesOn ? 1 : run.networks); i++) {
      networks.add(
          goesOn
              ? run.fineTune(chosen.network().get(), late)
              : run.fit("training the ranker", usable, i, chosen.epochs()));
    }
    if (areAllClicked) {
      // As if there were one more example without a click.
      chosen = chosen.withClick(new Platt(Platt.MIN_SLOPE, Math.log(usable.length + 1.0)));
    }
    var ranker = new WideAndDeepModel(networks, chosen.ofAll().click(), chosen.ofAll().watch());
    return new Fitted(run, chosen, ranker, early, late, goesOn);
  }

  private static void requireBothOutcomes(Examples examples, int[] usable) {
    long clicks = Arrays.stream(usable).filter(examples::clicked).count();
    long completed = Arrays.stream(usable).filter(examples::completed).count();
    boolean watchesDiffer = completed > 0 && completed < clicks;
    if (clicks == 0 || (clicks == usable.length && !watchesDiffer)) {
      throw new IllegalArgumentException(
          ("%d examples with %d clicks: a ranker needs shown videos that were clicked and shown"
                  + " videos that were not; send impressions as well as clicks")
              .formatted(usable.length, clicks));
    }
  }

  /// Training of networks with some settings on targets of the examples.
  private final class Run {

    private final WideAndDeepSettings settings;
    private final Examples examples;
    private final Targets targets;
    private final DenseScaling scaling;
    private final Optional<WarmStart> start;
    private final Optional<WideAndDeepModel> from;
    private final int networks;
    private final boolean esmm;
    private final InputLayout layout;

    Run(
        Examples examples,
        int[] usable,
        int cut,
        Optional<WarmStart> start,
        boolean areAllClicked) {
      this.settings = WideAndDeepTrainer.this.settings;
      this.examples = examples;
      this.targets = Targets.of(examples);
      this.start = start;
      this.from = start.map(WarmStart::ranker);
      this.networks =
          from.map(model -> model.networks().size()).orElse(settings.schedule().ensembleSize());
      this.scaling =
          from.map(DenseScaling::of).orElseGet(() -> DenseScaling.of(examples, usable, cut));
      this.layout =
          from.map(model -> model.networks().getFirst().shape().layout())
              .orElseGet(() -> layout(examples, usable));
      this.esmm = settings.sampling().esmm() && !areAllClicked;
    }

    private static InputLayout layout(Examples examples, int[] usable) {
      long span = examples.at(usable[usable.length - 1]) - examples.at(usable[0]);
      InputLayout all = InputLayout.ofRows();
      return span < WEEKDAYS_FROM_MILLIS ? all.without("weekday") : all;
    }

    private Run(Run like, WideAndDeepSettings settings, Targets targets) {
      this.settings = settings;
      this.examples = like.examples;
      this.targets = targets;
      this.scaling = like.scaling;
      this.start = like.start;
      this.from = start.map(WarmStart::student);
      this.networks = 1;
      this.esmm = like.esmm;
      this.layout = like.layout;
    }

    /// Training of students on a teacher's predictions of some examples.
    Run students(WideAndDeepModel teacher, int[] of) throws InterruptedException {
      Targets said = Targets.by(teacher, examples, of, settings.threads());
      return new Run(this, settings.student(), said);
    }

    /// Trains on the early examples as long as the late ones are predicted better.
    BestEpoch choose(int[] early, int[] late) throws InterruptedException {
      if (late.length == 0 || early.length == 0) {
        return BestEpoch.NONE;
      }
      WideAndDeepNetwork network = begin(0);
      double best = Double.POSITIVE_INFINITY;
      BestEpoch chosen = BestEpoch.NONE;
      for (int epoch = from.isPresent() ? 0 : 1; epoch <= settings.schedule().epochs(); epoch++) {
        String loss =
            epoch == 0 ? "as it was" : "loss %.4f".formatted(epoch(network, early, epoch, 0));
        WideAndDeep now = network.now(examples, early);
        HoldoutFit tried = new HoldoutFit(now, examples, late);
        progress.note("ranker epoch %d: %s; on the latest slice %s".formatted(epoch, loss, tried));
        progress.step("choosing the epochs of the ranker", epoch, settings.schedule().epochs());
        boolean isWorthAnother =
            early.length < oneNetworkFromExamples || tried.loss < (1 - WORTH) * best;
        if (tried.loss < best - 1e-5) {
          best = tried.loss;
          chosen =
              new BestEpoch(
                  epoch, Optional.of(now), tried.ofAll(), tried.ofFirstHalf(), Heads.NONE);
        }
        if (!isWorthAnother || epoch - chosen.epochs() >= PATIENCE) {
          break;
        }
      }
      return chosen;
    }

    /// Fine-tunes on the part of the latest slice left for training.
    WideAndDeep fineTune(WideAndDeep chosen, int[] late) throws InterruptedException {
      WideAndDeepNetwork network = begin(0);
      copy(chosen, network.network);
      epoch(network, late, 1, 0);
      return network.now(examples, late);
    }

    WideAndDeep fit(String what, int[] all, int number, int epochs) throws InterruptedException {
      WideAndDeepNetwork network = begin(number);
      for (int epoch = 1; epoch <= epochs; epoch++) {
        epoch(network, all, epoch, number);
        progress.step(what, (long) number * epochs + epoch, (long) networks * epochs);
      }
      return network.now(examples, all);
    }

    private WideAndDeepNetwork begin(int number) {
      Shape shape =
          new Shape(
              layout,
              settings.architecture().hashBits(),
              settings.architecture().embeddingSize(),
              settings.architecture().hiddenSizes(),
              settings.architecture().experts(),
              settings.architecture().attention());
      WideAndDeep network = WideAndDeep.zeros(shape);
      System.arraycopy(scaling.mean(), 0, network.mean(), 0, scaling.mean().length);
      System.arraycopy(scaling.scale(), 0, network.scale(), 0, scaling.scale().length);
      WideAndDeepNetwork.randomise(network, Hashing.mix(settings.seed(), number));
      from.ifPresent(model -> copy(model.networks().get(number), network));
      return new WideAndDeepNetwork(network, settings);
    }

    /// Trains one epoch in an order drawn from the seed, and returns the mean loss.
    private double epoch(WideAndDeepNetwork network, int[] of, int epoch, int number)
        throws InterruptedException {
      long seed = Hashing.mix(Hashing.mix(settings.seed(), number), epoch);
      Batch all = drawn(of, new SplittableRandom(seed));
      double loss = 0;
      for (int at = 0; at < all.order().length; at += settings.schedule().batchSize()) {
        int to = Math.min(all.order().length, at + settings.schedule().batchSize());
        loss +=
            network.learn(new Batch(examples, targets, all.order(), all.weights(), at, to), esmm);
      }
      return loss / of.length;
    }

    /// The examples of an epoch: those without a click are sampled and weighted up.
    private Batch drawn(int[] of, SplittableRandom random) {
      int[] order = of;
      float[] weights = {};
      if (settings.sampling().negativeSamplingRate() < 1) {
        order =
            Arrays.stream(of)
                .filter(
                    example ->
                        examples.clicked(example)
                            || random.nextDouble() < settings.sampling().negativeSamplingRate())
                .toArray();
      }
      order = order.clone();
      Shuffle.inPlace(order, random);
      if (settings.sampling().negativeSamplingRate() < 1) {
        weights = new float[order.length];
        for (int i = 0; i < order.length; i++) {
          weights[i] =
              examples.clicked(order[i])
                  ? 1
                  : (float) (1 / settings.sampling().negativeSamplingRate());
        }
      }
      return new Batch(examples, targets, order, weights, 0, order.length);
    }
  }

  private static void copy(WideAndDeep start, WideAndDeep into) {
    float[][] parts = start.parts();
    float[][] to = into.parts();
    for (int i = 0; i < parts.length; i++) {
      System.arraycopy(parts[i], 0, to[i], 0, parts[i].length);
    }
  }
}
