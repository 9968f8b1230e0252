package dev.marquee.engine.reproduction;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import it.unimi.dsi.fastutil.ints.IntSets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// One query of an offline evaluation: the user, the items to rank, and the relevant items.
///
/// A number beyond the users or the items of the histories that a model was fitted on is unknown to
/// the model: a user without a history, or an item that cannot be found though it may be relevant.
public final class EvaluationQuery {

  private final int user;
  private final IntSet relevant;
  private final Optional<int[]> listed;

  private EvaluationQuery(int user, int[] relevant, Optional<int[]> listed) {
    this.user = user;
    this.relevant = IntSets.unmodifiable(new IntOpenHashSet(relevant));
    this.listed = listed;
  }

  /// Ranks all items except the user's own.
  ///
  /// @param relevant the items to be found; the user's own never are
  public static EvaluationQuery full(int user, int[] relevant) {
    return new EvaluationQuery(user, relevant, Optional.empty());
  }

  /// Ranks exactly the items of `listed`, including those that the user had.
  public static EvaluationQuery among(int user, int[] relevant, int[] listed) {
    return new EvaluationQuery(
        user, relevant, Optional.of(Arrays.stream(listed).distinct().toArray()));
  }

  /// One query for each user who has items in `wanted`.
  public static List<EvaluationQuery> all(Histories wanted) {
    return IntStream.range(0, wanted.users())
        .filter(user -> wanted.itemsOf(user).length > 0)
        .mapToObj(user -> full(user, wanted.itemsOf(user)))
        .toList();
  }

  public int user() {
    return user;
  }

  public IntSet relevant() {
    return relevant;
  }

  /// The distinct items to rank; must not be modified. Empty means all items except the user's own.
  public Optional<int[]> listed() {
    return listed;
  }
}
