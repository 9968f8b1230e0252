package dev.marquee.engine.catalog;

import dev.marquee.engine.catalog.Columns.Kind;
import dev.marquee.engine.math.Hashing;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Encodes the platform's own columns as hashed categories: as [Columns] declares them, or by a
/// default.
///
/// An undeclared column is a category. Numbers of 10 or more are put into log2 buckets, as for
/// instance the exact number of followers says little more than its magnitude.
///
/// A declared number is several categories, the tiles that contain it (tile coding, Sutton and
/// Barto, "Reinforcement Learning", 2018, 9.5.4): the closer the ratio of two numbers is to 1, the
/// more tiles they share, so that a model generalises from one to the other. Numbers of different
/// signs share none, nor does 0. A value that is not a number is a category as written.
public final class Attributes {

  /// Maximum number of undeclared attributes of a video.
  static final int UNDECLARED = 40;

  /// For each tiling, log2 of the tiles per doubling of the number: half a tile, two, eight.
  private static final int[] TILINGS = {-1, 1, 3};

  /// Bits of a double below its exponent.
  private static final int MANTISSA_BITS = 52;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d++(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  private Attributes() {}

  /// The hashes of a user's attributes: first the declared ones, then the others, each sorted by
  /// name so that rows are reproducible. An attribute has one hash, a declared number one per
  /// tiling, an ignored column none.
  public static int[] ofUser(Map<String, String> attributes, Columns columns) {
    return hashes(attributes, columns.user(), Integer.MAX_VALUE);
  }

  /// The hashes of a video's attributes; only the first [#UNDECLARED] undeclared ones are used, as
  /// each of a thousand rows reads them.
  public static int[] ofVideo(Map<String, String> attributes, Columns columns) {
    return hashes(attributes, columns.video(), UNDECLARED);
  }

  private static int[] hashes(
      Map<String, String> attributes, Map<String, Kind> declared, int undeclared) {
    IntStream known =
        declared.entrySet().stream()
            .filter(one -> attributes.containsKey(one.getKey()))
            .flatMapToInt(
                one -> hashes(one.getKey(), attributes.get(one.getKey()), one.getValue()));
    IntStream others =
        attributes.entrySet().stream()
            .filter(one -> !declared.containsKey(one.getKey()))
            .sorted(Map.Entry.comparingByKey())
            .limit(undeclared)
            .mapToInt(one -> hash(one.getKey(), bucket(one.getValue())));
    return IntStream.concat(known, others).toArray();
  }

  private static IntStream hashes(String name, String value, Kind kind) {
    return switch (kind) {
      case CATEGORY -> IntStream.of(hash(name, value));
      case NUMBER -> number(name, value.strip());
      case IGNORED -> IntStream.empty();
    };
  }

  private static int hash(String name, String value) {
    return (int) Hashing.mix(Hashing.ofString(name), Hashing.ofString(value));
  }

  private static IntStream number(String name, String value) {
    double number = NUMBER.matcher(value).matches() ? Double.parseDouble(value) : Double.NaN;
    if (!Double.isFinite(number)) {
      return IntStream.of(hash(name, value));
    }
    long column = Hashing.ofString(name);
    return IntStream.range(0, TILINGS.length)
        .map(i -> (int) Hashing.mix(Hashing.mix(column, i), tile(number, i)));
  }

  /// The number of a tile. The bits of a double, read as an integer, grow by the same amount with
  /// each doubling, so that dropping the lowest bits gives logarithmic tiles without a logarithm.
  /// Every other tiling is shifted by a third of a tile, so that the edges of neighbouring tilings
  /// differ.
  ///
  /// @param tiling index in [#TILINGS]
  private static long tile(double number, int tiling) {
    int dropped = MANTISSA_BITS - TILINGS[tiling];
    long shift = tiling % 2 == 0 ? 0 : (1L << dropped) / 3;
    long tile = (Double.doubleToLongBits(Math.abs(number)) + shift) >>> dropped;
    return number < 0 ? ~tile : tile;
  }

  private static String bucket(String value) {
    if (value.isEmpty() || value.length() > 18 || !numeric(value)) {
      return value;
    }
    double number = Double.parseDouble(value);
    return Math.abs(number) < 10
        ? value
        : (number < 0 ? "-2^" : "2^") + Math.getExponent(Math.abs(number));
  }

  private static boolean numeric(String value) {
    boolean digits = false;
    boolean point = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '.' && !point) {
        point = true;
      } else if (c >= '0' && c <= '9') {
        digits = true;
      } else if (c != '-' || i > 0) {
        return false;
      }
    }
    return digits;
  }
}
