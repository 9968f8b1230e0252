package dev.marquee.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;

/// What goes back to a client.
///
/// @param status HTTP status code
/// @param type media type of the body
/// @param headers besides type and length
record Answer(int status, String type, byte[] body, Map<String, String> headers) {

  static final String JSON = "application/json";

  /// 200 with a JSON body.
  static Answer ok(Object value) {
    return json(200, value);
  }

  static Answer json(int status, Object value) {
    return new Answer(status, JSON, Json.bytes(value), Map.of());
  }

  /// 200 with a body of some other type.
  static Answer text(String type, String body) {
    return new Answer(200, type, body.getBytes(UTF_8), Map.of());
  }

  Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, type, body, more);
  }
}
