package dev.marquee.engine.features;

import static dev.marquee.engine.features.Feature.Side.PAIR;
import static dev.marquee.engine.features.Feature.Side.VIDEO;

import dev.marquee.engine.features.FeatureBlock.Per;
import dev.marquee.engine.state.CounterTable;
import dev.marquee.engine.state.Decay;
import dev.marquee.engine.state.Keys;

/// Features of the video itself: global counters, the viewer's own history with it, its details.
final class VideoFeatures {

  /// The watch history uses the same hashes.
  static final int FIELD = 9;

  private static final float DAY_MILLIS = 8.64e7f;

  private final RowInputs in;
  private final RowWriter row;
  private final Rates rates;
  private final ViewerTallies tallies;
  private final LikenessFeatures likeness;
  private final int tick;

  VideoFeatures(
      RowInputs in, RowWriter row, Rates rates, ViewerTallies tallies, LikenessFeatures likeness) {
    this.in = in;
    this.row = row;
    this.rates = rates;
    this.tallies = tallies;
    this.likeness = likeness;
    this.tick = Decay.tick(in.at);
  }

  /// @param ordinals the video of each row
  FeatureBlock block(int[] ordinals) {
    var all =
        new CounterRows(in.counters, ordinals, in.known.video, it -> Keys.video(in.videos, it));
    var onSurface =
        new CounterRows(
            in.counters,
            ordinals,
            in.knownHere.video,
            it -> Keys.videoOnSurface(in.videos, it, in.surface));
    var imported =
        new CounterRows(
            in.counters, ordinals, in.known.historyVideo, it -> Keys.historyVideo(in.videos, it));
    row.begin(Per.VIDEO, ordinals.length);
    for (int i = 0; i < ordinals.length; i++) {
      row.group();
      rates.counted(VIDEO, "video", "this video", all, i);
      rates.counted(PAIR, "video x surface", "this video on this surface", onSurface, i);
      lately(all.row(i));
      rates.countedImported("history of video", "this video", imported, i);
      ofViewer(ordinals[i]);
      likeness.write(ordinals[i], i);
      details(ordinals[i]);
    }
    return row.end(RowGroups.each(ordinals.length));
  }

  private void lately(int counted) {
    rates.smoothed(
        VIDEO,
        "video lately",
        "this video lately (counts halve each day)",
        in.counters.decayed(counted, CounterTable.IMPRESSIONS, tick),
        in.counters.decayed(counted, CounterTable.CLICKS, tick),
        in.counters.decayed(counted, CounterTable.COMPLETIONS, tick));
  }

  private void ofViewer(int video) {
    row.number(
        PAIR,
        "history: this video",
        "1 where the video is among the last 50 of the viewer's imported history",
        tallies.importedVideos.count(video) > 0 ? 1 : 0);
    row.ln1p(
        PAIR,
        "shown lately: this video",
        "ln(1 + how often the video is among the viewer's last 48 impressions)",
        tallies.shownLately.marked(video));
  }

  private void details(int video) {
    float days = (in.at - in.videos.publishedAtMillis(video)) / DAY_MILLIS;
    row.ln1p(VIDEO, "video: age", "ln(1 + days since the video was published)", Math.max(0, days));
    row.number(
        VIDEO,
        "video: new",
        "1 in the video's first day, and before it is published",
        days < 1 ? 1 : 0);
    double duration = in.videos.durationSeconds(video);
    row.ln1p(VIDEO, "video: duration", "ln(1 + the video's seconds)", (float) duration);
    row.number(
        VIDEO,
        "video: duration unknown",
        "1 where the video's seconds are not known",
        duration == 0 ? 1 : 0);
    row.field(FIELD, VIDEO, "video id", "the video's id", (int) in.videos.idHash(video));
    row.field(14, VIDEO, "language", "the video's language", in.videos.languageHash(video));
  }
}
