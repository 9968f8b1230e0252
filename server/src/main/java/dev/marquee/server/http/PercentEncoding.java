package dev.marquee.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Decodes parts of a URL strictly: a stray `%` or bytes that are not UTF-8 are refused, because a
/// lenient decoder could map two ids to one.
final class PercentEncoding {

  private PercentEncoding() {}

  /// Decodes a segment of the path.
  static String ofPath(String field, String raw) {
    return decode(field, raw, false);
  }

  /// Decodes a name or value of the query, in which `+` is a space.
  static String ofQuery(String field, String raw) {
    return decode(field, raw, true);
  }

  private static String decode(String field, String raw, boolean plusIsSpace) {
    var bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        int high = i + 1 < raw.length() ? digit(raw.charAt(i + 1)) : -1;
        int low = i + 2 < raw.length() ? digit(raw.charAt(i + 2)) : -1;
        if (high < 0 || low < 0) {
          throw Refusal.of(400, field, raw, "'%' to be followed by two hexadecimal digits");
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else if (c <= ' ' || c > '~') {
        throw Refusal.of(400, field, raw, "non-ASCII characters to be percent-encoded");
      } else {
        bytes.write(plusIsSpace && c == '+' ? ' ' : c);
      }
    }
    try {
      var utf8 = StandardCharsets.UTF_8.newDecoder();
      return utf8.decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      throw Refusal.of(400, field, raw, "percent-encoded UTF-8");
    }
  }

  /// The value of an ASCII hexadecimal digit; below 0 for any other character.
  private static int digit(char c) {
    return HexFormat.isHexDigit(c) ? HexFormat.fromHexDigit(c) : -1;
  }
}
