package dev.marquee.engine.features;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.features.Feature.Kind;
import dev.marquee.engine.features.FeatureBlock.Per;
import dev.marquee.engine.math.Digest;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.engine.state.UserState;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Feature rows of one request: one row for each video to rank.
///
/// A row has [#DENSE] floats, [#FIELDS] hashed categories, and after these the hashed attributes of
/// the user and of the video, in any number. The viewer's last watches are stored once for all
/// rows. [#build] makes all rows, for serving and for replay; the same state, snapshot and context
/// give the same bits on every machine.
///
/// Rows are stored in [blocks][#block], as they share many values; a whole row is assembled at its
/// first read. For one thread.
public final class FeatureRows implements Rows {

  /// All features: first the dense ones, then the fields, then the attributes, each in the order of
  /// their blocks.
  public static final List<Feature> FEATURES = RowBuilder.features();

  /// Names of the dense features, in order.
  public static final List<String> DENSE_NAMES =
      FEATURES.stream().filter(one -> one.kind() == Kind.NUMBER).map(Feature::name).toList();

  /// How many dense features a row has.
  public static final int DENSE = DENSE_NAMES.size();

  /// The number of single-valued categories of a row, crosses included.
  public static final int FIELDS =
      (int) FEATURES.stream().filter(one -> isField(one.kind())).count();

  /// Hashes for each watch of the history: of the video and of its category.
  public static final int HISTORY_WIDTH = 2;

  private static final Map<Per, Extent> EXTENTS = extents();

  /// The range of a block in a row.
  ///
  /// @param firstDense its first dense feature
  /// @param width the number of its dense features
  /// @param firstField its first field among those of a row
  /// @param fields the number of its fields
  public record Extent(int firstDense, int width, int firstField, int fields) {}

  private final int[] videos;
  private final long[] idHashes;
  private final VideoDetails[] details;
  private final int[][] attributes;
  private final Map<Per, FeatureBlock> blocks;
  private final int[] userAttributes;
  private final int[] history;
  private final float[][] dense;
  private final int[][] hashed;

  private FeatureRows(
      VideoTable table,
      int[] videos,
      Map<Per, FeatureBlock> blocks,
      int[] userAttributes,
      int[] history) {
    this.videos = videos;
    this.idHashes = new long[videos.length];
    this.details = new VideoDetails[videos.length];
    this.attributes = new int[videos.length][];
    for (int row = 0; row < videos.length; row++) {
      idHashes[row] = table.idHash(videos[row]);
      details[row] = table.details(videos[row]);
      attributes[row] = table.attributes(videos[row]);
    }
    this.blocks = blocks;
    this.userAttributes = userAttributes;
    this.history = history;
    this.dense = new float[videos.length][];
    this.hashed = new int[videos.length][];
  }

  private static boolean isField(Kind kind) {
    return kind == Kind.CATEGORY || kind == Kind.CROSS;
  }

  /// Builds the rows of `videos` for one viewer at one moment.
  ///
  /// @param snapshot videos and counters to read
  /// @param user the viewer's state, which is not changed
  /// @param at the request's time
  /// @param videos ordinals in the snapshot, one for each row
  /// @param signals give the learned scores
  public static FeatureRows build(
      Snapshot snapshot,
      UserState user,
      Context context,
      Instant at,
      int[] videos,
      Signals signals) {
    float[] scores = new float[LearnedScore.ALL.size() * videos.length];
    signals.score(new RequestContext(user, context, at), snapshot.videos(), videos, scores);
    var builder =
        new RowBuilder(RowInputs.of(snapshot, user, context, at.toEpochMilli(), videos.length));
    return new FeatureRows(
        snapshot.videos(),
        videos,
        builder.blocks(videos, scores),
        AttributeHashes.ofUser(user.profileAttributes()),
        builder.watched());
  }

  /// Rows without learned scores.
  public static FeatureRows build(
      Snapshot snapshot, UserState user, Context context, Instant at, int[] videos) {
    return build(snapshot, user, context, at, videos, Signals.NONE);
  }

  /// The index of a field among [#FIELDS], by its name.
  public static int field(String name) {
    List<Feature> fields = FEATURES.subList(DENSE, DENSE + FIELDS);
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no field '" + name + "'");
  }

  private static Map<Per, Extent> extents() {
    Map<Per, Extent> extents = new EnumMap<>(Per.class);
    int dense = 0;
    int fields = 0;
    for (Per per : Per.values()) {
      List<Kind> kinds =
          FEATURES.stream().filter(one -> one.per() == per).map(Feature::kind).toList();
      int width = (int) kinds.stream().filter(kind -> kind == Kind.NUMBER).count();
      int hashed = (int) kinds.stream().filter(FeatureRows::isField).count();
      extents.put(per, new Extent(dense, width, fields, hashed));
      dense += width;
      fields += hashed;
    }
    return extents;
  }

  /// The range of a block in a row.
  public static Extent extent(Per per) {
    return EXTENTS.get(per);
  }

  @Override
  public int size() {
    return videos.length;
  }

  /// The block of a key. Writes to it do not change rows that were assembled before.
  public FeatureBlock block(Per per) {
    return blocks.get(per);
  }

  @Override
  public float[] dense(int row) {
    float[] whole = dense[row];
    if (whole == null) {
      whole = new float[DENSE];
      int at = 0;
      for (FeatureBlock block : blocks.values()) {
        at = block.copyDense(row, whole, at);
      }
      dense[row] = whole;
    }
    return whole;
  }

  @Override
  public int denseStart(int row) {
    return 0;
  }

  @Override
  public int[] hashed(int row) {
    int[] whole = hashed[row];
    if (whole == null) {
      int[] ofVideo = AttributeHashes.ofVideo(attributes[row]);
      whole = new int[FIELDS + userAttributes.length + ofVideo.length];
      int at = 0;
      for (FeatureBlock block : blocks.values()) {
        at = block.copyFields(row, whole, at);
      }
      System.arraycopy(userAttributes, 0, whole, FIELDS, userAttributes.length);
      System.arraycopy(ofVideo, 0, whole, FIELDS + userAttributes.length, ofVideo.length);
      hashed[row] = whole;
    }
    return whole;
  }

  @Override
  public int hashedStart(int row) {
    return 0;
  }

  @Override
  public int hashedEnd(int row) {
    return hashed(row).length;
  }

  @Override
  public int userAttributes(int row) {
    return userAttributes.length;
  }

  @Override
  public int[] history(int row) {
    return history;
  }

  /// The ordinal of a row's video in the snapshot.
  public int video(int row) {
    return videos[row];
  }

  /// An identity for the data of a row's video: another object after each change.
  public Object version(int row) {
    return details[row];
  }

  /// The hash of the id of a row's video.
  public long idHash(int row) {
    return idHashes[row];
  }

  /// The viewer's last positive watches, the latest first, [#HISTORY_WIDTH] hashes each, equal to
  /// those of the fields for the same video and category. Not to be changed.
  public int[] history() {
    return history;
  }

  /// A 64-bit digest of every bit of a row and of the history; never 0.
  public long digest(int row) {
    Digest all = new Digest();
    all.add(dense(row), 0, DENSE);
    all.add(hashed(row), 0, hashed(row).length);
    all.add(history, 0, history.length);
    long digest = all.value();
    return digest == 0 ? 1 : digest;
  }
}
