package dev.marquee.server.http;

/// The port is in use. Port 0 means any free port.
public final class PortInUseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int port;

  PortInUseException(String host, int port, Throwable cause) {
    super(
        ("port %d of '%s' is in use, expected a free one: stop what listens there, or choose"
                + " another port")
            .formatted(port, host),
        cause);
    this.port = port;
  }

  /// The requested port.
  public int port() {
    return port;
  }
}
