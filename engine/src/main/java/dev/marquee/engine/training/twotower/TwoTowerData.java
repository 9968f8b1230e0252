package dev.marquee.engine.training.twotower;

import dev.marquee.engine.Progress;
import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.training.neighbours.LinkPropagation;
import java.util.Arrays;

/// The training data of the towers: each user's positives, and the features of items and requests.
///
/// @param starts where each user's positives begin in `items`; the last entry is the end
/// @param items the positives, user by user, as numbers below the size of the catalog
/// @param ordered whether a user's positives are in time order. If so, a target's history is the
///   earlier ones; otherwise it is all others
/// @param itemFeatures items × features that items share, such as channels; may have no columns
/// @param neighbours items × items: for each item, similar items by co-watching and the weights of
///   their shared rows; may have no columns
/// @param queryFeatures positives × request features, such as country and device, or user features;
///   may have no columns
/// @param content the items' content vectors
public record TwoTowerData(
    int[] starts,
    int[] items,
    boolean ordered,
    CsrMatrix itemFeatures,
    CsrMatrix neighbours,
    CsrMatrix queryFeatures,
    Content content) {

  private static final LinkPropagation.Exponents NEAREST =
      new LinkPropagation.Exponents(0, 0.7, 0.5);

  /// Content vectors of items.
  ///
  /// @param width floats in an item's vector; 0 for none
  /// @param vectors items × width, row by row
  public record Content(int width, float[] vectors) {

    public static final Content NONE = new Content(0, new float[0]);
  }

  public TwoTowerData {
    if (starts.length < 1 || starts[starts.length - 1] != items.length) {
      throw new IllegalArgumentException(
          "%d positives, but the users' ranges end elsewhere".formatted(items.length));
    }
    if (queryFeatures.rows() != items.length) {
      throw new IllegalArgumentException(
          "%d positives, but features of %d moments".formatted(items.length, queryFeatures.rows()));
    }
    if (neighbours.rows() != itemFeatures.rows()) {
      throw new IllegalArgumentException(
          "%d items, but neighbours of %d".formatted(itemFeatures.rows(), neighbours.rows()));
    }
    if (content.vectors().length != (long) itemFeatures.rows() * content.width()) {
      throw new IllegalArgumentException(
          "content of %d floats, expected %d for each of %d items"
              .formatted(content.vectors().length, content.width(), itemFeatures.rows()));
    }
  }

  /// Positives without features or content.
  ///
  /// @param catalog number of items
  /// @param userVectors whether each user is also a feature, with a learned vector besides the
  ///   history
  public static TwoTowerData of(
      int[] starts, int[] items, boolean ordered, int catalog, boolean userVectors) {
    int[] none = {};
    CsrMatrix queryFeatures;
    if (userVectors) {
      int[] users = new int[items.length];
      int[] moments = new int[items.length];
      for (int user = 0; user < starts.length - 1; user++) {
        for (int i = starts[user]; i < starts[user + 1]; i++) {
          users[i] = user;
          moments[i] = i;
        }
      }
      queryFeatures = CsrMatrix.of(items.length, starts.length - 1, moments, users);
    } else {
      queryFeatures = CsrMatrix.of(items.length, 0, none, none);
    }
    return new TwoTowerData(
        starts,
        items,
        ordered,
        CsrMatrix.of(catalog, 0, none, none),
        CsrMatrix.of(catalog, 0, none, none),
        queryFeatures,
        Content.NONE);
  }

  /// A copy where each item shares the rows of its nearest items, found by link propagation on the
  /// positives; their weights sum to 1.
  TwoTowerData sharing(int nearest, Parallel parallel, Progress progress)
      throws InterruptedException {
    CsrMatrix table =
        new LinkPropagation(matrix(), NEAREST).neighbours(nearest, parallel, progress);
    double[] sums = table.rowSums();
    return new TwoTowerData(
        starts,
        items,
        ordered,
        itemFeatures,
        table.weighted((item, other, weight) -> (float) (weight / sums[item])),
        queryFeatures,
        content);
  }

  /// Users × items, 1 for each positive.
  public CsrMatrix matrix() {
    return CsrMatrix.of(users(), catalog(), userOfEach(), items);
  }

  /// The user of each positive.
  int[] userOfEach() {
    int[] users = new int[items.length];
    for (int user = 0; user < users(); user++) {
      Arrays.fill(users, starts[user], starts[user + 1], user);
    }
    return users;
  }

  public int users() {
    return starts.length - 1;
  }

  /// Number of items.
  public int catalog() {
    return itemFeatures.rows();
  }
}
