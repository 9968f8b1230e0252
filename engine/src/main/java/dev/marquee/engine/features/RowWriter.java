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

/// Takes the values of one [FeatureBlock] after another, in the order of its features.
///
/// With a list to declare them in it also describes each feature: its name and meaning are put
/// together only there. Not safe for use by many threads.
final class RowWriter {

  /// Room for a block whose features are not counted yet.
  private static final Extent UNCOUNTED = new Extent(0, 128, 0, 128);

  /// Null where values are made and not described.
  private final List<Feature> declared;

  /// Kinds of the fields that are declared.
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

  /// Begins the values of the block's next group.
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

  /// A number, and whether it is known: NaN is not.
  void orUnknown(Side side, String of, String what, String meaning, String argument, float value) {
    boolean isKnown = !Float.isNaN(value);
    number(side, of, what, meaning, argument, isKnown ? value : 0);
    number(side, of, ": known", "1 where there is one", "", isKnown ? 1 : 0);
  }

  /// @param of the first half of the name, `what` the second
  /// @param meaning a format of `argument`
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

  /// ln(x), less something that is the same in all rows.
  void logarithm(
      Side side, String of, String what, String meaning, String argument, float x, float less) {
    if (declared != null) {
      number(side, of, what, meaning, argument, ln(x) - less);
      return;
    }
    logarithms.add(firstColumn == 0, column - firstColumn, x, less);
    column++;
  }

  /// The value of the row that features are declared by, in which nothing is known.
  private static String shown(float missing) {
    return missing == Math.rint(missing)
        ? String.valueOf((int) missing)
        : String.format(Locale.ROOT, "%.2f", missing);
  }

  /// @param kind tells the hashes of fields apart, for ever: it stands in models
  void field(int kind, Side side, String name, String meaning, int value) {
    if (declared != null) {
      declare(kind, new Feature(name, Kind.CATEGORY, side, per, "a value of its own", meaning));
    }
    hashed[hash++] = hash(kind, value);
  }

  /// A field of two categories together.
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
