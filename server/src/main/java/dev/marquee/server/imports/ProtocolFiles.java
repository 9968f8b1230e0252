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

/// Reads the files that published rankings come with: `user item item …`, ids being any tokens.
///
/// Users and items are numbered as the training files bring them, before any other file is opened,
/// so that what is tested cannot change what is learned. What validation knows and training does
/// not is left out; what the test knows and training does not gets numbers beyond. A user may span
/// lines, and a line with a user alone is a user without a history. A pair that comes twice counts
/// once.
///
/// All methods throw [ImportException] where a file is missing, unreadable, or holds nothing.
public final class ProtocolFiles {

  private final Dictionary users = new Dictionary();
  private final Dictionary items = new Dictionary();

  private ProtocolFiles() {}

  /// Each user is asked for the items of `test` among all items that training knows.
  public static Reproduction pairs(List<Path> train, Optional<Path> valid, Path test) {
    var files = new ProtocolFiles();
    Histories histories = files.train(train);
    Optional<Histories> validation = valid.map(file -> files.valid(histories, file));
    Histories wanted = files.train(List.of(test));
    return new Reproduction(histories, validation, EvaluationQuery.all(wanted));
  }

  /// Each line of `negatives`, `user positive negative negative …`, is a list to be ordered.
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

  /// Each user is asked for the last item of a sequence after training on those before it; the last
  /// of those validates, if another one precedes it. A user with only one item is asked for it
  /// without a history.
  ///
  /// An item that comes again in a sequence counts where it came first. Training knows the items
  /// that are not just somebody's last.
  ///
  /// @param sampled how many items outside of the sequence the last is ranked among, drawn by seed;
  ///   empty means all but the user's own
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

  /// The pairs of a user and an item that training knows both.
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

  /// The distinct items by user, both numbered on as they are met.
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
        "%s: no pair of a user and an item, expected lines of '%s'"
            .formatted(String.join(", ", files.stream().map(String::valueOf).toList()), expected));
  }
}
