package dev.marquee.server.http;

import dev.marquee.engine.Marquee;
import dev.marquee.server.data.LiveSettings;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// The table of all routes.
final class Routes {

  private Routes() {}

  static List<Route> of(
      Marquee marquee,
      LiveSettings settings,
      PrometheusMeterRegistry registry,
      InstantSource clock,
      ApiMetrics metrics) {
    var intake = new Intake(marquee.state(), clock, metrics);
    return Stream.of(
            new EventRoutes(intake, metrics).routes(),
            new VideoRoutes(marquee.state(), intake).routes(),
            new UserRoutes(marquee.state(), marquee.log(), intake).routes(),
            new FeedRoutes(marquee, clock, metrics).routes(),
            new ListRoutes(marquee, clock).routes(),
            new SourceRoutes(marquee).routes(),
            new SettingsRoutes(settings).routes(),
            new HealthRoutes(marquee.state(), registry).routes(),
            new PageRoutes().routes())
        .flatMap(List::stream)
        .toList();
  }
}
