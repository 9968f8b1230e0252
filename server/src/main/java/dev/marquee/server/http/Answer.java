package dev.marquee.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;

/// A response. Immutable.
final class Answer {

  static final String JSON = "application/json";

  private final int status;
  private final String type;
  private final byte[] body;
  private final Map<String, String> headers;

  /// @param status HTTP status code
  /// @param type media type of the body
  /// @param body must not be modified afterwards
  /// @param headers other than type and length
  Answer(int status, String type, byte[] body, Map<String, String> headers) {
    this.status = status;
    this.type = type;
    this.body = body;
    this.headers = headers;
  }

  /// 200 with a JSON body.
  static Answer ok(Object value) {
    return json(200, value);
  }

  static Answer json(int status, Object value) {
    return new Answer(status, JSON, Json.bytes(value), Map.of());
  }

  /// 200 with a body of another type.
  static Answer text(String type, String body) {
    return new Answer(200, type, body.getBytes(UTF_8), Map.of());
  }

  Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, type, body, more);
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  /// The body without a copy; must not be modified.
  byte[] body() {
    return body;
  }

  Map<String, String> headers() {
    return headers;
  }
}
