package dev.marquee.server.imports;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Unpacks gzip, and says so where the packed data are cut off, damaged or followed by something
/// else: [GZIPInputStream] ends without a word at a second part whose header is damaged.
final class GzipInput extends GZIPInputStream {

  private static final int BUFFER_BYTES = 1 << 16;

  /// The checksum and the length at the end of a part.
  private static final int TRAILER_BYTES = 8;

  GzipInput(InputStream in) throws IOException {
    super(in, BUFFER_BYTES);
  }

  /// @throws IOException whose message is for the person who brought the file
  static InputStream of(InputStream in) throws IOException {
    try {
      return new GzipInput(in);
    } catch (EOFException | ZipException e) {
      throw explained(e);
    }
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read;
    try {
      read = super.read(into, offset, length);
    } catch (EOFException | ZipException e) {
      throw explained(e);
    }
    if (read < 0 && (inf.getRemaining() > TRAILER_BYTES || in.available() > 0)) {
      throw new IOException(
          "its gzip data are followed by something else, or a later part is damaged: copy or"
              + " download it again");
    }
    return read;
  }

  private static IOException explained(IOException e) {
    return new IOException(
        e instanceof EOFException
            ? "its gzip data end too early: it was cut off, copy or download it again"
            : "its gzip data are damaged (" + e.getMessage() + "): copy or download it again",
        e);
  }
}
