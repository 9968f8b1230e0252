package dev.marquee.server.demo;

import java.nio.file.Path;

/// The settings of a demo.
///
/// @param data an empty directory
/// @param days of history, at least 3
public record DemoSettings(Path data, int users, int videos, int days, long seed, int port) {

  public DemoSettings {
    if (days < 3) {
      throw new IllegalArgumentException(
          "--days is " + days + ", expected at least 3: two are kept for evaluation");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("--port is " + port + ", expected 0 to 65535");
    }
  }
}
