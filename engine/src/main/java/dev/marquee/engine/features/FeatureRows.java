package dev.marquee.engine.features;

import dev.marquee.engine.events.Context;
import dev.marquee.engine.features.Feature.Kind;
import dev.marquee.engine.math.Digest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/// Feature rows of one request: one row for each video that is to be ranked.
///
/// A row is [#DENSE] floats, [#FIELDS] hashed categories, one of each, and after them the hashed
/// attributes of the user and of the video, of which there may be any number. What the viewer
/// watched last stands beside them once for all rows. [#build] is the one function that makes rows,
/// for serving and for replay alike; given the same state, snapshot and context it gives the same
/// bits on every machine.
public final class FeatureRows implements Rows {

  /// All features: the dense ones first, then the fields, then the attributes.
  public static final List<Feature> FEATURES = RowBuilder.features();

  /// Names of the dense features, in order.
  public static final List<String> DENSE_NAMES =
      FEATURES.stream().filter(one -> one.kind() == Kind.NUMBER).map(Feature::name).toList();

  /// How many dense features a row has.
  public static final int DENSE = DENSE_NAMES.size();

  /// How many categories a row has one value of, crosses among them.
  public static final int FIELDS =
      (int)
          FEATURES.stream()
              .filter(one -> one.kind() == Kind.CATEGORY || one.kind() == Kind.CROSS)
              .count();

  /// Hashes for each watch of the history: of the video and of its category.
  public static final int HISTORY_WIDTH = 2;

  private final int[] videos;
  private final int rows;
  private final float[] dense;
  private final int[] starts;
  private int[] hashed;
  private int[] history = {};
  private int userAttributes;

  FeatureRows(int[] videos) {
    this.videos = videos;
    this.rows = videos.length;
    this.dense = new float[rows * DENSE];
    this.starts = new int[rows + 1];
    this.hashed = new int[rows * 32];
  }

  /// A row of features that nobody has counted yet.
  ///
  /// @param room for features of either kind
  static FeatureRows ofAnyWidth(int room) {
    return new FeatureRows(new int[1], room);
  }

  private FeatureRows(int[] videos, int room) {
    this.videos = videos;
    this.rows = videos.length;
    this.dense = new float[room];
    this.starts = new int[rows + 1];
    this.hashed = new int[room];
  }

  /// Builds the rows of `videos` for one viewer at one moment.
  ///
  /// @param snapshot videos and counters to read
  /// @param user the viewer's state; is only read
  /// @param at the request's time
  /// @param videos ordinals in the snapshot
  /// @param signals the learned score that rows carry
  public static FeatureRows build(
      Snapshot snapshot,
      UserState user,
      Context context,
      Instant at,
      int[] videos,
      Signals signals) {
    FeatureRows rows = new FeatureRows(videos);
    float[] scores = new float[videos.length];
    signals.score(user, snapshot.videos(), videos, scores);
    new RowBuilder(rows, snapshot, user, context, at.toEpochMilli()).fill(videos, scores);
    return rows;
  }

  /// Rows without a learned score.
  public static FeatureRows build(
      Snapshot snapshot, UserState user, Context context, Instant at, int[] videos) {
    return build(snapshot, user, context, at, videos, Signals.NONE);
  }

  /// The number of a field among [#FIELDS], by its name.
  public static int field(String name) {
    List<Feature> fields = FEATURES.subList(DENSE, DENSE + FIELDS);
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no field '" + name + "'");
  }

  @Override
  public int size() {
    return rows;
  }

  @Override
  public float[] dense(int row) {
    return dense;
  }

  @Override
  public int denseStart(int row) {
    return row * DENSE;
  }

  @Override
  public int[] hashed(int row) {
    return hashed;
  }

  @Override
  public int hashedStart(int row) {
    return starts[row];
  }

  @Override
  public int hashedEnd(int row) {
    return starts[row + 1];
  }

  @Override
  public int userAttributes(int row) {
    return userAttributes;
  }

  @Override
  public int[] history(int row) {
    return history;
  }

  /// The ordinal of a row's video in the snapshot.
  public int video(int row) {
    return videos[row];
  }

  /// Dense features of all rows, row by row; not to be written.
  public float[] dense() {
    return dense;
  }

  /// Hashed categories of all rows; those of row `i` stand from `start(i)` to before `start(i +
  /// 1)`. Not to be written.
  public int[] hashed() {
    return hashed;
  }

  public int start(int row) {
    return starts[row];
  }

  /// How many of a row's categories are the user's attributes, which follow the fields; the video's
  /// follow them.
  public int userAttributes() {
    return userAttributes;
  }

  /// The viewer's last positive watches, the latest first, [#HISTORY_WIDTH] hashes each: those that
  /// fields have of the same video and category. Not to be written.
  public int[] history() {
    return history;
  }

  /// A 64-bit digest of every bit of a row and of the history; never 0.
  public long digest(int row) {
    Digest all = new Digest();
    all.add(dense, row * DENSE, DENSE);
    all.add(hashed, starts[row], starts[row + 1] - starts[row]);
    all.add(history, 0, history.length);
    long digest = all.value();
    return digest == 0 ? 1 : digest;
  }

  /// Makes room for the categories of a row, all before it being there.
  void roomFor(int row, int categories) {
    if (hashed.length - starts[row] < categories) {
      hashed = Arrays.copyOf(hashed, 2 * hashed.length + categories);
    }
  }

  /// Says where the categories of a row end.
  void end(int row, int end) {
    starts[row + 1] = end;
  }

  /// Takes what all rows have in common.
  void history(int[] newHistory, int newUserAttributes) {
    history = newHistory;
    userAttributes = newUserAttributes;
  }
}
