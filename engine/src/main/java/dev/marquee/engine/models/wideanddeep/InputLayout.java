package dev.marquee.engine.models.wideanddeep;

import dev.marquee.engine.features.Feature;
import dev.marquee.engine.features.Feature.Kind;
import dev.marquee.engine.features.Feature.Side;
import dev.marquee.engine.features.FeatureBlock.Per;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.FeatureRows.Extent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// How a row becomes the input of a network: what is the request's comes first, so that its share
/// of the first layer is computed once, then the video's, whose share is kept, then the rest.
///
///     request | dense, embeddings of fields, mean embedding of the user's attributes
///     video   | embeddings of fields, mean embedding of the video's attributes
///     pair    | dense by part, what the history says of the video, twice an embedding
///
/// @param requestDense columns of a row's dense features that are the request's
/// @param pairDense the other columns
/// @param fields how many fields a row has before its attributes
/// @param requestFields the fields that are the request's
/// @param videoFields the fields that are the video's
/// @param crosses the fields that have no embedding
/// @param target the fields of video and category, by which history and video are compared
public record InputLayout(
    int[] requestDense,
    int[] pairDense,
    int fields,
    int[] requestFields,
    int[] videoFields,
    Crosses crosses,
    int[] target) {

  /// Fields that are of two others that have an embedding.
  ///
  /// @param request of the request's fields
  /// @param pair of viewer and video
  public record Crosses(int[] request, int[] pair) {}

  private static final InputLayout OF_ROWS = of(FeatureRows.FEATURES);

  /// The layout of the rows that this Marquee makes.
  public static InputLayout ofRows() {
    return OF_ROWS;
  }

  private static InputLayout of(List<Feature> features) {
    return new InputLayout(
        dense(features, true),
        dense(features, false),
        FeatureRows.FIELDS,
        fields(features, Kind.CATEGORY, Side.REQUEST),
        fields(features, Kind.CATEGORY, Side.VIDEO),
        new Crosses(
            fields(features, Kind.CROSS, Side.REQUEST), fields(features, Kind.CROSS, Side.PAIR)),
        new int[] {FeatureRows.field("video id"), FeatureRows.field("category")});
  }

  private static int[] dense(List<Feature> features, boolean isRequest) {
    return IntStream.range(0, FeatureRows.DENSE)
        .filter(i -> (features.get(i).side() == Side.REQUEST) == isRequest)
        .toArray();
  }

  private static int[] fields(List<Feature> features, Kind kind, Side side) {
    return IntStream.range(0, FeatureRows.FIELDS)
        .filter(i -> features.get(FeatureRows.DENSE + i).kind() == kind)
        .filter(i -> features.get(FeatureRows.DENSE + i).side() == side)
        .toArray();
  }

  /// The same with other fields of the request.
  InputLayout withRequestFields(int[] newFields) {
    return new InputLayout(
        requestDense, pairDense, fields, newFields, videoFields, crosses, target);
  }

  /// The same for a network that does not read one of the request's fields.
  public InputLayout without(String field) {
    int number = FeatureRows.field(field);
    return withRequestFields(
        Arrays.stream(requestFields).filter(other -> other != number).toArray());
  }

  /// The block's fields that have no embedding, by their place among the block's.
  int[] crosses(Per per) {
    Extent extent = FeatureRows.extent(per);
    return Arrays.stream(crosses.pair())
        .map(field -> field - extent.firstField())
        .filter(place -> place >= 0 && place < extent.fields())
        .toArray();
  }

  /// Where the dense features of a block that is not the request's begin in the input.
  int input(Per per, int d) {
    return requestWidth(d)
        + videoWidth(d)
        + FeatureRows.extent(per).firstDense()
        - requestDense.length;
  }

  /// Dense features of a row.
  public int dense() {
    return requestDense.length + pairDense.length;
  }

  /// Floats of the request's part, with embeddings of `d`.
  public int requestWidth(int d) {
    return requestDense.length + (requestFields.length + 1) * d;
  }

  /// Floats of the video's part.
  public int videoWidth(int d) {
    return (videoFields.length + 1) * d;
  }

  /// Floats of the rest.
  public int pairWidth(int d) {
    return pairDense.length + 2 * d;
  }

  /// Floats of the whole input.
  public int width(int d) {
    return requestWidth(d) + videoWidth(d) + pairWidth(d);
  }
}
