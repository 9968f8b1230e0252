package dev.marquee.engine.features;

import dev.marquee.engine.features.Feature.Kind;
import dev.marquee.engine.features.Feature.Side;
import dev.marquee.engine.features.FeatureBlock.Per;
import java.util.List;

/// Hashes of the attributes of a viewer or a video, in any number. They are at the end of a row,
/// after its fields.
final class AttributeHashes {

  private static final int OF_USER = 21;
  private static final int OF_VIDEO = 22;

  private AttributeHashes() {}

  static int[] ofUser(int[] attributes) {
    return hashes(OF_USER, attributes);
  }

  static int[] ofVideo(int[] attributes) {
    return hashes(OF_VIDEO, attributes);
  }

  private static int[] hashes(int kind, int[] attributes) {
    int[] hashes = new int[attributes.length];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = RowWriter.hash(kind, attributes[i]);
    }
    return hashes;
  }

  static List<Feature> features() {
    return List.of(
        feature(Side.REQUEST, Per.REQUEST, "user attributes", "the viewer's attributes"),
        feature(
            Side.VIDEO,
            Per.VIDEO,
            "video attributes",
            "the four LSH buckets of its vector, and the video's attributes, of the undeclared"
                + " ones at most 40"));
  }

  private static Feature feature(Side side, Per per, String name, String of) {
    String meaning =
        ": hashes of name and value; declared numbers by tile coding, others of 10 or more by"
            + " log2 bucket";
    return new Feature(name, Kind.CATEGORIES, side, per, "none", of + meaning);
  }
}
