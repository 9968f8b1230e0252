package dev.marquee.examples;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.retrieval.CandidateSource;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Scored;
import dev.marquee.engine.retrieval.SourceKind;
import dev.marquee.engine.retrieval.SourceLabel;
import java.util.List;
import java.util.stream.IntStream;

/// An example of a custom candidate source: videos picked by editors, the best first.
///
///     Marquee.in(data).source(EditorsPicks.of(List.of("v17", "v4"))).open()
///
/// @param videos ids; unknown videos and those the viewer may not see are skipped
public record EditorsPicks(List<String> videos) implements CandidateSource {

  /// The declaration of the source: its name, the label shown to viewers, its quota, and its weight
  /// before any training.
  public static SourceKind of(List<String> videos) {
    return SourceKind.always(
        "editors", SourceLabel.of("picked by our editors"), 50, 0.1, new EditorsPicks(videos));
  }

  @Override
  public Scored find(Query query, int k) {
    VideoTable table = query.snapshot().videos();
    int[] found =
        videos.stream()
            .mapToInt(table::find)
            .filter(video -> video >= 0 && query.eligibility().test(table, video))
            .limit(k)
            .toArray();
    float[] scores = new float[found.length];
    IntStream.range(0, scores.length).forEach(i -> scores[i] = scores.length - i);
    return new Scored(found, scores);
  }
}
