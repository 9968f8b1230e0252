package dev.marquee.server.http;

import dev.marquee.engine.Marquee;
import dev.marquee.server.data.HttpSettings;
import dev.marquee.server.data.LiveSettings;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.time.InstantSource;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Serves a [Marquee] over HTTP: the API under `/v1`, health, metrics and the web page.
///
/// Every request runs on its own virtual thread. Closing this leaves the `Marquee` open; its owner
/// closes it afterwards.
public final class HttpApi implements AutoCloseable {

  /// Kept in a field, because the JDK drops the level of a logger that is no longer referenced.
  private static final Logger HELIDON = Logger.getLogger("io.helidon");

  /// Maximum length of a request's URL: room for 500 excluded ids and more.
  private static final int ADDRESS_BYTES = 128 << 10;

  /// A body of up to this multiple of the limit is read to its end, so that the client receives the
  /// refusal.
  private static final int DRAINED = 4;

  private final HttpSettings settings;
  private final ApiMetrics metrics;
  private final List<Route> routes;
  private final Router router;
  private final Runnable warmUp;
  private WebServer server;

  /// Prepares the server; it listens only after [#start].
  ///
  /// @param live the settings, including the address to listen on
  /// @param registry receives the metrics of the server and the JVM, which `/metrics` shows
  public HttpApi(
      Marquee marquee, LiveSettings live, PrometheusMeterRegistry registry, InstantSource clock) {
    this.settings = live.current().settings().http();
    this.warmUp = () -> warmUp(marquee, clock);
    this.metrics = new ApiMetrics(registry, marquee);
    this.routes = Routes.of(marquee, live, registry, clock, metrics);
    this.router = new Router(routes, new Body(settings.bodyBytes()), metrics);
  }

  /// Makes some feeds first: in a fresh JVM a feed takes half a second, in a warm one a few
  /// milliseconds.
  private static void warmUp(Marquee marquee, InstantSource clock) {
    var recommender = marquee.recommender();
    var _ =
        marquee
            .settings()
            .funnel()
            .serving()
            .warmUp()
            .of(
                recommender.funnel(),
                recommender,
                clock.instant(),
                feed -> Json.bytes(FeedRoutes.answered(feed, true)));
  }

  /// Starts listening on the port in the settings.
  ///
  /// @throws PortInUseException if the port is in use; the caller may start on another port and
  ///   should report it
  public void start() {
    start(settings.port());
  }

  /// Starts listening on the given port instead of the one in the settings; 0 for any free port.
  ///
  /// @throws PortInUseException if the port is in use
  public void start(int port) {
    HELIDON.setLevel(Level.WARNING);
    requireFree(port);
    warmUp.run();
    WebServer starting =
        WebServer.builder()
            .host(settings.host())
            .port(port)
            .shutdownHook(false)
            // Without this, a body sent after its headers waits 40 ms for the client to acknowledge
            // the headers.
            .connectionOptions(socket -> socket.tcpNoDelay(true))
            .maxPayloadSize((long) DRAINED * settings.bodyBytes())
            .contentEncoding(
                ContentEncodingContext.create(
                    encoding ->
                        encoding
                            .contentEncodingsDiscoverServices(false)
                            .addContentEncoding(new AnyCoding())))
            .directHandlers(Unreadable.handlers())
            .errorHandling(errors -> errors.includeEntity(true))
            .addProtocol(
                Http1Config.builder()
                    .maxPrologueLength(ADDRESS_BYTES)
                    .validatePrologue(false)
                    .validatePath(false)
                    .continueImmediately(false)
                    .build())
            .routing(routing -> routing.any(router))
            .build();
    starting.start();
    if (!starting.isRunning()) {
      throw new PortInUseException(settings.host(), port, null); // taken since the check above
    }
    server = starting;
  }

  /// Checks that the port is free, because Helidon only logs that it cannot listen.
  private void requireFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(settings.host(), port));
    } catch (IOException | UnresolvedAddressException e) {
      throw String.valueOf(e.getMessage()).contains("in use")
          ? new PortInUseException(settings.host(), port, e)
          : new IllegalArgumentException(
              "cannot listen on port %d of '%s': %s".formatted(port, settings.host(), e), e);
    }
  }

  /// All routes.
  List<Route> routes() {
    return routes;
  }

  /// The port it listens on.
  public int port() {
    return server.port();
  }

  /// The address of the web page.
  public URI uri() {
    String host = settings.host().equals("0.0.0.0") ? "127.0.0.1" : settings.host();
    return URI.create(
        "http://%s:%d/".formatted(host.contains(":") ? "[" + host + "]" : host, port()));
  }

  /// Finishes running requests and stops.
  @Override
  public void close() {
    if (server != null) {
      server.stop();
    }
    metrics.close();
  }
}
