package dev.marquee.server.imports;

import dev.marquee.engine.DidYouMean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which column of a table says which detail of a video, and which columns are attributes.
///
/// Details are recognised by the names that people give them, in any spelling: `video_id`, `Video
/// ID`. A name that only looks like one of them is neither taken nor made an attribute: the file is
/// refused with what it may be.
///
/// @param details the column of each detail that the table has
/// @param attributes the columns that become attributes
/// @param secondsPerUnit the unit of the duration's column
record VideoColumns(Map<String, String> details, List<String> attributes, double secondsPerUnit) {

  /// Says that all columns that are no detail are attributes, whatever they look like.
  static final String ALL = "*";

  static final String ID = "id";
  static final String DURATION = "durationSeconds";

  private static final Map<String, String> DETAILS = new LinkedHashMap<>();
  private static final Map<String, Double> UNITS =
      Map.of(
          "durationms", 0.001,
          "durationmillis", 0.001,
          "durationmilliseconds", 0.001,
          "lengthms", 0.001,
          "durationminutes", 60.0,
          "durationmin", 60.0,
          "lengthminutes", 60.0,
          "runtimeminutes", 60.0);

  /// What is near to a detail and may mean something else.
  private static final Map<String, String> HINTS = new LinkedHashMap<>();

  static {
    names(ID, "videoid itemid movieid contentid assetid clipid episodeid video vid");
    names("title", "name videotitle videoname");
    names(
        "channel",
        "channelid channelname channeltitle creator creatorid uploader uploaderid author authorid");
    names("categories", "category genres genre categoryname categorynames");
    names("language", "lang languagecode");
    names("countries", "allowedcountries availablecountries");
    names("maturity", "minage minimumage agelimit");
    names(DURATION, "duration durationsec durationsecs durations length lengthseconds lengthsec");
    names(DURATION, "videoduration videolength");
    names(DURATION, String.join(" ", UNITS.keySet()));
    names(
        "publishedAt",
        "published publishedon publisheddate publishdate publishtime publishtimestamp"
            + " publicationdate releasedate releasedat uploaddate uploadedat");
    names("thumbnail", "thumbnailurl thumbnailuri poster posterurl image imageurl thumb");
    names("vector", "embedding");
    hints("title", "title titles");
    hints("channel", "channel channels");
    hints("categories", "category categories genre genres");
    hints("language", "language languages lang");
    hints("countries", "country countries");
    hints("maturity", "maturity agerating rated");
    hints(DURATION, "duration durations length runtime");
    hints("publishedAt", "published publish publication release released uploaded upload");
    hints("publishedAt", "date created createdat");
    hints("thumbnail", "thumbnail thumbnails poster");
    hints("vector", "vector vectors embedding embeddings");
  }

  VideoColumns {
    details = Map.copyOf(details);
    attributes = List.copyOf(attributes);
  }

  private static void names(String detail, String others) {
    DETAILS.put(spelled(detail), detail);
    Arrays.stream(others.split(" ")).forEach(name -> DETAILS.put(name, detail));
  }

  private static void hints(String detail, String words) {
    Arrays.stream(words.split(" ")).forEach(word -> HINTS.put(word, detail));
  }

  /// Whether a name may be one of a detail's column.
  static boolean isKnown(String column) {
    return DETAILS.containsKey(spelled(column));
  }

  /// Finds out what the columns of a table are.
  ///
  /// @param asAttributes the columns that are attributes whatever they look like; [#ALL] for all
  ///   that are no detail
  static VideoColumns of(CsvRows rows, Collection<String> asAttributes) {
    return new Search(rows, asAttributes).columns();
  }

  /// What the file's owner should know: columns under other names, and attributes.
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    details.entrySet().stream()
        .filter(it -> !it.getKey().equals(it.getValue()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(it -> notes.add("column '" + it.getValue() + "' is read as " + read(it.getKey())));
    if (!attributes.isEmpty()) {
      notes.add("columns that become attributes: " + String.join(", ", attributes));
    }
    return notes;
  }

  private String read(String detail) {
    if (!detail.equals(DURATION)) {
      return detail;
    }
    return detail
        + (secondsPerUnit == 1 ? ", in seconds" : ", " + secondsPerUnit + " seconds for each 1");
  }

  /// A name without case and separators.
  private static String spelled(String name) {
    return name.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
  }

  /// One search of a table's header.
  private static final class Search {

    private final CsvRows rows;
    private final Collection<String> asAttributes;
    private final Map<String, String> details = new LinkedHashMap<>();
    private final Set<String> attributes = new HashSet<>();
    private final List<String> faults = new ArrayList<>();
    private double secondsPerUnit = 1;

    Search(CsvRows rows, Collection<String> asAttributes) {
      this.rows = rows;
      this.asAttributes = asAttributes;
    }

    VideoColumns columns() {
      List<String> named = rows.columns().stream().filter(name -> !name.isEmpty()).toList();
      requireKnown(named);
      List<String> others = new ArrayList<>();
      for (String column : named) {
        String detail = DETAILS.get(spelled(column));
        if (asAttributes.contains(column) && !column.equals(ID)) {
          attributes.add(column);
        } else if (detail == null) {
          others.add(column);
        } else {
          take(detail, column);
        }
      }
      others.forEach(this::other);
      if (!details.containsKey(ID)) {
        faults.addFirst(
            "has no column 'id' (video_id, item_id), its columns are "
                + rows.shown()
                + ": the first line must be a header that names the video's id");
      }
      if (!faults.isEmpty()) {
        throw rows.refusal(String.join("; ", faults));
      }
      return new VideoColumns(
          details, named.stream().filter(attributes::contains).toList(), secondsPerUnit);
    }

    private void requireKnown(List<String> named) {
      Set<String> unknown = new HashSet<>(asAttributes);
      unknown.removeAll(named);
      unknown.remove(ALL);
      for (String column : unknown) {
        faults.add(
            "has no column '%s', which --attributes names%s"
                .formatted(column, DidYouMean.guess(named, column)));
      }
    }

    private void take(String detail, String column) {
      String before = details.putIfAbsent(detail, column);
      if (before != null) {
        faults.add(
            "has the columns '%s' and '%s', which both may be '%s': rename one, or say --attributes"
                    .formatted(before, column, detail)
                + " with the one that is an attribute");
      } else if (detail.equals(DURATION)) {
        secondsPerUnit = UNITS.getOrDefault(spelled(column), 1.0);
      }
    }

    private void other(String column) {
      if (column.matches("Unnamed: \\d+")) {
        return;
      }
      Optional<String> near = near(column).filter(detail -> !details.containsKey(detail));
      if (near.isEmpty() || asAttributes.contains(ALL)) {
        attributes.add(column);
      } else {
        faults.add(
            "has a column '%s', which looks like '%s': rename it, or say --attributes '%s'"
                .formatted(column, near.get(), column));
      }
    }

    /// The detail that a column looks like.
    private static Optional<String> near(String column) {
      String spelled = spelled(column);
      if (HINTS.containsKey(spelled)) {
        return Optional.of(HINTS.get(spelled));
      }
      String[] words = column.split("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})");
      return Arrays.stream(words)
          .map(word -> HINTS.get(word.toLowerCase(Locale.ROOT)))
          .filter(detail -> detail != null)
          .findFirst()
          .or(
              () ->
                  DidYouMean.nearest(
                          DETAILS.keySet().stream().filter(name -> name.length() > 4).toList(),
                          spelled)
                      .map(DETAILS::get));
    }
  }
}
