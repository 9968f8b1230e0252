package dev.marquee.engine.serving;

import java.util.List;

/// An answered feed.
///
/// @param id names this feed in the events that answer it
/// @param items in order
/// @param degraded why the feed is less than it should be; empty where it is not
/// @param trace what each stage did
public record Feed(String id, List<Item> items, List<String> degraded, Trace trace) {

  /// One video of a feed.
  ///
  /// @param video the platform's id
  /// @param reason why it is here, for people
  /// @param sources candidate sources that found it, the most telling first
  /// @param pClick P(click | shown); 0 where no model ran
  /// @param pWatch P(watched to completion | clicked); 0 where no model ran
  /// @param value what ordered it
  /// @param propensity probability with which it stands in this slot; 1 where no chance was taken
  public record Item(
      String video,
      String reason,
      List<String> sources,
      float pClick,
      float pWatch,
      float value,
      float propensity) {}
}
