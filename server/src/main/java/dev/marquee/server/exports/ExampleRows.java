package dev.marquee.server.exports;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.features.Feature;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.training.examples.Examples;
import dev.marquee.engine.training.examples.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Training examples as the rows of a file: viewer, video and place of the impression, its outcome,
/// and every feature under the name that models and reports use.
///
/// Returns one row at a time, in an array that the next row overwrites. For one thread.
public final class ExampleRows {

  /// An entry of the data dictionary.
  ///
  /// @param missing the value if nothing is known, in words
  public record Entry(String name, Column.Type type, String missing, String meaning) {

    Column column() {
      return new Column(name, type, "%s (missing: %s)".formatted(meaning, missing));
    }
  }

  private static final String WITHIN =
      " within %d hours".formatted(FoldSettings.defaults().attributionWindow().toHours());

  private static final List<Entry> OF_EXAMPLE =
      List.of(
          new Entry("user", Column.Type.STRING, "never", "the viewer's id"),
          new Entry("video", Column.Type.STRING, "never", "the id of the video that was shown"),
          new Entry(
              "surface name", Column.Type.STRING, "empty", "where the video was shown, by name"),
          new Entry("time", Column.Type.TIMESTAMP, "never", "when the video was shown"),
          new Entry("position", Column.Type.INT, "-1", "the video's place in its feed, from 0"),
          new Entry(
              "clicked",
              Column.Type.BOOLEAN,
              "false",
              "outcome: whether the viewer clicked" + WITHIN),
          new Entry(
              "completed",
              Column.Type.BOOLEAN,
              "false",
              "outcome: whether the viewer watched 90 % of the video"
                  + WITHIN
                  + ", or the platform called it completed"),
          new Entry(
              "watched seconds", Column.Type.FLOAT, "0", "outcome: seconds watched" + WITHIN));

  private static final Entry HISTORY =
      new Entry(
          "history",
          Column.Type.INTS,
          "empty",
          "the viewer's last positive watches, the latest first: %d hashes each, those of 'video id'"
                  .formatted(FeatureRows.HISTORY_WIDTH)
              + " and of 'category'");

  /// The columns in the order of a row.
  public static final List<Entry> DICTIONARY = dictionary();

  private final Examples examples;
  private final VideoTable videos;
  private final Object[] row = new Object[DICTIONARY.size()];

  /// @param videos the table that the examples' ordinals belong to
  public ExampleRows(Examples examples, VideoTable videos) {
    this.examples = examples;
    this.videos = videos;
  }

  public static List<Column> columns() {
    return DICTIONARY.stream().map(Entry::column).toList();
  }

  /// The values of an example in column order; the next call overwrites them.
  public Object[] of(int example) {
    Outcome outcome = examples.outcome(example);
    int at = 0;
    row[at++] = examples.user(example);
    row[at++] = videos.id(examples.video(example));
    row[at++] = examples.surface(example);
    row[at++] = Instant.ofEpochMilli(examples.at(example));
    row[at++] = examples.position(example);
    row[at++] = outcome.clicked();
    row[at++] = outcome.completed();
    row[at++] = outcome.watchedSeconds();
    float[] dense = examples.dense(example);
    int first = examples.denseStart(example);
    for (int i = 0; i < FeatureRows.DENSE; i++) {
      row[at++] = dense[first + i];
    }
    int[] hashed = examples.hashed(example);
    int attributes = examples.hashedStart(example) + FeatureRows.FIELDS;
    for (int i = examples.hashedStart(example); i < attributes; i++) {
      row[at++] = hashed[i];
    }
    int ofVideo = attributes + examples.userAttributes(example);
    row[at++] = Arrays.copyOfRange(hashed, attributes, ofVideo);
    row[at++] = Arrays.copyOfRange(hashed, ofVideo, examples.hashedEnd(example));
    row[at] = examples.history(example);
    return row;
  }

  private static List<Entry> dictionary() {
    List<Entry> all = new ArrayList<>(OF_EXAMPLE);
    FeatureRows.FEATURES.forEach(feature -> all.add(entry(feature)));
    all.add(HISTORY);
    return List.copyOf(all);
  }

  private static Entry entry(Feature feature) {
    return switch (feature.kind()) {
      case NUMBER -> entry(feature, Column.Type.FLOAT, "");
      case CATEGORY, CROSS -> entry(feature, Column.Type.INT, "hash of ");
      case CATEGORIES -> entry(feature, Column.Type.INTS, "hashes of ");
    };
  }

  private static Entry entry(Feature feature, Column.Type type, String what) {
    return new Entry(feature.name(), type, feature.missing(), what + feature.meaning());
  }
}
