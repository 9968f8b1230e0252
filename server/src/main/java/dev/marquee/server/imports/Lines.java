package dev.marquee.server.imports;

import dev.marquee.server.data.ImportException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The lines of a text as bytes, opened by [TextInput]. A line ends with LF, CR LF or CR.
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
  private boolean afterCarriageReturn;
  private long number;

  private Lines(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  static Lines of(Path file) {
    return new Lines(String.valueOf(file), TextInput.open(file));
  }

  /// Lines of a stream.
  ///
  /// @param name for messages
  static Lines of(String name, InputStream in) {
    return new Lines(name, TextInput.of(name, in));
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
      if (afterCarriageReturn) {
        afterCarriageReturn = false;
        if (buffer[from] == '\n') {
          from++;
          continue;
        }
      }
      any = true;
      int end = from;
      while (end < to && buffer[end] != '\n' && buffer[end] != '\r') {
        end++;
      }
      line.write(buffer, from, Math.min(end - from, MAX_BYTES - line.size()));
      boolean ended = end < to;
      from = ended ? end + 1 : end;
      if (ended) {
        afterCarriageReturn = buffer[end] == '\r';
        break;
      }
    }
    if (!any) {
      return null;
    }
    number++;
    return line.toByteArray();
  }

  /// Whether the text that is still to be read begins as JSON does.
  boolean beginsAsJson() {
    int start = firstAhead();
    return start < to && (buffer[start] == '{' || buffer[start] == '[');
  }

  /// Whether the text that is still to be read begins as a JSON list, or as an object that spans
  /// lines.
  boolean beginsAsJsonOverLines() {
    int start = firstAhead();
    if (start == to || buffer[start] == '[') {
      return start < to;
    }
    int next = start + 1;
    while (next < to && (buffer[next] == ' ' || buffer[next] == '\t')) {
      next++;
    }
    return buffer[start] == '{' && next < to && (buffer[next] == '\n' || buffer[next] == '\r');
  }

  /// Where the first character of the text ahead is that is not white space, or `to`.
  private int firstAhead() {
    if (from == to) {
      fill();
    }
    int start = from;
    while (start < to && buffer[start] >= 0 && buffer[start] <= ' ') {
      start++;
    }
    return start;
  }

  /// The bytes that are still to be read; the caller reads no more lines.
  InputStream rest() {
    return new SequenceInputStream(new ByteArrayInputStream(buffer, from, to - from), in);
  }

  /// Whether a line holds only white space.
  static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b < 0 || b > ' ') {
        return false;
      }
    }
    return true;
  }

  /// A line's text, or null if it is not valid UTF-8.
  static String utf8(byte[] line) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private boolean fill() {
    try {
      from = 0;
      to = 0;
      to = Math.max(0, in.read(buffer));
      return to > 0;
    } catch (IOException e) {
      throw new ImportException(
          name + ": cannot be read beyond line " + number + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
