package dev.marquee.server.http;

import static dev.marquee.server.http.RunningApi.NOON;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is wrong with a request, the answer says where and what was expected, and nothing of
/// the request is stored.
final class BadInputTest {

  private static final String GOOD = click("good", NOON.toString());

  @TempDir static Path data;
  private static RunningApi api;

  private static final String LONG_NAME = "x".repeat(60) + "… (5000 characters)";

  /// @param body its bytes, as characters of Latin-1
  record Bad(
      String what,
      String method,
      String path,
      String body,
      List<String> headers,
      int status,
      String field,
      String expected) {

    Bad with(String name, String value) {
      return new Bad(what, method, path, body, List.of(name, value), status, field, expected);
    }

    @Override
    public String toString() {
      return what;
    }
  }

  @BeforeAll
  static void start() {
    api = new RunningApi(data);
    api.publish("v1", "cats");
    assertThat(api.post(click("taken", NOON.toString())).status()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isRefusedWithTheReasonAndNothingIsStored(Bad bad) {
    long before = api.logEnd();
    RunningApi.Reply reply =
        api.send(
            bad.method(),
            bad.path(),
            bad.body().getBytes(ISO_8859_1),
            bad.headers().toArray(String[]::new));
    assertThat(reply.status()).as(reply.text()).isEqualTo(bad.status());
    assertThat(reply.error("field")).as(reply.text()).isEqualTo(bad.field());
    assertThat(reply.error("expected")).as(reply.text()).contains(bad.expected());
    assertThat(reply.error("message")).isNotBlank();
    assertThat(reply.error("value").length()).isLessThan(200);
    assertThat(api.logEnd()).isEqualTo(before);
  }

  static Stream<Bad> cases() {
    return Stream.of(events(), bodies(), videosAndUsers(), queries(), places())
        .flatMap(cases -> cases);
  }

  private static Stream<Bad> events() {
    String longId = "x".repeat(10 << 10);
    return Stream.of(
        bad("broken JSON", "[{\"type\":", "events[0].type", "JSON"),
        bad("no JSON at all", "<xml/>", "json", "JSON"),
        bad("an empty body", "", "events", "list of events"),
        bad("a number for a list", "[1]", "events[0]", "object"),
        bad("deep nesting", "[".repeat(5_000), "events[0]", ""),
        bad("no type", "{\"id\":\"e1\"}", "type", ""),
        bad("an unknown type", GOOD.replace("click", "clik"), "type", "click"),
        bad("an unknown field", GOOD.replace("\"user\"", "\"usr\""), "usr", ""),
        bad("a text for a number", watch("\"ten\""), "watchedSeconds", "number"),
        bad("a negative duration", watch("-1"), "watchedSeconds", "seconds from 0"),
        bad("an endless duration", watch("1e400"), "watchedSeconds", "seconds from 0"),
        bad("a number for a text", GOOD.replace("\"u1\"", "7"), "user", "text"),
        bad("a missing user", GOOD.replace("\"user\":\"u1\",", ""), "user", ""),
        bad("an empty user", GOOD.replace("\"u1\"", "\"\""), "user", "id of 1 to 256"),
        bad("an id of 10 KB", GOOD.replace("u1", longId), "user", "at most 256"),
        bad("an id of 300 cats", GOOD.replace("u1", "x" + "🐈".repeat(300)), "user", "at most 256"),
        bad("a time without a zone", click("e1", "2026-11-23T12:00:00"), "at", "ISO-8601"),
        bad("a time of 1970", click("e1", "1970-01-01T00:00:00Z"), "at", "from 1990"),
        bad(
            "a time in the future",
            click("e1", "2026-11-23T12:06:00Z"),
            "events[0].at",
            "5 minutes"),
        bad("a feed of its own", GOOD.replace("click", "feed-served"), "type", "server"),
        bad("an erasure", GOOD.replace("click", "user-erased"), "type", "DELETE"),
        bad("the third of three", "[" + GOOD + "," + GOOD + ",{}]", "events[2].type", ""),
        bad("two on a line", GOOD + GOOD, "events", "line break"),
        bad("half a character", GOOD.replace("u1", "\\ud800"), "user", "Unicode"),
        new Bad(
            "bytes that are not UTF-8",
            "POST",
            "/v1/events",
            GOOD.replace("u1", "\u00ff"),
            List.of(),
            400,
            "json",
            "UTF-8"),
        conflict("an id that came before", click("taken", "2026-11-23T11:00:00Z")),
        conflict("an id twice in a list", "[" + GOOD + "," + GOOD.replace("u1", "u2") + "]"));
  }

  private static Stream<Bad> bodies() {
    String huge = "[" + (GOOD + ",").repeat(2_000) + GOOD + "]";
    return Stream.of(
        new Bad("a huge body", "POST", "/v1/events", huge, List.of(), 413, "body", "65536"),
        new Bad(
            "a huge body in disguise",
            "POST",
            "/v1/events",
            latin1(RunningApi.gzip(" ".repeat(10 << 20))),
            List.of("Content-Encoding", "gzip"),
            413,
            "body",
            "65536"),
        bad("no gzip", "plain", "body", "gzip").with("Content-Encoding", "gzip"),
        new Bad(
            "half a gzip",
            "POST",
            "/v1/events",
            latin1(RunningApi.gzip(GOOD)).substring(0, 40),
            List.of("Content-Encoding", "gzip"),
            400,
            "body",
            "gzip"),
        status(415, bad("an unknown coding", GOOD, "Content-Encoding", "gzip"))
            .with("Content-Encoding", "br"),
        status(415, bad("another type", GOOD, "Content-Type", "application/json"))
            .with("Content-Type", "application/xml"),
        status(403, bad("another site's page", GOOD, "Sec-Fetch-Site", "page of this server"))
            .with("Sec-Fetch-Site", "cross-site"));
  }

  private static Stream<Bad> videosAndUsers() {
    String longId = "x".repeat(10 << 10);
    return Stream.of(
        put("/v1/videos/v2", "", "json", "object"),
        put("/v1/videos/v2", "[]", "json", "object"),
        put("/v1/videos/v2", "{\"titel\":\"A\"}", "titel", "title"),
        put("/v1/videos/v2", "{\"durationSeconds\":-1}", "durationSeconds", "seconds from 0"),
        put("/v1/videos/v2", "{\"maturity\":1.5}", "maturity", "whole number"),
        put("/v1/videos/v2", "{\"categories\":\"cats\"}", "categories", "list"),
        put("/v1/videos/v2", "{\"vector\":[]}", "vector", "1 to 1024 numbers"),
        put("/v1/videos/v2", "{\"vector\":[1,1e99]}", "vector[1]", "finite"),
        put("/v1/videos/v2", "{\"vector\":[1,NaN]}", "vector[1]", "JSON"),
        put("/v1/videos/v2", "{\"vector\":[" + "1,".repeat(1024) + "1]}", "vector", "1 to 1024"),
        put("/v1/videos/" + longId, "{}", "id", "at most 256"),
        put("/v1/videos/%FF", "{}", "id", "UTF-8"),
        put("/v1/videos/%20", "{}", "video", "id of 1 to 256"),
        put("/v1/videos/v2?dry=1", "{}", "dry", "no parameters"),
        put("/v1/users/u2", "{\"birthYear\":\"1990\"}", "birthYear", "whole number"),
        put("/v1/users/u2", "{\"password\":\"secret\"}", "password", ""),
        put("/v1/users/" + longId, "{}", "id", "at most 256"),
        put("/v1/videos/v2", "{}", "Idempotency-Key", "at most 256")
            .with("Idempotency-Key", "k".repeat(300)),
        status(409, put("/v1/videos/v2", "{}", "Idempotency-Key", "a unique id"))
            .with("Idempotency-Key", "taken"),
        gone("DELETE", "/v1/videos/v9", "id", "published"),
        gone("GET", "/v1/videos/v9", "id", "published"),
        gone("GET", "/v1/videos/v9/similar", "id", "published"),
        gone("GET", "/v1/users/u9", "id", "known"));
  }

  private static Stream<Bad> queries() {
    return Stream.of(
        get("/v1/feed", "user", "id of 1 to 256"),
        get("/v1/feed?user=", "user", "id of 1 to 256"),
        get("/v1/feed?user=%20", "user", "id of 1 to 256"),
        get("/v1/feed?user=" + "x".repeat(10 << 10), "user", "at most 256"),
        get("/v1/feed?user=x" + "%F0%9F%90%88".repeat(200), "user", "at most 256"),
        get("/v1/feed?user=u1&" + "x".repeat(5_000) + "=1", LONG_NAME, "one of country"),
        get("/v1/feed?user=%FF", "user", "UTF-8"),
        get("/v1/feed?user=u1&user=u2", "user", "a single value"),
        get("/v1/feed?user=u1&limit=0", "limit", "from 1 to 500"),
        get("/v1/feed?user=u1&limit=501", "limit", "from 1 to 500"),
        get("/v1/feed?user=u1&limit=ten", "limit", "from 1 to 500"),
        get("/v1/feed?user=u1&limit=99999999999", "limit", "from 1 to 500"),
        get("/v1/feed?user=u1&explain=yes", "explain", "true or false"),
        get("/v1/feed?user=u1&exclude=" + "x".repeat(300), "exclude", "at most 256"),
        get("/v1/feed?user=u1&country=" + "x".repeat(300), "country", "at most 256"),
        get("/v1/feed?user=u1&page=2", "page", "one of country, device"),
        get("/v1/feed?user=u1&%FF=1", "query", "UTF-8"),
        get("/v1/trending?limit=-1", "limit", "from 1 to 500"),
        get("/v1/trending?viewer=u1", "viewer", "one of country, limit, user"),
        get("/v1/videos/v1/similar?limit=x", "limit", "from 1 to 500"),
        get("/v1/users?limit=101", "limit", "from 1 to 100"),
        get("/health/ready?now", "now", "no parameters"));
  }

  private static Stream<Bad> places() {
    return Stream.of(
        gone("GET", "/v1", "path", "openapi.yaml"),
        gone("GET", "/v1/feed/", "path", "openapi.yaml"),
        gone("GET", "/v1/videos/", "path", "openapi.yaml"),
        gone("GET", "/v1/videos/v1/similar/more", "path", "openapi.yaml"),
        gone("GET", "/web/index.html", "path", "openapi.yaml"),
        gone("POST", "/nowhere", "path", "openapi.yaml"),
        wrongMethod("GET", "/v1/events", "POST"),
        wrongMethod("PATCH", "/v1/videos/v1", "DELETE, GET, HEAD, PUT"),
        wrongMethod("POST", "/v1/feed?user=u1", "GET, HEAD"),
        wrongMethod("OPTIONS", "/v1/users/u1", "DELETE, GET, HEAD, PUT"),
        wrongMethod("DELETE", "/", "GET, HEAD"));
  }

  @Test
  void namesTheMethodsThatAreAllowed() {
    assertThat(api.send("PATCH", "/v1/videos/v1", new byte[0]).header("Allow"))
        .isEqualTo("DELETE, GET, HEAD, PUT");
  }

  @Test
  void refusesWhatIsNotEvenHttp() {
    long before = api.logEnd();
    for (String line :
        List.of(
            "GET /v1/videos/%zz HTTP/1.1",
            "GET /v1/videos/%F HTTP/1.1",
            "GET /v1/videos/\u00e9 HTTP/1.1",
            "GET /v1/feed?user=%zz HTTP/1.1",
            "GET /v1/feed?user=\u00ff HTTP/1.1",
            "GET /v1/feed?user=" + "x".repeat(200 << 10) + " HTTP/1.1",
            "GET  HTTP/1.1")) {
      String answer = api.raw(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(answer).as(line).matches("(?s)HTTP/1\\.1 (4\\d\\d|505) .*").contains("\"error\"");
    }
    assertThat(api.raw("POST /v1/events HTTP/1.1\r\nHost: a\r\nContent-Length: many\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(
            api.raw(
                "POST /v1/events HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"))
        .startsWith("HTTP/1.1 400 ");
    String chunk = "20000\r\n" + " ".repeat(0x20000) + "\r\n";
    assertThat(
            api.raw(
                "POST /v1/events HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + chunk.repeat(2)
                    + "20000\r\n"))
        .startsWith("HTTP/1.1 413 ");
    assertThat(api.logEnd()).isEqualTo(before);
  }

  @Test
  void tellsAClientThatAsksFirstThatItsBodyIsTooLarge() {
    assertThat(
            api.raw(
                """
                POST /v1/events HTTP/1.1\r
                Host: localhost\r
                Expect: 100-continue\r
                Content-Length: 100000\r
                \r
                """))
        .startsWith("HTTP/1.1 413 ")
        .contains("\"error\"");
  }

  private static String click(String id, String at) {
    return "{\"type\":\"click\",\"id\":\"%s\",\"at\":\"%s\",\"user\":\"u1\",\"video\":\"v1\"}"
        .formatted(id, at);
  }

  private static String watch(String seconds) {
    return GOOD.replace("click", "watch").replace("}", ",\"watchedSeconds\":" + seconds + "}");
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private static Bad bad(String what, String body, String field, String expected) {
    return new Bad(
        what, "POST", "/v1/events", latin1(body.getBytes(UTF_8)), List.of(), 400, field, expected);
  }

  private static Bad conflict(String what, String body) {
    return status(409, bad(what, body, "id", "a unique id"));
  }

  private static Bad put(String path, String body, String field, String expected) {
    String what = "PUT %.40s %s".formatted(path, body);
    return new Bad(
        what, "PUT", path, latin1(body.getBytes(UTF_8)), List.of(), 400, field, expected);
  }

  private static Bad get(String path, String field, String expected) {
    String what = "GET %.60s".formatted(path);
    return new Bad(what, "GET", path, "", List.of(), 400, field, expected);
  }

  private static Bad gone(String method, String path, String field, String expected) {
    String what = method + " " + path;
    return new Bad(what, method, path, "", List.of(), 404, field, expected);
  }

  private static Bad wrongMethod(String method, String path, String allowed) {
    String what = method + " " + path;
    return new Bad(what, method, path, "", List.of(), 405, "method", allowed);
  }

  private static Bad status(int status, Bad bad) {
    return new Bad(
        bad.what(),
        bad.method(),
        bad.path(),
        bad.body(),
        bad.headers(),
        status,
        bad.field(),
        bad.expected());
  }
}
