package dev.marquee.engine.features;

import static dev.marquee.engine.math.Logarithm.ln;

import dev.marquee.engine.features.Feature.Kind;
import dev.marquee.engine.features.Feature.Side;
import dev.marquee.engine.features.FeatureBlock.Per;
import dev.marquee.engine.features.FeatureRows.Extent;
import dev.marquee.engine.math.Hashing;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/// Writes the values of one [FeatureBlock] after another, in the order of its features.
///
/// Where it has a list of declarations, it also adds a description of each feature to it; names and
/// meanings are composed only then. Not safe for use by many threads.
final class RowWriter {

  /// Room for a block whose number of features is not known yet.
  private static final Extent UNCOUNTED = new Extent(0, 128, 0, 128);

  /// Null where features are only computed, not declared.
  private final List<Feature> declared;

  /// Kinds of the declared fields.
  private final BitSet kinds = new BitSet(0);

  private Per per = Per.REQUEST;
  private Extent extent = UNCOUNTED;
  private float[] dense = {};
  private int[] hashed = {};
  private Logarithms logarithms = new Logarithms(0);
  private int column;
  private int hash;

  /// The column that the group begins at.
  private int firstColumn;

  private RowWriter(List<Feature> declared) {
    this.declared = declared;
  }

  static RowWriter ofValues() {
    return new RowWriter(null);
  }

  static RowWriter declaringIn(List<Feature> declared) {
    return new RowWriter(declared);
  }

  /// Begins a block.
  void begin(Per begun, int groups) {
    per = begun;
    extent = declared == null ? FeatureRows.extent(begun) : UNCOUNTED;
    dense = new float[groups * extent.width()];
    hashed = new int[groups * extent.fields()];
    logarithms = new Logarithms(dense.length);
    column = 0;
    hash = 0;
  }

  /// Begins the next group of the block.
  void group() {
    firstColumn = column;
  }

  FeatureBlock end(RowGroups groups) {
    if (declared == null && (column != dense.length || hash != hashed.length)) {
      throw new IllegalStateException(
          "the block per %s has %d of %d numbers and %d of %d categories"
              .formatted(per, column, dense.length, hash, hashed.length));
    }
    logarithms.write(dense, extent.width());
    return new FeatureBlock(extent, groups, dense, hashed);
  }

  void number(Side side, String name, String meaning, float value) {
    number(side, name, "", meaning, "", value);
  }

  /// Writes a number, 0 for NaN, and a flag whether it is known.
  void orUnknown(Side side, String of, String what, String meaning, String argument, float value) {
    boolean isKnown = !Float.isNaN(value);
    number(side, of, what, meaning, argument, isKnown ? value : 0);
    number(side, of, ": known", "1 where it is known", "", isKnown ? 1 : 0);
  }

  /// @param of the first half of the name, `what` the second
  /// @param meaning a format string for `argument`
  private void number(
      Side side, String of, String what, String meaning, String argument, float value) {
    if (declared != null) {
      declared.add(
          new Feature(
              of + what, Kind.NUMBER, side, per, shown(value), meaning.formatted(argument)));
    }
    dense[column++] = value;
  }

  void ln1p(Side side, String name, String meaning, float value) {
    logarithm(side, name, "", meaning, "", 1 + value, 0);
  }

  /// Writes ln(`x`) - `less`; `less` must be the same in all rows.
  void logarithm(
      Side side, String of, String what, String meaning, String argument, float x, float less) {
    if (declared != null) {
      number(side, of, what, meaning, argument, ln(x) - less);
      return;
    }
    logarithms.add(firstColumn == 0, column - firstColumn, x, less);
    column++;
  }

  /// The documented value of an unknown feature.
  private static String shown(float missing) {
    return missing == Math.rint(missing)
        ? String.valueOf((int) missing)
        : String.format(Locale.ROOT, "%.2f", missing);
  }

  /// @param kind number that distinguishes the hashes of fields; models depend on it, so it never
  ///   changes
  void field(int kind, Side side, String name, String meaning, int value) {
    if (declared != null) {
      declare(kind, new Feature(name, Kind.CATEGORY, side, per, "a value of its own", meaning));
    }
    hashed[hash++] = hash(kind, value);
  }

  /// Writes a cross of two categories.
  void cross(int kind, Side side, String name, int first, int second) {
    if (declared != null) {
      String meaning = name.replace(" x ", " and ") + " together";
      declare(kind, new Feature(name, Kind.CROSS, side, per, "a value of its own", meaning));
    }
    hashed[hash++] = hash(kind, (int) Hashing.mix(first, second));
  }

  private void declare(int kind, Feature field) {
    if (kinds.get(kind)) {
      throw new IllegalStateException(
          "the kind %d of the field '%s' is another field's".formatted(kind, field.name()));
    }
    kinds.set(kind);
    declared.add(field);
  }

  static int hash(int kind, int value) {
    return (int) Hashing.mix(kind, value);
  }
}
