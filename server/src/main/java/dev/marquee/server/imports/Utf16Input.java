package dev.marquee.server.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.Optional;

/// Text in UTF-16 as UTF-8.
///
/// A surrogate without its other half and a last odd byte become a byte that UTF-8 never has, so
/// that their line is refused and not changed.
final class Utf16Input extends InputStream {

  /// The length of the byte order mark.
  static final int MARK_BYTES = 2;

  private static final int INVALID = 0xFF;
  private static final int END = -1;
  private static final int NONE = -2;

  private final InputStream in;
  private final boolean bigEndian;
  private byte[] pending = {};
  private int at;
  private int ahead = NONE;

  /// @param in text after its byte order mark; closed with this stream
  Utf16Input(InputStream in, ByteOrder order) {
    this.in = in;
    this.bigEndian = order == ByteOrder.BIG_ENDIAN;
  }

  /// The byte order that a mark at the start tells; empty without a mark.
  static Optional<ByteOrder> order(byte[] head) {
    if (head.length < MARK_BYTES) {
      return Optional.empty();
    }
    return switch (((head[0] & 0xFF) << 8) | (head[1] & 0xFF)) {
      case 0xFEFF -> Optional.of(ByteOrder.BIG_ENDIAN);
      case 0xFFFE -> Optional.of(ByteOrder.LITTLE_ENDIAN);
      default -> Optional.empty();
    };
  }

  @Override
  public int read() throws IOException {
    if (at == pending.length && !advance()) {
      return END;
    }
    return pending[at++] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = 0;
    while (read < length && (at < pending.length || advance())) {
      into[offset + read++] = pending[at++];
    }
    return read == 0 && length > 0 ? END : read;
  }

  /// Reads the next character; false at the end.
  private boolean advance() throws IOException {
    int unit = ahead == NONE ? unit() : ahead;
    ahead = NONE;
    if (unit == END) {
      return false;
    }
    at = 0;
    if (unit > Character.MAX_VALUE || Character.isLowSurrogate((char) unit)) {
      pending = new byte[] {(byte) INVALID};
    } else if (!Character.isHighSurrogate((char) unit)) {
      pending = Character.toString(unit).getBytes(UTF_8);
    } else {
      pair((char) unit);
    }
    return true;
  }

  private void pair(char high) throws IOException {
    int low = unit();
    if (low >= 0 && low <= Character.MAX_VALUE && Character.isLowSurrogate((char) low)) {
      pending = new String(new char[] {high, (char) low}).getBytes(UTF_8);
    } else {
      ahead = low;
      pending = new byte[] {(byte) INVALID};
    }
  }

  /// The next 16 bits, [#END], or a number beyond them for half a unit.
  private int unit() throws IOException {
    int first = in.read();
    if (first < 0) {
      return END;
    }
    int second = in.read();
    if (second < 0) {
      return Character.MAX_VALUE + 1;
    }
    return bigEndian ? (first << 8) | second : (second << 8) | first;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
