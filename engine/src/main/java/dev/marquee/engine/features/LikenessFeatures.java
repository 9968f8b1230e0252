package dev.marquee.engine.features;

import static dev.marquee.engine.features.Feature.Side.PAIR;

import dev.marquee.engine.content.ContentProfile;
import dev.marquee.engine.state.UserState;

/// Features of a video's similarity to the viewer's watches: learned scores, and the cosine of
/// content vectors.
final class LikenessFeatures {

  private final RowInputs in;
  private final RowWriter row;
  private final float[] scores;
  private final ContentProfile profile;

  /// @param scores in the layout of [Signals#score]
  LikenessFeatures(RowInputs in, RowWriter row, float[] scores) {
    this.in = in;
    this.row = row;
    this.scores = scores;
    this.profile = ContentProfile.of(in.watched, in.videos, UserState.RECENCY);
  }

  /// @param place the video's index among the scored ones
  void write(int video, int place) {
    int next = place;
    for (LearnedScore score : LearnedScore.ALL) {
      row.orUnknown(
          PAIR,
          score.label(),
          ": score",
          "%s, by a model trained on earlier data only",
          score.meaning(),
          scores[next]);
      next += in.rows;
    }
    row.orUnknown(
        PAIR,
        "content",
        ": likeness",
        "the cosine of the video's vector and the mean direction of the viewer's last positive"
            + " watches",
        "",
        profile.likeness(in.videos.details(video).vector()));
  }
}
