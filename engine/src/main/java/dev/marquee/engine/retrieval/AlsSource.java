package dev.marquee.engine.retrieval;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.index.Hits;
import dev.marquee.engine.index.IdFilter;
import dev.marquee.engine.index.IvfIndex;
import dev.marquee.engine.index.IvfSettings;
import dev.marquee.engine.index.VectorSource;
import dev.marquee.engine.models.AlsModel;
import dev.marquee.engine.models.AlsSignals;
import java.util.stream.IntStream;

/// Videos that go with what the viewer watched, by matrix factorisation.
///
/// The viewer's vector is folded in from the history at request time (Rendle et al., "Revisiting
/// the Performance of iALS on Item Recommendation Benchmarks", 2021), so a viewer whom training
/// never saw and a watch of a second ago count at once.
public final class AlsSource implements CandidateSource {

  private final AlsSignals signals;

  /// The items' vectors, by video.
  private final IvfIndex index;

  /// @param videos a table that has every video of the model
  public AlsSource(AlsModel model, VideoTable videos) {
    this(new AlsSignals(model), videos);
  }

  /// Builds an index, which takes about 5 seconds for a million videos.
  ///
  /// @param videos a table that has every video of the model
  /// @throws IllegalStateException where the thread is interrupted
  public AlsSource(AlsSignals signals, VideoTable videos) {
    AlsModel model = signals.model();
    this.signals = signals;
    try {
      this.index = IvfIndex.build(new Known(model, videos), IvfSettings.of(model.dimension()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the index of videos was built", e);
    }
  }

  @Override
  public String name() {
    return "als";
  }

  @Override
  public Scored find(Query query, int k) {
    float[] viewer = signals.viewer(query.user(), query.snapshot().videos());
    if (viewer.length == 0) {
      return Scored.NONE;
    }
    VideoTable videos = query.snapshot().videos();
    IdFilter filter = IdFilter.ALL.and(video -> query.eligibility().test(videos, video));
    Hits hits = index.search(viewer, k, filter);
    return new Scored(hits.ids(), hits.scores());
  }

  /// The vectors of the items whose videos the table has.
  private static final class Known implements VectorSource {

    private final AlsModel model;
    private final int[] videoOf;
    private final int[] items;

    Known(AlsModel model, VideoTable videos) {
      this.model = model;
      this.videoOf = model.items().videos(videos);
      this.items = IntStream.range(0, videoOf.length).filter(item -> videoOf[item] >= 0).toArray();
    }

    @Override
    public int size() {
      return items.length;
    }

    @Override
    public int id(int number) {
      return videoOf[items[number]];
    }

    @Override
    public void read(int number, float[] into, int offset) {
      model.vector(items[number], into, offset);
    }
  }
}
