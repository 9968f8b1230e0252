package dev.marquee.server.imports;

import dev.marquee.engine.catalog.Dictionary;
import dev.marquee.engine.reproduction.EvaluationQuery;
import dev.marquee.engine.reproduction.Histories;
import dev.marquee.engine.reproduction.Reproduction;
import dev.marquee.engine.reproduction.SampledNegatives;
import dev.marquee.server.data.ImportException;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Reads the data files of published ranking benchmarks: lines of `user item item …`, where ids are
/// any tokens.
///
/// Users and items are numbered in the order of the training files, before any other file is
/// opened, so that test data cannot affect training. Users and items that occur only in validation
/// are dropped; those that occur only in the test get numbers after those of training. A user may
/// span several lines; a line with only a user is a user without a history. Duplicate pairs count
/// once.
///
/// All methods throw [ImportException] if a file is missing, unreadable, or empty.
public final class ProtocolFiles {

  private final Dictionary users = new Dictionary();
  private final Dictionary items = new Dictionary();

  private ProtocolFiles() {}

  /// One query per user: rank all training items; the items of `test` are relevant.
  public static Reproduction pairs(List<Path> train, Optional<Path> valid, Path test) {
    var files = new ProtocolFiles();
    Histories histories = files.train(train);
    Optional<Histories> validation = valid.map(file -> files.valid(histories, file));
    Histories wanted = files.train(List.of(test));
    return new Reproduction(histories, validation, EvaluationQuery.all(wanted));
  }

  /// One query per line of `negatives`, `user positive negative negative …`: rank the listed items.
  public static Reproduction leaveOneOut(List<Path> train, Optional<Path> valid, Path negatives) {
    var files = new ProtocolFiles();
    Histories histories = files.train(train);
    Optional<Histories> validation = valid.map(file -> files.valid(histories, file));
    List<EvaluationQuery> questions = new ArrayList<>();
    TokenLines.read(
        negatives, (tokens, where) -> questions.add(files.positiveAmongNegatives(tokens, where)));
    if (questions.isEmpty()) {
      throw empty(List.of(negatives), "user positive negative negative …");
    }
    return new Reproduction(histories, validation, questions);
  }

  /// One query per user: the last item of the sequence is relevant, and the items before it are for
  /// training. The last training item is used for validation if another one precedes it. A user
  /// with only one item is queried without a history.
  ///
  /// A repeated item counts at its first occurrence. Training knows an item if it occurs in a
  /// sequence before the last place.
  ///
  /// @param sampled number of sampled items outside the sequence that the last item is ranked
  ///   against; empty ranks it against all items except the user's own
  public static Reproduction sequences(Path file, OptionalInt sampled, long seed) {
    if (sampled.isPresent() && sampled.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "--sampled is " + sampled.getAsInt() + ", expected at least 1");
    }
    var asRead = new ProtocolFiles();
    int[][] sequences = asRead.rows(List.of(file));
    var files = new ProtocolFiles();
    int[][] train = new int[sequences.length][];
    int[][] valid = new int[sequences.length][];
    for (int user = 0; user < sequences.length; user++) {
      int before = Math.max(0, sequences[user].length - 1);
      train[user] = new int[before];
      for (int i = 0; i < before; i++) {
        train[user][i] = files.items.ordinal(asRead.items.name(sequences[user][i]));
      }
      valid[user] = before < 2 ? new int[0] : new int[] {train[user][before - 1]};
    }
    int known = files.items.size();
    var negatives = new SampledNegatives(known, seed);
    List<EvaluationQuery> questions = new ArrayList<>();
    for (int user = 0; user < sequences.length; user++) {
      if (sequences[user].length == 0) {
        continue;
      }
      int last =
          files.items.ordinal(asRead.items.name(sequences[user][sequences[user].length - 1]));
      int[] wanted = {last};
      if (sampled.isEmpty()) {
        questions.add(EvaluationQuery.full(user, wanted));
        continue;
      }
      var own = new IntLinkedOpenHashSet(train[user]);
      own.add(last);
      IntArrayList listed = IntArrayList.wrap(negatives.draw(sampled.getAsInt(), own));
      listed.add(last);
      questions.add(EvaluationQuery.among(user, wanted, listed.toIntArray()));
    }
    return new Reproduction(
        Histories.of(known, train).inTime(), Optional.of(Histories.of(known, valid)), questions);
  }

  private Histories train(List<Path> files) {
    int[][] rows = rows(files);
    return Histories.of(items.size(), rows);
  }

  /// The pairs whose user and item are both known to training.
  private Histories valid(Histories train, Path file) {
    var byUser = new IntLinkedOpenHashSet[train.users()];
    var rows = new int[train.users()][0];
    long[] pairs = {0};
    TokenLines.read(
        file,
        (tokens, where) -> {
          int user = users.find(tokens.getFirst());
          pairs[0] += tokens.size() - 1;
          for (String token : tokens.subList(1, tokens.size())) {
            int item = items.find(token);
            if (user >= 0 && item >= 0) {
              if (byUser[user] == null) {
                byUser[user] = new IntLinkedOpenHashSet();
              }
              byUser[user].add(item);
            }
          }
        });
    if (pairs[0] == 0) {
      throw empty(List.of(file), "user item item …");
    }
    for (int user = 0; user < rows.length; user++) {
      if (byUser[user] != null) {
        rows[user] = byUser[user].toIntArray();
      }
    }
    return Histories.of(train.items(), rows);
  }

  /// The distinct items by user; new users and items get the next numbers.
  private int[][] rows(List<Path> files) {
    List<IntLinkedOpenHashSet> byUser = new ArrayList<>();
    for (Path file : files) {
      TokenLines.read(
          file,
          (tokens, where) -> {
            int user = users.ordinal(tokens.getFirst());
            while (byUser.size() <= user) {
              byUser.add(new IntLinkedOpenHashSet());
            }
            for (String token : tokens.subList(1, tokens.size())) {
              byUser.get(user).add(items.ordinal(token));
            }
          });
    }
    if (byUser.stream().allMatch(IntLinkedOpenHashSet::isEmpty)) {
      throw empty(files, "user item item …");
    }
    return byUser.stream().map(IntLinkedOpenHashSet::toIntArray).toArray(int[][]::new);
  }

  private EvaluationQuery positiveAmongNegatives(List<String> tokens, String where) {
    if (tokens.size() < 3) {
      throw new ImportException(
          "%s: %d tokens, expected a user, a positive and at least one negative"
              .formatted(where, tokens.size()));
    }
    int user = users.ordinal(tokens.getFirst());
    int[] listed = tokens.stream().skip(1).mapToInt(items::ordinal).toArray();
    return EvaluationQuery.among(user, new int[] {listed[0]}, listed);
  }

  private static ImportException empty(List<Path> files, String expected) {
    return new ImportException(
        "%s: no user-item pairs, expected lines of '%s'"
            .formatted(String.join(", ", files.stream().map(String::valueOf).toList()), expected));
  }
}
