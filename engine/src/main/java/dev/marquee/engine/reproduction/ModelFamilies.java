package dev.marquee.engine.reproduction;

import dev.marquee.engine.DidYouMean;
import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.models.als.AlsLoss;
import dev.marquee.engine.models.als.AlsModel;
import dev.marquee.engine.training.als.AlsSettings;
import dev.marquee.engine.training.als.AlsTrainer;
import dev.marquee.engine.training.neighbours.ItemSimilarity;
import dev.marquee.engine.training.neighbours.ItemSimilarity.Keep;
import dev.marquee.engine.training.neighbours.ItemSimilarity.Measure;
import dev.marquee.engine.training.neighbours.ItemSimilarity.Weighting;
import dev.marquee.engine.training.neighbours.LinkPropagation;
import dev.marquee.engine.training.neighbours.WalkSimilarity;
import dev.marquee.engine.training.twotower.TwoTowerSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// All model families that can be reproduced.
public final class ModelFamilies {

  private static final List<ModelFamily> ALL =
      List.of(popular(), itemToItem(), graph(), p3alpha(), rp3beta(), als(), twoTower(), fused());

  private ModelFamilies() {}

  public static List<ModelFamily> all() {
    return ALL;
  }

  /// The family with this name.
  ///
  /// @throws IllegalArgumentException if there is none
  public static ModelFamily named(String name) {
    return ALL.stream()
        .filter(family -> family.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no model '%s', expected %s"
                        .formatted(
                            name,
                            DidYouMean.among(ALL.stream().map(ModelFamily::name).toList(), name))));
  }

  private static ModelFamily popular() {
    return new ModelFamily(
        "popular",
        "what most users had",
        List.of(),
        settings -> (train, valid, progress) -> new Popular(train));
  }

  private static ModelFamily itemToItem() {
    return new ModelFamily(
        "item-to-item",
        "similar to what the user had",
        List.of(
            ModelParameter.of("neighbours", 500, "how many similar items are kept", 50, 200, 500),
            ModelParameter.of("similarity", Measure.COSINE, "cosine or co-watch"),
            ModelParameter.of(
                "balance", 0.7, "norm of what the user had in a cosine, 0 to 1", 0.5, 0.7, 0.9),
            ModelParameter.of("weighting", Weighting.TF_IDF, "of users: none, tf-idf or bm25"),
            ModelParameter.of("shrink", 10, "takes from what few users had", 0, 10, 100),
            ModelParameter.of(
                "keep", Keep.PER_TARGET, "the neighbours per-history item or per-target item")),
        settings -> {
          var similarity =
              new ItemSimilarity(
                  settings.choice("similarity", Measure.class),
                  settings.number("balance"),
                  settings.choice("weighting", Weighting.class),
                  settings.number("shrink"),
                  settings.integer("neighbours"),
                  settings.choice("keep", Keep.class));
          var parallel = new Parallel(settings.threads());
          return (train, valid, progress) ->
              scorer(train, similarity.of(train.matrix(), parallel, progress));
        });
  }

  private static ModelFamily p3alpha() {
    return walk("p3alpha", "where random walks of three steps lead", List.of());
  }

  private static ModelFamily rp3beta() {
    return walk(
        "rp3beta",
        "p3alpha with less of what is popular",
        List.of(
            ModelParameter.of("beta", 0.3, "how much a degree takes away", 0.2, 0.3, 0.4, 0.6)));
  }

  private static ModelFamily walk(String name, String meaning, List<ModelParameter> further) {
    List<ModelParameter> all = new ArrayList<>();
    all.add(
        ModelParameter.of("neighbours", 300, "how many items a walk may lead to", 100, 300, 1000));
    all.add(ModelParameter.of("alpha", 1.0, "power of each step's probability", 0.8, 1.0, 1.2));
    all.add(ModelParameter.of("normalise", true, "whether rows are made to sum to 1"));
    all.addAll(further);
    return new ModelFamily(
        name,
        meaning,
        all,
        settings -> {
          var similarity =
              new WalkSimilarity(
                  settings.integer("neighbours"),
                  settings.number("alpha"),
                  further.isEmpty() ? 0 : settings.number("beta"),
                  settings.flag("normalise"));
          var parallel = new Parallel(settings.threads());
          return (train, valid, progress) ->
              scorer(train, similarity.of(train.matrix(), parallel, progress));
        });
  }

  private static ModelFamily graph() {
    return new ModelFamily(
        "graph",
        "link propagation over the whole graph",
        List.of(
            ModelParameter.of(
                "history", 0.7, "degree exponent of what the user had", 0.5, 0.7, 0.9),
            ModelParameter.of("user", 0.7, "degree exponent of the users between", 0.5, 0.7, 0.9),
            ModelParameter.of(
                "target", 0.3, "degree exponent of what is scored", 0.1, 0.2, 0.3, 0.4)),
        settings -> {
          var exponents =
              new LinkPropagation.Exponents(
                  settings.number("history"), settings.number("user"), settings.number("target"));
          return (train, valid, progress) -> {
            var propagation = new LinkPropagation(train.matrix(), exponents);
            var popular = new Popular(train);
            return (user, into) -> {
              var row = new float[train.items()];
              for (int item : train.itemsOf(user)) {
                row[item] = 1;
              }
              propagation.apply(row, into);
              popular.fillZeros(into);
            };
          };
        });
  }

  private static ModelFamily als() {
    AlsSettings initial = AlsSettings.defaults();
    AlsLoss loss = initial.loss();
    return new ModelFamily(
        "als",
        "vectors by alternating least squares, users folded in",
        List.of(
            ModelParameter.of("dim", 256, "floats in a vector"),
            ModelParameter.of("epochs", initial.epochs(), "how often users and items are solved"),
            ModelParameter.of(
                "unobserved",
                loss.unobservedWeight(),
                "weight of an unobserved pair",
                0.003,
                0.01,
                0.03,
                0.1),
            ModelParameter.of(
                "regularisation", 0.006, "what keeps vectors short", 0.002, 0.006, 0.02),
            ModelParameter.of(
                "frequency",
                loss.frequencyExponent(),
                "0 regularises all rows alike, 1 by their pairs"),
            ModelParameter.of("scale", initial.initialScale(), "initial length of random vectors")),
        settings -> {
          var als =
              new AlsSettings(
                  settings.integer("dim"),
                  settings.integer("epochs"),
                  new AlsLoss(
                      settings.number("unobserved"),
                      settings.number("regularisation"),
                      settings.number("frequency")),
                  settings.number("scale"),
                  settings.seed(),
                  settings.threads());
          return (train, valid, progress) -> {
            List<String> ids = IntStream.range(0, train.items()).mapToObj(String::valueOf).toList();
            AlsModel model = new AlsTrainer(als).train(train.matrix(), ids, progress);
            return (user, into) -> {
              int[] own = train.itemsOf(user);
              var ones = new float[own.length];
              Arrays.fill(ones, 1);
              model.scoreAll(model.foldIn(own, ones), into);
            };
          };
        });
  }

  private static ModelFamily twoTower() {
    TwoTowerSettings initial = initial(1, 1);
    return new ModelFamily(
        "two-tower",
        "vectors of histories and of items, by sampled softmax",
        List.of(
            ModelParameter.of("dim", initial.architecture().dimension(), "floats in a vector"),
            ModelParameter.of(
                "epochs",
                initial.optimisation().epochs(),
                "the most: it stops when validation says so"),
            ModelParameter.of("patience", 2, "epochs without gain after which it stops"),
            ModelParameter.of(
                "batch",
                initial.optimisation().batchSize(),
                "targets in a batch, negatives of each other"),
            ModelParameter.of(
                "negatives", initial.softmax().negatives(), "drawn uniformly beside, each batch"),
            ModelParameter.of(
                "temperature",
                initial.softmax().temperature(),
                "temperature: divides cosines",
                0.07,
                0.1,
                0.15),
            ModelParameter.of(
                "rate", initial.optimisation().learningRate(), "learning rate of Adagrad"),
            ModelParameter.of(
                "scale",
                initial.optimisation().initialScale(),
                "length that random rows start with"),
            ModelParameter.of(
                "history",
                initial.architecture().history(),
                "items of a history that are read at a time"),
            ModelParameter.of(
                "half-life",
                initial.architecture().halfLife(),
                "of an item's weight, in newer items, where histories have an order; 0: none",
                2.0,
                8.0),
            ModelParameter.of(
                "attention",
                initial.architecture().attention(),
                "self-attention over the history",
                false,
                true),
            ModelParameter.of("users", true, "a vector of each user's own beside the history"),
            ModelParameter.of(
                "neighbours",
                initial.architecture().neighbours(),
                "nearest items that share their rows; 0: none"),
            ModelParameter.of(
                "regularisation",
                initial.optimisation().regularisation(),
                "of the rows of a batch"),
            ModelParameter.of(
                "mask", initial.softmax().maskKnown(), "no negatives out of the user's own")),
        settings -> {
          var towers =
              new TwoTowerSettings(
                  new TwoTowerSettings.Architecture(
                      settings.integer("dim"),
                      settings.integer("history"),
                      settings.number("half-life"),
                      settings.flag("attention"),
                      settings.integer("neighbours")),
                  new TwoTowerSettings.Optimisation(
                      settings.integer("epochs"),
                      settings.integer("batch"),
                      settings.number("rate"),
                      1,
                      settings.number("scale"),
                      settings.number("regularisation")),
                  new TwoTowerSettings.Softmax(
                      settings.integer("negatives"),
                      settings.number("temperature"),
                      settings.flag("mask")),
                  settings.seed(),
                  settings.threads());
          return new TwoTowerFitter(towers, settings.flag("users"), settings.integer("patience"));
        });
  }

  /// Initial settings for plain pairs and sequences, where all users are known.
  private static TwoTowerSettings initial(long seed, int threads) {
    return new TwoTowerSettings(
        new TwoTowerSettings.Architecture(128, 50, 2, false, 10),
        new TwoTowerSettings.Optimisation(12, 1024, 0.05, 1, 0.1, 0),
        new TwoTowerSettings.Softmax(1024, 0.1, true),
        seed,
        threads);
  }

  private static ModelFamily fused() {
    return new ModelFamily(
        "fused",
        "the lists of the models above, weighed by what they find",
        List.of(ModelParameter.of("list", 500, "how many items each model gives")),
        settings -> {
          Map<String, Fitter> parts = new LinkedHashMap<>();
          for (ModelFamily part : List.of(popular(), itemToItem(), graph(), rp3beta(), als())) {
            parts.put(part.name(), part.with(Map.of(), settings.seed(), settings.threads()));
          }
          return new FusedFitter(
              parts,
              (TwoTowerFitter) twoTower().with(Map.of(), settings.seed(), settings.threads()),
              settings.integer("list"),
              settings.seed(),
              settings.threads());
        });
  }

  /// A user's row times an items × items table.
  private static Scorer scorer(Histories train, CsrMatrix table) {
    var popular = new Popular(train);
    return (user, into) -> {
      Arrays.fill(into, 0);
      for (int item : train.itemsOf(user)) {
        for (int i = table.start(item); i < table.end(item); i++) {
          into[table.columnIndices()[i]] += table.weights()[i];
        }
      }
      popular.fillZeros(into);
    };
  }
}
