package dev.marquee.benchmarks;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.features.TowerFeatures;
import dev.marquee.engine.index.ivf.IvfIndex;
import dev.marquee.engine.models.twotower.HistoryReading;
import dev.marquee.engine.models.twotower.SavedIndex;
import dev.marquee.engine.models.twotower.TwoTowerModel;
import dev.marquee.engine.models.twotower.VideoVectors;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// How long does a saved two-tower index take to open, compared with building it?
///
/// Half of the videos are the model's items, the others have vectors of their channels. Before each
/// opening some videos change channels. Guarded by `SavedIndexTest`.
///
/// Arguments, each `name=value`: `n` videos (1000000), `d` (64), `changed` videos per round (1000),
/// `rounds` (3).
public final class IndexOpening {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final int CHANNELS = 5_000;

  private IndexOpening() {}

  public static void main(String[] arguments) throws IOException {
    Options options = new Options(arguments);
    int n = options.integer("n", 1_000_000);
    var videos = new VideoTable();
    IntStream.range(0, n).forEach(i -> publish(videos, i, i % CHANNELS));
    TwoTowerModel model = model(videos, options.integer("d", 64));
    System.out.println("# " + Machine.describe());
    Path folder = Files.createTempDirectory("index-opening");
    long start = System.nanoTime();
    SavedIndex.save(folder, "benchmark", model, videos);
    print("build and save", start);
    int changed = options.integer("changed", 1_000);
    for (int round = 0; round < options.integer("rounds", 3); round++) {
      for (int i = 0; i < changed; i++) {
        publish(videos, n - 1 - i, i + round);
      }
      open(folder, model, videos);
    }
    start = System.nanoTime();
    SavedIndex.build(new VideoVectors(model), videos, IvfIndex.KIND);
    print("rows, and build", start);
    for (Path file : List.of(folder.resolve("videos.index"), folder.resolve("videos.marks"))) {
      System.out.printf("%s %,d bytes%n", file.getFileName(), Files.size(file));
      Files.delete(file);
    }
    Files.delete(folder);
  }

  private static void open(Path folder, TwoTowerModel model, VideoTable videos) throws IOException {
    long start = System.nanoTime();
    SavedIndex saved = SavedIndex.read(folder, "benchmark", model).orElseThrow();
    print("read header, directory and marks", start);
    start = System.nanoTime();
    saved.open(new VideoVectors(model), videos);
    print("open and take in what changed", start);
  }

  private static void publish(VideoTable videos, int video, int channel) {
    var details =
        new VideoDetails(
            "", "channel" + channel, List.of(), "en", List.of(), 0, 60, AT, "", Map.of());
    videos.apply(new VideoPublished("e" + video, AT, "video" + video, details));
  }

  private static TwoTowerModel model(VideoTable videos, int d) {
    int items = videos.size() / 2;
    var tokens = new LongOpenHashSet();
    for (int video = 0; video < Math.min(CHANNELS, videos.size()); video++) {
      Arrays.stream(TowerFeatures.ofVideo(videos, video)).forEach(tokens::add);
    }
    float[] rows = IndexVectors.generate(items + tokens.size(), d, 0, 1).vectors();
    return new TwoTowerModel(
        d,
        0.1,
        new TwoTowerModel.ItemRows(
            IntStream.range(0, items).mapToObj(videos::id).toList(),
            Arrays.copyOf(rows, items * d),
            new float[items]),
        new TwoTowerModel.TokenRows(
            tokens.toLongArray(), Arrays.copyOfRange(rows, items * d, rows.length)),
        TwoTowerModel.TokenRows.NONE,
        TwoTowerModel.Maps.withoutContent(new float[d * d]),
        HistoryReading.mean(50, 0));
  }

  private static void print(String what, long since) {
    System.out.printf("%-34s %8.3f s%n", what, (System.nanoTime() - since) / 1e9);
  }
}
