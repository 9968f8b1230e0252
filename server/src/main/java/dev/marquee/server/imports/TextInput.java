package dev.marquee.server.imports;

import dev.marquee.server.data.ImportException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Opens text as people have it: unpacked where it is packed with gzip, without its byte order
/// mark, UTF-16 with a mark as UTF-8. What is no text is refused by the name of its kind.
final class TextInput {

  private static final int UTF8_MARK_BYTES = 3;

  private TextInput() {}

  /// Opens a file.
  ///
  /// @throws ImportException where it is missing, cannot be read or is no text
  static InputStream open(Path file) {
    try {
      InputStream in = Files.newInputStream(file);
      try {
        return text(String.valueOf(file), in);
      } catch (IOException | ImportException e) {
        in.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      throw new ImportException(file + ": there is no such file", e);
    } catch (IOException e) {
      throw unreadable(String.valueOf(file), e);
    }
  }

  /// Opens a stream.
  ///
  /// @param name for messages
  /// @throws ImportException where it cannot be read or is no text
  static InputStream of(String name, InputStream in) {
    try {
      return text(name, in);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static ImportException unreadable(String name, IOException e) {
    return new ImportException(name + ": cannot be read (" + e.getMessage() + ")", e);
  }

  private static InputStream text(String name, InputStream packed) throws IOException {
    var in = new BufferedInputStream(packed, 1 << 16);
    byte[] head = head(in);
    if (head.length >= 2 && head[0] == 0x1f && head[1] == (byte) 0x8b) {
      in = new BufferedInputStream(GzipInput.of(in), 1 << 16);
      head = head(in);
    }
    Optional<String> other = FileKind.other(head);
    if (other.isPresent()) {
      throw new ImportException(name + ": is " + other.get());
    }
    Optional<ByteOrder> utf16 = Utf16Input.order(head);
    if (utf16.isPresent()) {
      in.skipNBytes(Utf16Input.MARK_BYTES);
      return new Utf16Input(in, utf16.get());
    }
    if (hasUtf8Mark(head)) {
      in.skipNBytes(UTF8_MARK_BYTES);
    }
    return in;
  }

  private static byte[] head(BufferedInputStream in) throws IOException {
    in.mark(FileKind.HEAD_BYTES);
    byte[] head = in.readNBytes(FileKind.HEAD_BYTES);
    in.reset();
    return head;
  }

  private static boolean hasUtf8Mark(byte[] head) {
    return head.length >= UTF8_MARK_BYTES
        && head[0] == (byte) 0xEF
        && head[1] == (byte) 0xBB
        && head[2] == (byte) 0xBF;
  }
}
