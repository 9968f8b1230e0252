package dev.marquee.engine.models.graph;

import dev.marquee.engine.Doc;
import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.models.Items;
import dev.marquee.engine.models.ModelReader;
import dev.marquee.engine.models.ModelWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/// The user-item graph of watches for random walks: from an item to a user who watched it, then to
/// another item of that user.
///
/// Edge probabilities are chosen such that visit counts alone are scores. With `R` the users ×
/// items weights, `D_i` and `D_u` the degrees and [Exponents] b, c, d, link propagation scores a
/// history `r` by
///
///     s = r D_i^-b Rᵀ D_u^-c R D_i^-d
///
/// Let `n_u = Σ_j R_uj d_j^-d` and `z_i = d_i^-b Σ_u R_iu d_u^-c n_u`. A walk that leaves item i
/// for user u with probability `R_iu d_u^-c n_u / (d_i^b z_i)`, and u for item j with `R_uj d_j^-d
/// / n_u`, ends at j with probability `s_j / z_i` for `r` = item i alone. If item i starts the
/// share `r_i z_i / Σ r z` of N walks, the expected visits of j are `N s_j / Σ r z`: all visits
/// count equally, and few are spent on low-scoring items.
///
/// Users have no ids. 32 bytes per edge, at most 715 million edges. Immutable; safe for use by many
/// threads.
public final class WalkGraph {

  private static final String KIND = "walk-graph";
  private static final int VERSION = 1;

  /// Exponents of the degree normalisation: 0 has no effect, 1 divides by the degree.
  public record Exponents(
      @Doc("b, the exponent of the degree of the watched items") double history,
      @Doc("c, the exponent of the degree of the users between") double user,
      @Doc(
              "d, the exponent of the degree of the items that are reached: more takes from popular"
                  + " ones")
          double target) {

    public Exponents {
      fair("history", history);
      fair("user", user);
      fair("target", target);
    }

    /// The best values tried on Gowalla's validation part (`RandomWalkRecall`).
    public static Exponents defaults() {
      return new Exponents(0.5, 1, 0.25);
    }

    private static void fair(String name, double exponent) {
      if (!(exponent >= 0 && exponent <= 4)) {
        throw new IllegalArgumentException(
            "exponent '" + name + "' must be from 0 to 4, was " + exponent);
      }
    }
  }

  private final Items items;
  private final CsrMatrix interactions;
  private final Exponents exponents;
  private final AliasTables usersOf;
  private final AliasTables itemsOf;
  private final double[] reach;

  /// @param interactions users × items, weights above 0; not copied, so don't modify it later
  public WalkGraph(Items items, CsrMatrix interactions, Exponents exponents) {
    if (interactions.columns() != items.size()) {
      throw new IllegalArgumentException(
          "%d items need as many columns, got %d".formatted(items.size(), interactions.columns()));
    }
    for (float weight : interactions.weights()) {
      if (!(weight > 0 && weight < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "weights of a graph must be above 0 and finite, was " + weight);
      }
    }
    this.items = items;
    this.interactions = interactions;
    this.exponents = exponents;
    CsrMatrix byItem = interactions.transpose();
    double[] userDegrees = AliasTables.totals(interactions, ones(items.size()));
    double[] itemDegrees = AliasTables.totals(byItem, ones(interactions.rows()));
    double[] ofItem = powers(itemDegrees, -exponents.target());
    double[] ofUser = powers(userDegrees, -exponents.user());
    double[] toItems = AliasTables.totals(interactions, ofItem);
    for (int user = 0; user < ofUser.length; user++) {
      ofUser[user] *= toItems[user];
    }
    this.itemsOf = new AliasTables(interactions, ofItem);
    this.usersOf = new AliasTables(byItem, ofUser);
    this.reach = AliasTables.totals(byItem, ofUser);
    double[] ofHistory = powers(itemDegrees, -exponents.history());
    for (int item = 0; item < reach.length; item++) {
      reach[item] *= ofHistory[item];
    }
  }

  private static double[] ones(int count) {
    var ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /// A node of degree 0 has no edges; its power is left at 0.
  private static double[] powers(double[] degrees, double exponent) {
    var powers = new double[degrees.length];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = degrees[i] == 0 ? 0 : StrictMath.pow(degrees[i], exponent);
    }
    return powers;
  }

  public Items items() {
    return items;
  }

  public int users() {
    return interactions.rows();
  }

  /// Number of edges between users and items.
  public int edges() {
    return interactions.entries();
  }

  public Exponents exponents() {
    return exponents;
  }

  /// `z`: the sum of the scores of all items for a history of this item alone; 0 if it has no
  /// edges.
  double reach(int item) {
    return reach[item];
  }

  AliasTables usersOf() {
    return usersOf;
  }

  AliasTables itemsOf() {
    return itemsOf;
  }

  /// Writes the graph to a stream, which stays open.
  public void write(OutputStream out) throws IOException {
    var writer = new ModelWriter(out, KIND, VERSION);
    writer.writeInt(interactions.rows());
    writer.writeInt(items.size());
    writer.writeInt(interactions.entries());
    writer.writeDouble(exponents.history());
    writer.writeDouble(exponents.user());
    writer.writeDouble(exponents.target());
    writer.seal();
    items.write(writer);
    writer.writeMatrix(interactions);
    writer.seal();
  }

  /// Reads a graph from a stream that holds nothing else; the stream stays open.
  ///
  /// @throws CorruptModelException if the stream is damaged, or of another kind or version
  public static WalkGraph read(InputStream in) throws IOException {
    var reader = new ModelReader(in, KIND, VERSION);
    int users = reader.readInt();
    int size = reader.readInt();
    int entries = reader.readInt();
    double history = reader.readDouble();
    double user = reader.readDouble();
    double target = reader.readDouble();
    reader.checkSeal("the sizes");
    Items items = Items.read(reader, size);
    CsrMatrix interactions = reader.readMatrix(users, size, entries);
    reader.checkSeal("the edges");
    reader.checkEnd();
    return new WalkGraph(items, interactions, new Exponents(history, user, target));
  }
}
