package dev.marquee.engine.features;

import dev.marquee.engine.features.Feature.Kind;
import dev.marquee.engine.features.FeatureBlock.Per;
import dev.marquee.engine.state.Keys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Builds the rows of one request as [blocks][FeatureBlock].
///
/// The classes named `...Features` declare each feature where its value is computed. Values that
/// are equal for all videos of a category are computed once per category, and so on: a thousand
/// candidates have few categories and lengths.
final class RowBuilder {

  private final RowInputs in;
  private final RowWriter row;
  private final Rates rates;
  private final ViewerTallies tallies;
  private final SessionFeatures session;

  RowBuilder(RowInputs in) {
    this(in, RowWriter.ofValues());
  }

  private RowBuilder(RowInputs in, RowWriter row) {
    this.in = in;
    this.row = row;
    this.rates = new Rates(in, row);
    this.tallies = new ViewerTallies(in);
    this.session = new SessionFeatures(in, row);
  }

  /// All features in the order of a row, recorded while one row is built, so that names always
  /// match values.
  static List<Feature> features() {
    List<Feature> declared = new ArrayList<>();
    RowInputs unknown = RowInputs.unknown();
    float[] scores = new float[LearnedScore.ALL.size()];
    Arrays.fill(scores, Float.NaN);
    new RowBuilder(unknown, RowWriter.declaringIn(declared))
        .blocks(new int[] {unknown.videos.ordinal("")}, scores);
    declared.addAll(AttributeHashes.features());
    declared.sort(Comparator.comparing(feature -> feature.kind() != Kind.NUMBER));
    return List.copyOf(declared);
  }

  /// Makes the rows of some videos, by block.
  ///
  /// @param ordinals one for each row of the inputs
  /// @param scores in the layout of [Signals#score]
  Map<Per, FeatureBlock> blocks(int[] ordinals, float[] scores) {
    int[] categories = new int[ordinals.length];
    int[] durationBuckets = new int[ordinals.length];
    int[] channels = new int[ordinals.length];
    for (int i = 0; i < ordinals.length; i++) {
      categories[i] = in.videos.category(ordinals[i]);
      durationBuckets[i] = Keys.durationBucket(in.videos.durationSeconds(ordinals[i]));
      channels[i] = in.videos.channel(ordinals[i]);
    }
    Map<Per, FeatureBlock> blocks = new EnumMap<>(Per.class);
    blocks.put(Per.REQUEST, request());
    blocks.put(Per.CATEGORY, new CategoryFeatures(in, row, rates, tallies).block(categories));
    blocks.put(
        Per.LENGTH, new LengthFeatures(in, row, rates).block(durationBuckets, session.bucket()));
    blocks.put(Per.CHANNEL, new ChannelFeatures(in, row, rates, tallies).block(channels));
    var likeness = new LikenessFeatures(in, row, scores);
    blocks.put(Per.VIDEO, new VideoFeatures(in, row, rates, tallies, likeness).block(ordinals));
    return blocks;
  }

  private FeatureBlock request() {
    var context = new ContextFeatures(in, row, rates);
    var viewer = new ViewerFeatures(in, row, rates);
    row.begin(Per.REQUEST, 1);
    row.group();
    context.write();
    viewer.write(tallies);
    session.write();
    viewer.writeProfile();
    context.writeCrosses(session.bucket());
    return row.end(RowGroups.one(in.rows));
  }

  /// The last watches, by the hashes that rows have for the same videos and categories.
  int[] watched() {
    int[] watched = new int[FeatureRows.HISTORY_WIDTH * in.watched.length];
    for (int back = 0; back < in.watched.length; back++) {
      int video = in.watched[back];
      boolean isKnown = in.isKnown(video);
      int category = isKnown ? in.videos.category(video) : -1;
      watched[2 * back] =
          isKnown ? RowWriter.hash(VideoFeatures.FIELD, (int) in.videos.idHash(video)) : 0;
      watched[2 * back + 1] = RowWriter.hash(CategoryFeatures.FIELD, in.categoryName(category));
    }
    return watched;
  }
}
