package dev.marquee.engine.catalog;

import dev.marquee.engine.Doc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the platform's own columns are, as those declare it who know: the attributes of users and
/// of videos, by name. What a column without a declaration counts as, [Attributes] says.
public record Columns(
    @Doc("attributes of user profiles, by name: category, number or ignored")
        Map<String, Kind> user,
    @Doc("attributes of videos, by name: category, number or ignored") Map<String, Kind> video) {

  /// Nothing is declared.
  public static final Columns NONE = new Columns(Map.of(), Map.of());

  /// How the values of a column count.
  public enum Kind {
    /// Each value is one of its own, numbers too: a code, an id, a yes or no.
    CATEGORY,
    /// Values that are near are alike: a count, a length, a price.
    NUMBER,
    /// Not at all.
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

  /// In the order of the names, so that two that are equal read the same.
  private static Map<String, Kind> sorted(Map<String, Kind> columns) {
    return Collections.unmodifiableMap(new TreeMap<>(columns));
  }

  /// What is declared otherwise by `now`, a column at a time, for people.
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
