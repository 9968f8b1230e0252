package dev.marquee.server.imports;

import dev.marquee.server.data.ImportException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// The lines of a file as bytes, decompressed if the file starts with gzip's magic number.
///
/// A line longer than [#MAX_BYTES] is truncated to a length that every reader refuses.
final class Lines implements Closeable {

  static final int MAX_BYTES = 4 << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private final String name;
  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private long number;

  private Lines(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  static Lines of(Path file) {
    try {
      InputStream in = Files.newInputStream(file);
      try {
        return new Lines(String.valueOf(file), unpacked(in));
      } catch (IOException e) {
        in.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      throw new ImportException(file + ": there is no such file", e);
    } catch (IOException e) {
      throw new ImportException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /// Lines of a stream.
  ///
  /// @param name for messages
  static Lines of(String name, InputStream in) {
    try {
      return new Lines(name, unpacked(in));
    } catch (IOException e) {
      throw new ImportException(name + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static InputStream unpacked(InputStream in) throws IOException {
    var start = new PushbackInputStream(in, 2);
    byte[] magic = start.readNBytes(2);
    start.unread(magic);
    boolean gzip = magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
    return gzip ? new GZIPInputStream(start, BUFFER_BYTES) : start;
  }

  /// The file's name, for messages.
  String name() {
    return name;
  }

  /// The number of the last returned line, from 1.
  long number() {
    return number;
  }

  /// The next line without its line ending, or null at the end of the file.
  byte[] next() {
    var line = new ByteArrayOutputStream(BUFFER_BYTES / 256);
    boolean any = false;
    while (from < to || fill()) {
      any = true;
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      line.write(buffer, from, Math.min(end - from, MAX_BYTES - line.size()));
      boolean ended = end < to;
      from = ended ? end + 1 : end;
      if (ended) {
        break;
      }
    }
    if (!any) {
      return null;
    }
    number++;
    return line.toByteArray();
  }

  /// Whether a line holds only white space.
  static boolean isBlank(byte[] line) {
    return first(line) < 0;
  }

  /// Whether a line begins with a character, ignoring white space and a byte order mark.
  static boolean begins(byte[] line, char c) {
    int first = first(line);
    boolean mark = first >= 0 && line.length > first + 3 && (line[first] & 0xff) == 0xEF;
    return first >= 0 && line[mark ? first + 3 : first] == c;
  }

  /// A line's text without a trailing carriage return, or null if it is not valid UTF-8.
  static String utf8(byte[] line) {
    boolean carriageReturn = line.length > 0 && line[line.length - 1] == '\r';
    var bytes = ByteBuffer.wrap(line, 0, carriageReturn ? line.length - 1 : line.length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static int first(byte[] line) {
    for (int i = 0; i < line.length; i++) {
      if (line[i] < 0 || line[i] > ' ') {
        return i;
      }
    }
    return -1;
  }

  private boolean fill() {
    try {
      from = 0;
      to = Math.max(0, in.read(buffer));
      return to > 0;
    } catch (IOException e) {
      throw new ImportException(
          name + ": cannot be read beyond line " + number + " (" + e.getMessage() + ")", e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
