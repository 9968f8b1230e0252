package dev.marquee.server.http;

import dev.marquee.engine.events.ConflictingEventException;
import dev.marquee.engine.events.InvalidEventException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Finds the route of a request and turns its result or exception into an answer. An invalid
/// request never gets a 5xx.
final class Router implements Handler {

  private static final System.Logger LOGGER = System.getLogger(Router.class.getName());

  /// The values of `Sec-Fetch-Site` that browsers send for a page of this server or without a page.
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private final List<Route> routes;
  private final Body body;
  private final ApiMetrics metrics;

  Router(List<Route> routes, Body body, ApiMetrics metrics) {
    this.routes = List.copyOf(routes);
    this.body = body;
    this.metrics = metrics;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    long start = System.nanoTime();
    String path = request.prologue().uriPath().rawPath();
    List<String> parts = Route.split(path.startsWith("/") ? path : "/" + path);
    List<Route> here = routes.stream().filter(route -> route.matches(parts)).toList();
    Answer answer = answer(request, here, parts);
    send(request, response, answer);
    metrics.answered(
        here.isEmpty() ? "none" : here.getFirst().path(),
        answer.status(),
        System.nanoTime() - start);
    if (response.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
      throw new CloseConnectionException("as announced"); // Helidon alone does not close
    }
  }

  private Answer answer(ServerRequest request, List<Route> here, List<String> parts) {
    String method = request.prologue().method().text();
    String asked = method.equals("HEAD") ? "GET" : method;
    try {
      if (here.isEmpty()) {
        throw Refusal.saying(
            404,
            "path",
            request.prologue().uriPath().rawPath(),
            "a path of /openapi.yaml",
            "there is nothing at this path: /openapi.yaml lists all paths");
      }
      for (Route route : here) {
        if (route.method().equals(asked)) {
          refuseForeignPages(request, asked);
          var query =
              new QueryParameters(request.prologue().query().rawValue(), route.parameters());
          return route.handler().answer(new Call(request, route.id(parts), query, body));
        }
      }
      String allowed = allowed(here);
      return Refusal.of(405, "method", method, "one of " + allowed).answer().with("Allow", allowed);
    } catch (Refusal e) {
      return e.answer();
    } catch (InvalidEventException e) {
      return Refusal.of(e).answer();
    } catch (ConflictingEventException e) {
      return Refusal.of(e).answer();
    } catch (RuntimeException e) {
      LOGGER.log(Level.ERROR, method + " " + here.getFirst().path() + " failed", e);
      return Refusal.saying(500, "server", "", "no failure", "the server failed: see its log")
          .answer();
    }
  }

  /// Refuses cross-site requests (CSRF): a page of another site in a user's browser must not write
  /// to this server on the user's behalf.
  private static void refuseForeignPages(ServerRequest request, String method) {
    String site = request.headers().value(HeaderNames.create("Sec-Fetch-Site")).orElse("none");
    if (!method.equals("GET") && !OWN_SITES.contains(site)) {
      throw Refusal.of(
          403, "Sec-Fetch-Site", site, "a page of this server, or a client that is no browser");
    }
  }

  private static String allowed(List<Route> here) {
    Set<String> methods = new TreeSet<>();
    for (Route route : here) {
      methods.add(route.method());
      if (route.method().equals("GET")) {
        methods.add("HEAD");
      }
    }
    return String.join(", ", methods);
  }

  private static void send(ServerRequest request, ServerResponse response, Answer answer) {
    response.status(Status.create(answer.status()));
    response.header("Content-Type", answer.type());
    response.header("X-Content-Type-Options", "nosniff");
    if (!answer.headers().containsKey("Cache-Control")) {
      response.header("Cache-Control", "no-store");
    }
    answer.headers().forEach(response::header);
    if (request.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
    if (request.prologue().method().text().equals("HEAD") || answer.status() == 304) {
      response.send();
    } else {
      response.send(answer.body());
    }
  }
}
