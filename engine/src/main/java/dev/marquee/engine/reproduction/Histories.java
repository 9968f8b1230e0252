package dev.marquee.engine.reproduction;

import dev.marquee.engine.math.CsrMatrix;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.Arrays;
import java.util.Objects;

/// User histories: users and items are numbered densely; each user's distinct items are in the
/// order of the input.
///
/// A user may have no item, and an item no user. Immutable; safe for use by many threads.
public final class Histories {

  private final int items;
  private final int[][] byUser;
  private final int pairs;
  private final boolean ordered;
  private volatile CsrMatrix matrix;

  private Histories(int items, int[][] byUser, boolean ordered) {
    this.items = items;
    this.byUser = byUser;
    this.ordered = ordered;
    this.pairs = Arrays.stream(byUser).mapToInt(own -> own.length).reduce(0, Math::addExact);
  }

  /// Histories of the users 0, 1, … in the order of `byUser`; repeated items are dropped.
  ///
  /// @param items number of items, numbered from 0
  /// @throws IndexOutOfBoundsException if a history has an item out of range
  public static Histories of(int items, int[][] byUser) {
    int[][] distinct = new int[byUser.length][];
    for (int user = 0; user < byUser.length; user++) {
      distinct[user] = distinct(byUser[user]);
      for (int item : distinct[user]) {
        Objects.checkIndex(item, items);
      }
    }
    return new Histories(items, distinct, false);
  }

  /// A copy marked as being in time order.
  public Histories inTime() {
    return new Histories(items, byUser, true);
  }

  /// Whether each user's items are in time order.
  public boolean ordered() {
    return ordered;
  }

  public int users() {
    return byUser.length;
  }

  public int items() {
    return items;
  }

  /// Number of user-item pairs.
  public int pairs() {
    return pairs;
  }

  /// A user's items, earliest first: the internal array; must not be modified.
  public int[] itemsOf(int user) {
    return byUser[user];
  }

  /// Users × items, 1 for each pair. Created on first use.
  public CsrMatrix matrix() {
    CsrMatrix made = matrix;
    if (made == null) {
      made = makeMatrix();
      matrix = made;
    }
    return made;
  }

  /// The same users and items without the pairs of `other`.
  ///
  /// @param other histories with the same numbering
  public Histories without(Histories other) {
    if (other.users() != users() || other.items() != items) {
      throw new IllegalArgumentException(
          "histories of %d users and %d items were numbered apart from these of %d and %d"
              .formatted(other.users(), other.items(), users(), items));
    }
    int[][] left = new int[byUser.length][];
    for (int user = 0; user < left.length; user++) {
      var dropped = new IntOpenHashSet(other.byUser[user]);
      left[user] = Arrays.stream(byUser[user]).filter(item -> !dropped.contains(item)).toArray();
    }
    return new Histories(items, left, ordered);
  }

  private CsrMatrix makeMatrix() {
    var users = new int[pairs];
    var columns = new int[pairs];
    int place = 0;
    for (int user = 0; user < byUser.length; user++) {
      for (int item : byUser[user]) {
        users[place] = user;
        columns[place++] = item;
      }
    }
    return CsrMatrix.of(byUser.length, items, users, columns);
  }

  private static int[] distinct(int[] sequence) {
    var seen = new IntOpenHashSet(sequence.length);
    return Arrays.stream(sequence).filter(seen::add).toArray();
  }
}
