package dev.marquee.server.imports;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.json.EventJson;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// Derives an event's id from its content: equal events get the same id, different events different
/// ids.
final class ContentId {

  private static final int BYTES = 16;

  private ContentId() {}

  /// @param event the event with any fixed id
  static String of(String prefix, Event event) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(EventJson.write(event));
      return prefix + HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
