package dev.marquee.engine.features;

import java.util.List;

/// Scores of a viewer and a video by trained models. Feature rows hold each as a number, with a
/// flag whether it is known.
public enum LearnedScore {
  ALS("als", "matrix factorisation's score of viewer and video"),
  TWO_TOWER("two-tower", "the cosine of the two towers' vectors of viewer and video"),
  WALK(
      "walk",
      "link propagation's score of the video, by random walks from the viewer's last positive"
          + " watches");

  public static final List<LearnedScore> ALL = List.of(values());

  private final String label;
  private final String meaning;

  LearnedScore(String label, String meaning) {
    this.label = label;
    this.meaning = meaning;
  }

  /// Its name among features.
  public String label() {
    return label;
  }

  String meaning() {
    return meaning;
  }
}
