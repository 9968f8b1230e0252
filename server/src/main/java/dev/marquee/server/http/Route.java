package dev.marquee.server.http;

import java.util.List;
import java.util.Set;

/// One operation: what it answers to and what answers.
///
/// @param method HTTP method
/// @param path `/v1/videos/{id}`: one part may be variable
/// @param parameters names of the query's parameters
/// @param documented whether it is part of the API
record Route(
    String method, String path, Set<String> parameters, boolean documented, Handler handler) {

  /// Answers a call.
  @FunctionalInterface
  interface Handler {

    /// The answer to a call of this route.
    ///
    /// @throws Refusal where the request is at fault
    Answer answer(Call call);
  }

  static Route of(String method, String path, Handler handler, String... parameters) {
    return new Route(method, path, Set.of(parameters), true, handler);
  }

  /// A file of the web page.
  static Route ofPage(String path, Handler handler) {
    return new Route("GET", path, Set.of(), false, handler);
  }

  /// Whether a path, split at its slashes and still encoded, is this route's.
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

  /// The variable part of a path that matches, decoded; empty where there is none.
  String id(List<String> parts) {
    List<String> own = parts();
    for (int i = 0; i < own.size(); i++) {
      if (isVariable(own.get(i))) {
        return Parameters.checkedId("id", PercentEncoding.ofPath("id", parts.get(i)));
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
