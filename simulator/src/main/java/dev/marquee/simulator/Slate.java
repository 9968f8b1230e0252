package dev.marquee.simulator;

import java.util.List;

/// What a policy offers.
///
/// @param feed the id that events answer with, empty where Marquee did not make it
/// @param videos ids, in order; beyond the request's limit they are not looked at
public record Slate(String feed, List<String> videos) {

  public Slate {
    videos = List.copyOf(videos);
  }

  /// A slate that Marquee did not make.
  public static Slate of(List<String> videos) {
    return new Slate("", videos);
  }
}
