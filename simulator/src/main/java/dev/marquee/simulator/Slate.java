package dev.marquee.simulator;

import java.util.List;

/// The list of videos that a policy offers.
///
/// @param feed the feed id that events refer to; empty if Marquee did not make the slate
/// @param videos ids in order; ids beyond the request's limit are ignored
public record Slate(String feed, List<String> videos) {

  public Slate {
    videos = List.copyOf(videos);
  }

  /// A slate that Marquee did not make.
  public static Slate of(List<String> videos) {
    return new Slate("", videos);
  }
}
