package dev.marquee.engine.features;

import dev.marquee.engine.features.Feature.Kind;
import dev.marquee.engine.features.Feature.Side;
import dev.marquee.engine.features.FeatureBlock.Per;
import java.util.List;

/// Hashes of the attributes that a viewer or a video has, of which there may be any number. They
/// stand at the end of a row, after its fields.
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
            "the four regions that its vector lies in, and the video's attributes, of those that"
                + " are not declared at most 40"));
  }

  private static Feature feature(Side side, Per per, String name, String of) {
    String meaning =
        ": each by its name and value, a declared number by tiles of it and others of 10 or more by"
            + " their power of two";
    return new Feature(name, Kind.CATEGORIES, side, per, "none", of + meaning);
  }
}
