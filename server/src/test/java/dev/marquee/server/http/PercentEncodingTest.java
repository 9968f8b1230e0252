package dev.marquee.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.testkit.Seed;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodingTest {

  private static final Pattern STRAY_PERCENT = Pattern.compile("%(?![0-9a-fA-F]{2})");
  private static final Pattern NOT_VISIBLE_ASCII = Pattern.compile("[^!-~]");

  /// What a part of an address may be made of, and what it may not.
  private static final String[] PIECES = {
    "a",
    "Z",
    "0",
    "-",
    "~",
    "+",
    "=",
    "&",
    "%",
    "%%",
    "%4",
    "%41",
    "%2f",
    "%2B",
    "%00",
    "%7F",
    "%+1",
    "%-1",
    "%C3%A9",
    "%c3",
    "%A9",
    "%E2%82%AC",
    "%E2%82",
    "%F0%9F%98%80",
    "%F0%9F%98",
    "%ED%A0%80",
    "%C0%80",
    "%FF",
    "%EF%BF%BD",
    " ",
    "é",
    "\u0000",
    "\uFF11",
    "%\uFF11\uFF11",
    "."
  };

  private static String any(SplittableRandom random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  /// What a lenient decoder makes of it; null where that means nothing, or another id's text.
  private static String decoded(String raw) {
    if (STRAY_PERCENT.matcher(raw).find() || NOT_VISIBLE_ASCII.matcher(raw).find()) {
      return null;
    }
    String text = URLDecoder.decode(raw, UTF_8);
    boolean isLossless = URLEncoder.encode(text, UTF_8).equals(recoded(raw));
    return isLossless ? text : null;
  }

  /// The same bytes, encoded as [URLEncoder] does it.
  private static String recoded(String raw) {
    return URLEncoder.encode(URLDecoder.decode(raw, ISO_8859_1), ISO_8859_1);
  }

  @Test
  void readsWhatUrlDecoderReadsAndRefusesTheRest(@Seed SplittableRandom random) {
    for (int round = 0; round < 20_000; round++) {
      String raw = any(random);
      requireSame(raw, decoded(raw), true);
      requireSame(raw, decoded(raw.replace("+", "%2B")), false);
    }
  }

  private static void requireSame(String raw, String expected, boolean inQuery) {
    String actual;
    try {
      actual = inQuery ? PercentEncoding.ofQuery("q", raw) : PercentEncoding.ofPath("id", raw);
    } catch (Refusal refusal) {
      assertThat(refusal.answer().status()).isEqualTo(400);
      actual = null;
    }
    assertThat(actual).as(raw).isEqualTo(expected);
  }

  @Test
  void anyTextComesBack(@Seed SplittableRandom random) {
    for (int round = 0; round < 2_000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(10); i > 0; i--) {
        int codePoint = random.nextInt(Character.MAX_CODE_POINT + 1);
        text.appendCodePoint(
            codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE
                ? 'x'
                : codePoint);
      }
      assertThat(PercentEncoding.ofQuery("q", URLEncoder.encode(text.toString(), UTF_8)))
          .isEqualTo(text.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "a%", "%4", "%4g", "%g4", "%-1", "%+1", "%\uFF14\uFF11"})
  void aPercentWithoutTwoHexadecimalDigitsIsRefused(String raw) {
    assertThatThrownBy(() -> PercentEncoding.ofPath("id", raw))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("two hexadecimal digits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%C3", "%A9", "%C0%80", "%ED%A0%80", "%F8%88%80%80%80", "%FF"})
  void bytesThatAreNotUtf8AreRefused(String raw) {
    assertThatThrownBy(() -> PercentEncoding.ofPath("id", raw))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void noAddressIsTheServersFault(@TempDir Path data, @Seed SplittableRandom random) {
    try (var api = new RunningApi(data)) {
      for (int round = 0; round < 300; round++) {
        String path =
            switch (random.nextInt(3)) {
              case 0 -> "/v1/videos/" + any(random);
              case 1 -> "/v1/feed?user=" + any(random) + "&" + any(random) + "=" + any(random);
              default -> "/" + any(random) + "/" + any(random);
            };
        String answer =
            api.raw("GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".formatted(path));
        assertThat(answer).as(path).matches("(?s)HTTP/1\\.1 [234].*");
      }
    }
  }
}
