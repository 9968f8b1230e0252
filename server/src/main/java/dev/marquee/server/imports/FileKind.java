package dev.marquee.server.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Names the kind of a file that is no text, by its first bytes, and says what to do with it.
final class FileKind {

  /// How many first bytes are looked at.
  static final int HEAD_BYTES = 4_096;

  private static final int TAR_MAGIC_AT = 257;

  private static final List<Magic> MAGIC =
      List.of(
          new Magic(ascii("PAR1"), "a Parquet file: write it as CSV or JSON lines"),
          new Magic(ascii("%PDF"), "a PDF document: export the table as CSV"),
          new Magic("d0cf11e0a1b11ae1", "an old Excel or Office file: save the sheet as CSV"),
          new Magic(ascii("SQLite format 3"), "a SQLite database: export the table as CSV"),
          new Magic(ascii("ORC"), "an ORC file: write it as CSV or JSON lines"),
          new Magic("4f626a01", "an Avro file: write it as CSV or JSON lines"),
          new Magic("89484446", "an HDF5 file: write it as CSV or JSON lines"),
          new Magic("28b52ffd", "packed with zstd: unpack it first, or pack it with gzip"),
          new Magic("fd377a585a00", "packed with xz: unpack it first, or pack it with gzip"),
          new Magic(ascii("BZh"), "packed with bzip2: unpack it first, or pack it with gzip"),
          new Magic("377abcaf271c", "a 7z archive: unpack it first"),
          new Magic("1f8b", "packed with gzip twice: unpack it once"),
          new Magic("fffe0000", "text in UTF-32: save it as UTF-8"),
          new Magic("0000feff", "text in UTF-32: save it as UTF-8"),
          new Magic(
              ascii("version https://git-lfs"),
              "a pointer of Git LFS, not the file itself: run 'git lfs pull'"));

  /// @param start the first bytes in hexadecimal
  /// @param what what the file is, and the way out
  private record Magic(String start, String what) {}

  private FileKind() {}

  /// What a file is that is no text; empty where it may be text.
  ///
  /// @param head its first bytes, at most [#HEAD_BYTES]
  static Optional<String> other(byte[] head) {
    String hex = HexFormat.of().formatHex(head);
    for (Magic magic : MAGIC) {
      if (hex.startsWith(magic.start)) {
        return Optional.of(magic.what);
      }
    }
    String text = new String(head, ISO_8859_1);
    if (text.startsWith("PK\u0003\u0004") || text.startsWith("PK\u0005\u0006")) {
      return Optional.of(zip(text));
    }
    if (text.startsWith("ustar", TAR_MAGIC_AT)) {
      return Optional.of("a tar archive: unpack it first");
    }
    return markup(text).or(() -> binary(head));
  }

  private static String zip(String text) {
    boolean office = text.contains("[Content_Types].xml") || text.contains("xl/");
    return office
        ? "an Excel or Office file: save the sheet as CSV"
        : "a zip archive: unpack it first";
  }

  private static Optional<String> markup(String text) {
    String start = text.replaceFirst("^(\u00EF\u00BB\u00BF)?\\s*", "").toLowerCase(Locale.ROOT);
    if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
      return Optional.of(
          "an HTML page, perhaps an error or a login page: download the data itself");
    }
    return start.startsWith("<?xml")
        ? Optional.of("an XML document: write it as CSV or JSON lines")
        : Optional.empty();
  }

  /// Text has no zero bytes. Western text in UTF-16 has one in each character.
  private static Optional<String> binary(byte[] head) {
    if (Utf16Input.order(head).isPresent()) {
      return Optional.empty();
    }
    int[] zeros = {0, 0};
    for (int i = 0; i < head.length; i++) {
      zeros[i % 2] += head[i] == 0 ? 1 : 0;
    }
    int all = zeros[0] + zeros[1];
    if (all * 20 <= head.length) {
      return Optional.empty();
    }
    boolean utf16 = all * 4 > head.length && Math.min(zeros[0], zeros[1]) * 10 < all;
    return Optional.of(
        utf16
            ? "text in UTF-16 without a byte order mark: save it as UTF-8"
            : "a binary file, no text: write it as CSV or JSON lines");
  }

  private static String ascii(String text) {
    return HexFormat.of().formatHex(text.getBytes(US_ASCII));
  }
}
