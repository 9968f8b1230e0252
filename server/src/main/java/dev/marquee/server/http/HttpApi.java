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
/// Every request runs on a virtual thread of its own. Stopping it leaves the `Marquee` open: what
/// opened that closes it, after this.
public final class HttpApi implements AutoCloseable {

  /// Held, because the JDK forgets the level of a logger without references.
  private static final Logger HELIDON = Logger.getLogger("io.helidon");

  /// The longest address that is read: 500 excluded ids and more.
  private static final int ADDRESS_BYTES = 128 << 10;

  /// How many times the limit a body may be and still hear that it was too large.
  private static final int DRAINED = 4;

  private final HttpSettings settings;
  private final ApiMetrics metrics;
  private final List<Route> routes;
  private final Router router;
  private final Runnable warmUp;
  private WebServer server;

  /// Prepares to serve; nothing listens before [#start].
  ///
  /// @param live where it listens, too
  /// @param registry is given the server's and the JVM's metrics, and is what `/metrics` shows
  public HttpApi(
      Marquee marquee, LiveSettings live, PrometheusMeterRegistry registry, InstantSource clock) {
    this.settings = live.current().settings().http();
    this.warmUp = () -> warmUp(marquee, clock);
    this.metrics = new ApiMetrics(registry, marquee);
    this.routes = Routes.of(marquee, live, registry, clock, metrics);
    this.router = new Router(routes, new Body(settings.bodyBytes()), metrics);
  }

  /// The first feeds of a fresh JVM take half a second, those of a warm one a few milliseconds.
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

  /// Starts listening where the settings say.
  ///
  /// @throws PortInUseException where something else listens there: the caller may start on another
  ///   port, and should say so
  public void start() {
    start(settings.port());
  }

  /// Starts listening on another port than that of the settings; 0 for any free one.
  ///
  /// @throws PortInUseException where something else listens there
  public void start(int port) {
    HELIDON.setLevel(Level.WARNING);
    requireFree(port);
    warmUp.run();
    WebServer starting =
        WebServer.builder()
            .host(settings.host())
            .port(port)
            .shutdownHook(false)
            // Else a body that follows its headers waits 40 ms for the client to confirm those.
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
      throw new PortInUseException(settings.host(), port, null); // since the look above
    }
    server = starting;
  }

  /// Helidon only logs that it cannot listen.
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

  /// All that it answers to.
  List<Route> routes() {
    return routes;
  }

  /// The port it listens on.
  public int port() {
    return server.port();
  }

  /// Where the web page is.
  public URI uri() {
    String host = settings.host().equals("0.0.0.0") ? "127.0.0.1" : settings.host();
    return URI.create(
        "http://%s:%d/".formatted(host.contains(":") ? "[" + host + "]" : host, port()));
  }

  /// Answers what is under way, and stops.
  @Override
  public void close() {
    if (server != null) {
      server.stop();
    }
    metrics.close();
  }
}
