package dev.marquee.engine.reproduction;

import dev.marquee.engine.math.Hashing;
import java.util.Arrays;
import java.util.Optional;

/// Histories in two parts that share no pair: one to fit candidates on, one to choose among them.
///
/// @param fit the pairs that candidates are fitted on
/// @param valid the validation pairs, with the same numbering
public record Holdout(Histories fit, Histories valid) {

  /// One pair in ten: enough to choose by, and few enough that the best settings without them are
  /// also the best with them.
  private static final int ONE_IN = 10;

  /// The given validation pairs, and train without them; if none are given, a random tenth of train
  /// and the rest.
  public static Holdout of(Histories train, Optional<Histories> valid, long seed) {
    Histories judge = valid.orElseGet(() -> drawn(train, seed));
    return new Holdout(train.without(judge), judge);
  }

  /// Draws pairs at random, but keeps at least one per user, so that every user has a history.
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
