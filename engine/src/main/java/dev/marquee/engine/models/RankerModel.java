package dev.marquee.engine.models;

import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.math.Platt;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Predicts pClick and pWatch with two calibrated logistic regressions over the same row.
///
/// pClick = P(click | shown), pWatch = P(watched to completion | clicked). Dense features are
/// standardised; hashed categories have a weight each. The slot's position is a feature in training
/// only: its mean effect is part of the bias, so that a video is not preferred for having stood on
/// top before. Safe for use by many threads.
public final class RankerModel {

  private static final String KIND = "ranker";
  private static final int VERSION = 1;

  private final float[] mean;
  private final float[] scale;
  private final int bits;
  private final Head click;
  private final Head watch;

  /// One head.
  ///
  /// @param bias the intercept, with the mean effect of the position
  /// @param dense a weight for each standardised dense feature
  /// @param hashed a weight for each of 2^bits buckets
  /// @param calibration from the linear score to the probability
  // Nobody compares heads.
  @SuppressWarnings("ArrayRecordComponent")
  public record Head(float bias, float[] dense, float[] hashed, Platt calibration) {}

  /// @param mean what is taken from each dense feature
  /// @param scale what the rest is multiplied by
  /// @param bits of the hashed categories' buckets
  public RankerModel(float[] mean, float[] scale, int bits, Head click, Head watch) {
    this.mean = mean;
    this.scale = scale;
    this.bits = bits;
    this.click = click;
    this.watch = watch;
  }

  /// The bucket of a hashed category.
  public static int bucket(int hash, int bits) {
    return (hash * 0x9E3779B1) >>> (32 - bits);
  }

  /// Predicts all rows of a request.
  ///
  /// @param pClick takes a probability a row
  /// @param pWatch takes a probability a row
  public void predict(FeatureRows rows, float[] pClick, float[] pWatch) {
    for (int row = 0; row < rows.size(); row++) {
      int denseStart = row * FeatureRows.DENSE;
      int hashedStart = rows.start(row);
      int hashedEnd = rows.start(row + 1);
      pClick[row] = predict(click, rows.dense(), denseStart, rows.hashed(), hashedStart, hashedEnd);
      pWatch[row] = predict(watch, rows.dense(), denseStart, rows.hashed(), hashedStart, hashedEnd);
    }
  }

  /// P(click | shown) of one row that stands inside larger arrays.
  public float pClick(float[] dense, int denseStart, int[] hashed, int start, int end) {
    return predict(click, dense, denseStart, hashed, start, end);
  }

  /// P(completed | clicked) of one row that stands inside larger arrays.
  public float pWatch(float[] dense, int denseStart, int[] hashed, int start, int end) {
    return predict(watch, dense, denseStart, hashed, start, end);
  }

  private float predict(
      Head head, float[] dense, int denseStart, int[] hashed, int start, int end) {
    float score = head.bias;
    for (int i = 0; i < mean.length; i++) {
      score += head.dense[i] * ((dense[denseStart + i] - mean[i]) * scale[i]);
    }
    for (int i = start; i < end; i++) {
      score += head.hashed[bucket(hashed[i], bits)];
    }
    return (float) head.calibration.probability(score);
  }

  /// Dense features by the size of their standardised weights in the click head.
  public List<String> strongestFeatures(int many) {
    return IntStream.range(0, mean.length)
        .boxed()
        .sorted((a, b) -> Float.compare(Math.abs(click.dense[b]), Math.abs(click.dense[a])))
        .limit(many)
        .map(i -> "%s %+.2f".formatted(FeatureRows.DENSE_NAMES.get(i), click.dense[i]))
        .toList();
  }

  /// Writes the model to a stream that stays open.
  public void write(OutputStream out) throws IOException {
    ModelWriter writer = new ModelWriter(out, KIND, VERSION);
    writer.writeInt(mean.length);
    writer.writeInt(bits);
    writer.seal();
    writer.writeFloats(mean);
    writer.writeFloats(scale);
    for (Head head : List.of(click, watch)) {
      writer.writeFloats(new float[] {head.bias});
      writer.writeFloats(head.dense);
      writer.writeFloats(head.hashed);
      writer.writeDouble(head.calibration.slope());
      writer.writeDouble(head.calibration.offset());
    }
    writer.seal();
  }

  /// Reads what [#write] wrote.
  ///
  /// @throws CorruptModelException where the bytes are no ranker, or damaged
  /// @throws ModelMismatchException where it was trained on other features than this code builds
  public static RankerModel read(InputStream in) throws IOException {
    ModelReader reader = new ModelReader(in, KIND, VERSION);
    int features = reader.readInt();
    int bits = reader.readInt();
    reader.checkSeal("the sizes");
    if (features != FeatureRows.DENSE) {
      throw new ModelMismatchException(
          "the ranker wants %d dense features, this Marquee builds %d: train again"
              .formatted(features, FeatureRows.DENSE));
    }
    float[] mean = reader.readFloats(features);
    float[] scale = reader.readFloats(features);
    Supplier<Head> click = readHead(reader, features, bits);
    Supplier<Head> watch = readHead(reader, features, bits);
    reader.checkSeal("the weights");
    reader.checkEnd();
    return new RankerModel(mean, scale, bits, click.get(), watch.get());
  }

  /// Reads a head that is made after its seal was checked: till then a number may be any.
  private static Supplier<Head> readHead(ModelReader reader, int features, int bits)
      throws IOException {
    float bias = reader.readFloats(1)[0];
    float[] dense = reader.readFloats(features);
    float[] hashed = reader.readFloats(1 << bits);
    double slope = reader.readDouble();
    double intercept = reader.readDouble();
    return () -> new Head(bias, dense, hashed, new Platt(slope, intercept));
  }
}
