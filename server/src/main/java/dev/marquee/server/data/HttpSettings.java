package dev.marquee.server.data;

import dev.marquee.engine.Doc;

/// The settings of the HTTP server.
public record HttpSettings(
    @Doc("address to listen on; only this machine can reach 127.0.0.1") String host,
    @Doc("port to listen on; 0 for any free one") int port,
    @Doc(value = "the maximum size of a request's body, after inflating", unit = "bytes")
        int bodyBytes) {

  public HttpSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be from 0 to 65535, was " + port);
    }
    if (bodyBytes < 1) {
      throw new IllegalArgumentException("bodyBytes must be at least 1, was " + bodyBytes);
    }
  }

  public static HttpSettings defaults() {
    return new HttpSettings("127.0.0.1", 8080, 16 << 20);
  }
}
