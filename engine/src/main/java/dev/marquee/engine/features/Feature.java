package dev.marquee.engine.features;

import dev.marquee.engine.features.FeatureBlock.Per;

/// A feature of a row, declared where its value is made: see [RowBuilder].
///
/// @param name what models and reports call it
/// @param kind what stands in the row
/// @param side on what the value depends
/// @param per what its value is made once for
/// @param missing the value where nothing is known
/// @param meaning for the documentation, which is generated from it
public record Feature(String name, Kind kind, Side side, Per per, String missing, String meaning) {

  public enum Kind {
    /// A float.
    NUMBER,
    /// One hashed value.
    CATEGORY,
    /// Any number of hashed values.
    CATEGORIES,
    /// Hashed values of two categories that meet.
    CROSS
  }

  public enum Side {
    /// Viewer, context and time: the same in all rows of a request.
    REQUEST,
    /// The video alone.
    VIDEO,
    /// Viewer and video together.
    PAIR
  }
}
