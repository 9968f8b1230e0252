package dev.marquee.engine.features;

/// Rows that a model reads: those of a request, or examples of many viewers.
///
/// Arrays are shared and not to be written. Safe for use by many threads once they are filled.
public interface Rows {

  int size();

  /// The array that holds a row's dense features from [#denseStart] on.
  float[] dense(int row);

  int denseStart(int row);

  /// The array that holds a row's hashed categories from [#hashedStart] to before [#hashedEnd]: the
  /// fields, the user's attributes, the video's.
  int[] hashed(int row);

  int hashedStart(int row);

  int hashedEnd(int row);

  /// How many of them are the user's attributes.
  int userAttributes(int row);

  /// The viewer's last positive watches as [FeatureRows#history] has them.
  int[] history(int row);
}
