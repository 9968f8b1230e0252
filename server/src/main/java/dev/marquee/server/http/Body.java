package dev.marquee.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/// Reads a request's body, which is parsed as JSON for every accepted media type. Never holds more
/// than the limit, before or after inflating.
///
/// @param mostBytes the size limit of a body
record Body(int mostBytes) {

  /// Accepted media types; the last three are what clients send by default.
  private static final Set<String> TYPES =
      Set.of(
          "application/json",
          "application/x-ndjson",
          "application/ndjson",
          "application/jsonl",
          "application/octet-stream",
          "application/x-www-form-urlencoded",
          "text/plain");

  byte[] read(ServerRequest request) {
    String type = header(request, "Content-Type").split(";", 2)[0].strip();
    if (!type.isEmpty() && !TYPES.contains(type.toLowerCase(Locale.ROOT))) {
      throw Refusal.of(415, "Content-Type", type, "application/json or application/x-ndjson");
    }
    String coding = header(request, "Content-Encoding").strip().toLowerCase(Locale.ROOT);
    if (!Set.of("", "identity", "gzip", "x-gzip").contains(coding)) {
      throw Refusal.of(415, "Content-Encoding", coding, "gzip or none");
    }
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    long length = request.headers().contentLength().orElse(0);
    if (length > mostBytes && request.headers().contains(HeaderNames.EXPECT)) {
      throw tooLarge("Content-Length", length + " bytes")
          .andClose(); // the client has not sent the body yet
    }
    byte[] bytes = sent(request);
    return coding.endsWith("gzip") ? inflated(bytes) : bytes;
  }

  private byte[] sent(ServerRequest request) {
    try {
      InputStream in = request.content().inputStream();
      byte[] bytes = in.readNBytes(mostBytes);
      if (bytes.length < mostBytes || in.read() < 0) {
        return bytes;
      }
      in.transferTo(
          OutputStream.nullOutputStream()); // a client that is still sending reads no answer
    } catch (IOException | RuntimeException e) {
      if (e instanceof RequestException ofHelidon && ofHelidon.status().code() == 413) {
        throw tooLarge("body", "far more than " + mostBytes + " bytes").andClose();
      }
      throw Refusal.saying(
              400,
              "body",
              "broken off",
              "a body as long as Content-Length says",
              "the body broke off, expected one as long as Content-Length says: " + e.getMessage())
          .andClose();
    }
    throw tooLarge("body", "more than " + mostBytes + " bytes");
  }

  private byte[] inflated(byte[] bytes) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] inflated = in.readNBytes(mostBytes);
      if (inflated.length == mostBytes && in.read() >= 0) {
        throw tooLarge("body", "more than " + mostBytes + " bytes when inflated");
      }
      return inflated;
    } catch (IOException e) {
      throw Refusal.saying(
          400,
          "body",
          "not gzip",
          "gzip, as Content-Encoding says",
          "the body is not gzip, expected gzip, as Content-Encoding says: " + e.getMessage());
    }
  }

  private Refusal tooLarge(String field, String found) {
    String expected = "at most " + mostBytes + " bytes";
    return Refusal.saying(
        413,
        field,
        found,
        expected,
        "the body has %s, expected %s: send it in parts".formatted(found, expected));
  }

  private static String header(ServerRequest request, String name) {
    return request.headers().value(HeaderNames.create(name)).orElse("");
  }
}
