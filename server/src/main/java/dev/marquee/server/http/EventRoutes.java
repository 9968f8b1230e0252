package dev.marquee.server.http;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.json.EventJson;
import java.util.List;

/// Accepts events.
final class EventRoutes {

  private final Intake intake;
  private final ApiMetrics metrics;

  EventRoutes(Intake intake, ApiMetrics metrics) {
    this.intake = intake;
    this.metrics = metrics;
  }

  List<Route> routes() {
    return List.of(Route.of("POST", "/v1/events", this::post));
  }

  private Answer post(Call call) {
    try {
      List<Event> events = EventJson.read(call.body(), EventJson.Sender.CLIENT);
      return Answer.ok(intake.take(events));
    } catch (RuntimeException e) {
      metrics.refused();
      throw e;
    }
  }
}
