package dev.marquee.server.http;

import java.util.List;
import java.util.Set;

/// One operation of the API: method, path and handler.
///
/// @param method HTTP method
/// @param path such as `/v1/videos/{id}`; at most one segment is variable
/// @param parameters names of the query parameters
/// @param documented whether it is part of the API
record Route(
    String method, String path, Set<String> parameters, boolean documented, Handler handler) {

  /// Answers a call.
  @FunctionalInterface
  interface Handler {

    /// Returns the answer to a call.
    ///
    /// @throws Refusal if the request is invalid
    Answer answer(Call call);
  }

  static Route of(String method, String path, Handler handler, String... parameters) {
    return new Route(method, path, Set.of(parameters), true, handler);
  }

  /// A file of the web page.
  static Route ofPage(String path, Handler handler) {
    return new Route("GET", path, Set.of(), false, handler);
  }

  /// Whether this route serves a path, which is split at its slashes and still percent-encoded.
  boolean matches(List<String> parts) {
    List<String> own = parts();
    if (own.size() != parts.size()) {
      return false;
    }
    for (int i = 0; i < own.size(); i++) {
      boolean fits =
          isVariable(own.get(i)) ? !parts.get(i).isEmpty() : own.get(i).equals(parts.get(i));
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /// The variable segment of a matching path, decoded; empty if the route has none.
  String id(List<String> parts) {
    List<String> own = parts();
    for (int i = 0; i < own.size(); i++) {
      if (isVariable(own.get(i))) {
        return QueryParameters.checkedId("id", PercentEncoding.ofPath("id", parts.get(i)));
      }
    }
    return "";
  }

  private List<String> parts() {
    return split(path);
  }

  static List<String> split(String path) {
    return List.of(path.substring(1).split("/", -1));
  }

  private static boolean isVariable(String part) {
    return part.startsWith("{");
  }
}
