package dev.marquee.server.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

/// Refuses requests that cannot be parsed as HTTP, in the same form as all other refusals.
final class Unreadable implements DirectHandler {

  static DirectHandlers handlers() {
    var handlers = DirectHandlers.builder();
    for (EventType type : EventType.values()) {
      handlers.addHandler(type, new Unreadable());
    }
    return handlers.build();
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType type,
      Status status,
      ServerResponseHeaders headers,
      String message) {
    String why = message == null || message.isBlank() ? status.reasonPhrase() : message;
    Answer answer =
        Refusal.saying(
                status.code(),
                "request",
                "",
                "a request in HTTP/1.1 within the limits",
                "the request cannot be read: " + why)
            .answer();
    return TransportResponse.builder()
        .status(status)
        .headers(headers)
        .header(HeaderNames.CONTENT_TYPE, answer.type())
        .keepAlive(false)
        .entity(answer.body())
        .build();
  }
}
