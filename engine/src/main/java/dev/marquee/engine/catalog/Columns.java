package dev.marquee.engine.catalog;

import dev.marquee.engine.Doc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The declared kinds of the platform's own columns: the attributes of users and of videos, by
/// name. [Attributes] describes the default for undeclared ones.
public record Columns(
    @Doc("attributes of user profiles, by name: category, number or ignored")
        Map<String, Kind> user,
    @Doc("attributes of videos, by name: category, number or ignored") Map<String, Kind> video) {

  /// Nothing is declared.
  public static final Columns NONE = new Columns(Map.of(), Map.of());

  /// How the values of a column are encoded.
  public enum Kind {
    /// Values are unrelated, numbers too: a code, an id, yes or no.
    CATEGORY,
    /// Close values are similar: a count, a length, a price.
    NUMBER,
    /// Not used.
    IGNORED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Columns {
    user = sorted(user);
    video = sorted(video);
  }

  /// Sorted by name, so that equal maps have equal texts.
  private static Map<String, Kind> sorted(Map<String, Kind> columns) {
    return Collections.unmodifiableMap(new TreeMap<>(columns));
  }

  /// The declarations in which `now` differs, one text per column, for messages.
  public List<String> differences(Columns now) {
    List<String> all = new ArrayList<>();
    add("user", user, now.user, all);
    add("video", video, now.video, all);
    return all;
  }

  private static void add(
      String of, Map<String, Kind> before, Map<String, Kind> now, List<String> to) {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    for (String name : names) {
      if (before.get(name) != now.get(name)) {
        to.add(
            "%s '%s': %s, now %s"
                .formatted(of, name, words(before.get(name)), words(now.get(name))));
      }
    }
  }

  private static String words(Kind kind) {
    return kind == null ? "not declared" : kind.toString();
  }
}
