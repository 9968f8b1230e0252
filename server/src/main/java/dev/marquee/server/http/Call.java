package dev.marquee.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/// One request at the route that answers it.
///
/// @param id the variable part of the path; empty where the route has none
/// @param query its parameters
/// @param limits of its body
record Call(ServerRequest request, String id, Parameters query, Body limits) {

  /// The body; empty where there is none.
  byte[] body() {
    return limits.read(request);
  }

  Optional<String> header(String name) {
    return request.headers().value(HeaderNames.create(name));
  }
}
