package dev.marquee.adapters.onnx;

import dev.marquee.engine.features.Feature;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.models.wideanddeep.WideAndDeep;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The inputs that an ONNX model of a ranker may have. It may leave out any.
///
/// A hash is an int64 that holds an int32, or the same 32 bits unsigned: only the low 32 bits
/// count. -1 marks the end of a list; the hash -1 itself is 4294967295.
// Neither the lists nor the arrays are changed.
@SuppressWarnings("ImmutableEnumChecker")
enum OnnxInput {
  DENSE(
      "dense",
      false,
      "A row's dense features, as they are: neither scaled nor filled in. NaN counts as the mean.",
      List.of("rows", ""),
      OnnxInput.ANY,
      FeatureRows.DENSE),

  FIELDS(
      "fields",
      true,
      "Hashes of a row's categories and crosses.",
      List.of("rows", ""),
      OnnxInput.ANY,
      FeatureRows.FIELDS),

  USER_ATTRIBUTES(
      "user_attributes",
      true,
      "Hashes of the viewer's attributes, -1 behind them; at least one wide.",
      List.of(OnnxInput.VIEWERS, "user attributes"),
      OnnxInput.ANY,
      OnnxInput.ANY),

  VIDEO_ATTRIBUTES(
      "video_attributes",
      true,
      "Hashes of the video's attributes, -1 behind them; at least one wide.",
      List.of("rows", "video attributes"),
      OnnxInput.ANY,
      OnnxInput.ANY),

  HISTORY(
      "history",
      true,
      "What the viewer watched last, the latest first: hashes of video and category, -1 behind.",
      List.of(OnnxInput.VIEWERS, "", ""),
      OnnxInput.ANY,
      WideAndDeep.RECENT,
      FeatureRows.HISTORY_WIDTH);

  /// A model whose dimension has this name takes one viewer for all rows, or one for each.
  static final String VIEWERS = "viewers";

  /// A size that is not fixed.
  static final long ANY = -1;

  /// Padding where there is no hash.
  static final long NOTHING = -1;

  private final String title;
  private final boolean isHashed;
  private final String meaning;
  private final List<String> names;
  private final long[] shape;

  OnnxInput(String title, boolean isHashed, String meaning, List<String> names, long... shape) {
    this.title = title;
    this.isHashed = isHashed;
    this.meaning = meaning;
    this.names = names;
    this.shape = shape;
  }

  /// Its name in models.
  String title() {
    return title;
  }

  /// Whether it is of int64; else it is of float32.
  boolean isHashed() {
    return isHashed;
  }

  /// For the documentation in exported files.
  String meaning() {
    return meaning;
  }

  /// Names of its columns' features; none where it is a list.
  List<String> features() {
    return switch (this) {
      case DENSE -> FeatureRows.DENSE_NAMES;
      case FIELDS ->
          FeatureRows.FEATURES
              .subList(FeatureRows.DENSE, FeatureRows.DENSE + FeatureRows.FIELDS)
              .stream()
              .map(Feature::name)
              .toList();
      default -> List.of();
    };
  }

  /// A name for each dimension that is not fixed.
  List<String> names() {
    return names;
  }

  /// Its sizes, [#ANY] where they are not fixed.
  long[] shape() {
    return shape.clone();
  }

  /// Whether a model that declares these sizes accepts all rows of Marquee: it may leave a size
  /// open that is fixed here, but not fix one that is open.
  boolean fits(long... declared) {
    return declared.length == shape.length
        && IntStream.range(0, shape.length)
            .allMatch(i -> declared[i] == shape[i] || declared[i] == ANY);
  }

  @Override
  public String toString() {
    return describe(isHashed ? "INT64" : "FLOAT", shape);
  }

  /// A type and sizes for messages: `FLOAT [n, 98]`.
  static String describe(String type, long... sizes) {
    return Arrays.stream(sizes)
        .mapToObj(size -> size == ANY ? "n" : String.valueOf(size))
        .collect(Collectors.joining(", ", type + " [", "]"));
  }

  /// The value of a hash in the input.
  static long of(int hash) {
    return hash == NOTHING ? 0xFFFF_FFFFL : hash;
  }
}
