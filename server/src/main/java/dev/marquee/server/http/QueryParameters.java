package dev.marquee.server.http;

import dev.marquee.engine.events.Limits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The query parameters of a request. Unknown, malformed and out-of-range parameters are refused.
final class QueryParameters {

  private final Map<String, List<String>> raw = new HashMap<>();

  /// @param query the undecoded text after the question mark
  /// @param known parameter names of the route
  public QueryParameters(String query, Collection<String> known) {
    for (String pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = PercentEncoding.ofQuery("query", equals < 0 ? pair : pair.substring(0, equals));
      if (!known.contains(name)) {
        throw Refusal.saying(
            400,
            name,
            equals < 0 ? "" : pair.substring(equals + 1),
            known.isEmpty() ? "no parameters" : "one of " + String.join(", ", new TreeSet<>(known)),
            "unknown parameter '%s', expected %s"
                .formatted(
                    shown(name),
                    known.isEmpty()
                        ? "no parameters"
                        : "one of " + String.join(", ", new TreeSet<>(known))));
      }
      raw.computeIfAbsent(name, _ -> new ArrayList<>(1))
          .add(equals < 0 ? "" : pair.substring(equals + 1));
    }
  }

  private static String shown(String name) {
    return name.length() > 40 ? name.substring(0, 40) + "…" : name;
  }

  /// An optional text; empty if missing.
  String text(String name) {
    return PercentEncoding.ofQuery(name, single(name));
  }

  /// An optional id; empty if missing.
  String optionalId(String name) {
    return checkedId(name, text(name));
  }

  /// A required id.
  String id(String name) {
    String id = optionalId(name);
    if (id.isBlank()) {
      throw raw.containsKey(name)
          ? Refusal.of(400, name, id, "an id of 1 to " + Limits.ID_CHARS + " characters")
          : Refusal.saying(
              400,
              name,
              "",
              "an id of 1 to " + Limits.ID_CHARS + " characters",
              "'%s' is missing, expected an id of 1 to %d characters: add ?%s=…"
                  .formatted(name, Limits.ID_CHARS, name));
    }
    return id;
  }

  /// Ids, repeated or separated by commas. Clients also percent-encode commas that separate, so a
  /// value with commas is taken as one id and as several.
  Set<String> ids(String name) {
    Set<String> ids = new LinkedHashSet<>();
    for (String values : raw.getOrDefault(name, List.of())) {
      String decoded = PercentEncoding.ofQuery(name, values);
      for (String id : decoded.split(",", -1)) {
        if (!id.isEmpty()) {
          ids.add(checkedId(name, id));
        }
      }
      for (String part : values.split(",", -1)) {
        String id = PercentEncoding.ofQuery(name, part);
        if (id.contains(",") && id.length() <= Limits.ID_CHARS) {
          ids.add(id);
        }
      }
    }
    return ids;
  }

  /// An optional integer.
  public int whole(String name, int min, int max, int otherwise) {
    if (!raw.containsKey(name)) {
      return otherwise;
    }
    String text = text(name);
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw Refusal.of(400, name, text, "a whole number from " + min + " to " + max);
  }

  /// A boolean; false if missing.
  boolean flag(String name) {
    return switch (raw.containsKey(name) ? text(name) : "false") {
      case "true" -> true;
      case "false" -> false;
      default -> throw Refusal.of(400, name, text(name), "true or false");
    };
  }

  private String single(String name) {
    List<String> values = raw.getOrDefault(name, List.of(""));
    if (values.size() > 1) {
      throw Refusal.of(400, name, String.join(", ", values), "a single value");
    }
    return values.getFirst();
  }

  static String checkedId(String field, String id) {
    if (id.length() > Limits.ID_CHARS) {
      throw Refusal.of(400, field, id, "at most " + Limits.ID_CHARS + " characters");
    }
    return id;
  }
}
