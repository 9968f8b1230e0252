package dev.marquee.server.http;

import dev.marquee.engine.Marquee;
import dev.marquee.engine.retrieval.Retrieval.Share;
import dev.marquee.engine.retrieval.sources.Sources;
import java.util.ArrayList;
import java.util.List;

/// The candidate sources of the funnel in use, with their text and colour for the web page.
///
/// @param marquee the owner of the funnel
record SourceRoutes(Marquee marquee) {

  record Answered(List<Source> sources) {}

  /// @param quota the maximum number of candidates taken from it; 0 if it only fills up short feeds
  /// @param weight its weight in the fused score
  /// @param reason why its videos are in a feed
  /// @param hue hue of its colour
  record Source(String name, String finds, int quota, float weight, String reason, int hue) {}

  List<Route> routes() {
    return List.of(Route.of("GET", "/v1/sources", this::sources));
  }

  private Answer sources(Call call) {
    List<Source> sources = new ArrayList<>();
    for (Share share : marquee.recommender().funnel().retrieval().shares()) {
      sources.add(source(share, share.quota()));
    }
    Sources.CATALOG.beforeTraining().ifPresent(share -> sources.add(source(share, 0)));
    return Answer.ok(new Answered(sources));
  }

  private static Source source(Share share, int quota) {
    return new Source(
        share.name(),
        share.label().finds(),
        quota,
        share.weight(),
        share.label().reason(),
        share.label().hue());
  }
}
