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

/// How a row maps to the input of a network. The request's part comes first: its share of the first
/// layer is computed once per request. The video's part, whose share is cached, follows, then the
/// rest.
///
///     request | dense, embeddings of fields, mean embedding of the user's attributes
///     video   | embeddings of fields, mean embedding of the video's attributes
///     pair    | dense by block, attention over the history (two embeddings wide)
///
/// @param requestDense columns of the request's dense features in a row
/// @param pairDense the other columns
/// @param fields number of fields in a row before its attributes
/// @param requestFields the fields that are the request's
/// @param videoFields the fields that are the video's
/// @param crosses the fields that have no embedding
/// @param target the fields of video and category, used to compare history and video
public record InputLayout(
    int[] requestDense,
    int[] pairDense,
    int fields,
    int[] requestFields,
    int[] videoFields,
    Crosses crosses,
    int[] target) {

  /// Crosses of two fields that have embeddings themselves.
  ///
  /// @param request crosses of request fields
  /// @param pair crosses of viewer and video
  public record Crosses(int[] request, int[] pair) {}

  private static final InputLayout OF_ROWS = of(FeatureRows.FEATURES);

  /// The layout of the rows that this version builds.
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

  /// A copy with other request fields.
  InputLayout withRequestFields(int[] newFields) {
    return new InputLayout(
        requestDense, pairDense, fields, newFields, videoFields, crosses, target);
  }

  /// A copy for a network that ignores one of the request's fields.
  public InputLayout without(String field) {
    int number = FeatureRows.field(field);
    return withRequestFields(
        Arrays.stream(requestFields).filter(other -> other != number).toArray());
  }

  /// Positions, among the block's fields, of those without an embedding.
  int[] crosses(Per per) {
    Extent extent = FeatureRows.extent(per);
    return Arrays.stream(crosses.pair())
        .map(field -> field - extent.firstField())
        .filter(place -> place >= 0 && place < extent.fields())
        .toArray();
  }

  /// Offset in the input of a block's dense features; not for the request's block.
  int input(Per per, int d) {
    return requestWidth(d)
        + videoWidth(d)
        + FeatureRows.extent(per).firstDense()
        - requestDense.length;
  }

  /// Number of dense features in a row.
  public int dense() {
    return requestDense.length + pairDense.length;
  }

  /// Floats in the request's part, with embeddings of `d` floats.
  public int requestWidth(int d) {
    return requestDense.length + (requestFields.length + 1) * d;
  }

  /// Floats in the video's part.
  public int videoWidth(int d) {
    return (videoFields.length + 1) * d;
  }

  /// Floats in the rest.
  public int pairWidth(int d) {
    return pairDense.length + 2 * d;
  }

  /// Floats in the whole input.
  public int width(int d) {
    return requestWidth(d) + videoWidth(d) + pairWidth(d);
  }
}
