package dev.marquee.engine.features;

import dev.marquee.engine.features.FeatureBlock.Per;

/// A feature of a row, declared where its value is made: see [RowBuilder].
///
/// @param name in models and reports
/// @param kind the type of its value in a row
/// @param side what the value depends on
/// @param per the grouping of rows: the value is computed once per group
/// @param missing the value where it is unknown
/// @param meaning for the generated documentation
public record Feature(String name, Kind kind, Side side, Per per, String missing, String meaning) {

  public enum Kind {
    /// A float.
    NUMBER,
    /// One hashed value.
    CATEGORY,
    /// Any number of hashed values.
    CATEGORIES,
    /// The hash of a pair of categories.
    CROSS
  }

  public enum Side {
    /// Viewer, context and time: the same in all rows of a request.
    REQUEST,
    /// Only the video.
    VIDEO,
    /// Viewer and video together.
    PAIR
  }
}
