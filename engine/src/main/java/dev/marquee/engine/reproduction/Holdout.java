package dev.marquee.engine.reproduction;

import dev.marquee.engine.math.Hashing;
import java.util.Arrays;
import java.util.Optional;

/// Histories in two parts that share no pair: one to fit candidates on, one to choose among them.
///
/// @param fit what a candidate learns from
/// @param valid what it is judged by, numbered alike
public record Holdout(Histories fit, Histories valid) {

  /// One pair in ten: enough to choose by, and little enough that what is best without them is best
  /// with them.
  private static final int ONE_IN = 10;

  /// The given validation pairs and train without them, or else a tenth of train by seed and the
  /// rest.
  public static Holdout of(Histories train, Optional<Histories> valid, long seed) {
    Histories judge = valid.orElseGet(() -> drawn(train, seed));
    return new Holdout(train.without(judge), judge);
  }

  /// Draws pair by pair, but keeps one of every user's, so no user is left without a history.
  private static Histories drawn(Histories train, long seed) {
    int[][] byUser = new int[train.users()][];
    for (int user = 0; user < byUser.length; user++) {
      int[] own = train.itemsOf(user);
      long key = Hashing.mix(seed, user);
      int kept = own.length == 0 ? -1 : own[Hashing.bucket(key, own.length)];
      byUser[user] =
          Arrays.stream(own)
              .filter(item -> item != kept)
              .filter(item -> Hashing.bucket(Hashing.mix(key, item), ONE_IN) == 0)
              .toArray();
    }
    return Histories.of(train.items(), byUser);
  }
}
