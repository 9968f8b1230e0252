package dev.marquee.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/// One request to a route.
///
/// @param id the variable segment of the path; empty if the route has none
/// @param query the query parameters
/// @param limits reads the body within its limit
record Call(ServerRequest request, String id, QueryParameters query, Body limits) {

  /// The body; empty if there is none.
  byte[] body() {
    return limits.read(request);
  }

  Optional<String> header(String name) {
    return request.headers().value(HeaderNames.create(name));
  }
}
