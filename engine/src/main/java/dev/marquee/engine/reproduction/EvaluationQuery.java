package dev.marquee.engine.reproduction;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import it.unimi.dsi.fastutil.ints.IntSets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// One requested list: for whom, of which items, and what should be in it.
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

  /// Asks for all items but the user's own.
  ///
  /// @param relevant the items to be found; one of the user's own never is
  public static EvaluationQuery full(int user, int[] relevant) {
    return new EvaluationQuery(user, relevant, Optional.empty());
  }

  /// Asks for the items of `listed` and no others, even those that the user had.
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

  /// Exactly what is ranked, each once, not to be written; empty means all items but the user's
  /// own.
  public Optional<int[]> listed() {
    return listed;
  }
}
