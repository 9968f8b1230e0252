package dev.marquee.engine.features;

/// Rows as the input of a model: those of a request, or examples of many viewers.
///
/// Arrays are shared and must not be changed. Safe for use by many threads once they are filled.
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

  /// The number of the user's attributes among them.
  int userAttributes(int row);

  /// The viewer's last positive watches, as in [FeatureRows#history].
  int[] history(int row);
}
