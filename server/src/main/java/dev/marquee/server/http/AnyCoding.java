package dev.marquee.server.http;

import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncoding;
import java.util.Set;

/// Passes bodies through unchanged, so that [Body] inflates them within its limit and refuses
/// unsupported codings.
final class AnyCoding implements ContentEncoding {

  @Override
  public Set<String> ids() {
    return Set.of("identity", "gzip", "x-gzip", "deflate", "compress", "br", "zstd");
  }

  @Override
  public boolean supportsEncoding() {
    return false;
  }

  @Override
  public boolean supportsDecoding() {
    return true;
  }

  @Override
  public ContentDecoder decoder() {
    return ContentDecoder.NO_OP;
  }

  @Override
  public ContentEncoder encoder() {
    return ContentEncoder.NO_OP;
  }

  @Override
  public String name() {
    return "as sent";
  }

  @Override
  public String type() {
    return "as sent";
  }
}
