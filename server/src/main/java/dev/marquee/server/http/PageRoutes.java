package dev.marquee.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The web page and the API description, which are files in the server's jar.
///
/// They are few and small and are kept in memory. The content security policy lets the page load
/// nothing from other hosts and run no script except its own file.
final class PageRoutes {

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  List<Route> routes() {
    return List.of(
        Route.ofPage("/", file("/web/index.html", "text/html; charset=utf-8")),
        Route.ofPage("/marquee.css", file("/web/marquee.css", "text/css; charset=utf-8")),
        Route.ofPage("/marquee.js", file("/web/marquee.js", "text/javascript; charset=utf-8")),
        Route.ofPage("/favicon.svg", file("/web/favicon.svg", "image/svg+xml")),
        Route.of("GET", "/openapi.yaml", file("/openapi.yaml", "application/yaml")));
  }

  private static Route.Handler file(String resource, String type) {
    byte[] bytes = read(resource);
    String tag = "\"" + UUID.nameUUIDFromBytes(bytes) + "\"";
    Map<String, String> headers =
        Map.of(
            "ETag",
            tag,
            "Cache-Control",
            "no-cache",
            "Content-Security-Policy",
            POLICY,
            "Referrer-Policy",
            "no-referrer");
    Answer whole = new Answer(200, type, bytes, headers);
    Answer unchanged = new Answer(304, type, new byte[0], headers);
    return call -> call.header("If-None-Match").filter(tag::equals).isPresent() ? unchanged : whole;
  }

  private static byte[] read(String resource) {
    try (InputStream in = PageRoutes.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("'" + resource + "' is not in the jar: rebuild it");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
