package dev.marquee.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.Marquee;
import dev.marquee.engine.MarqueeSettings;
import dev.marquee.engine.Progress;
import dev.marquee.engine.Request;
import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.VideoRemoved;
import dev.marquee.engine.events.VideoUpdated;
import dev.marquee.engine.training.examples.ExampleReplay;
import dev.marquee.engine.training.examples.ExampleReplay.Span;
import dev.marquee.simulator.LoggingPolicy;
import dev.marquee.simulator.Simulation;
import dev.marquee.simulator.World;
import dev.marquee.simulator.WorldSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a platform put in comes out as files, and makes the same platform again: a log with served
/// feeds, a user who was forgotten, a changed catalog and events that came late.
class LogRoundTripTest {

  private static final WorldSettings WORLD =
      WorldSettings.defaults().withSeed(7).withViewers(60).withVideos(100).withDays(3);
  private static final Instant END = WORLD.start().plus(Duration.ofDays(4));

  @TempDir private static Path folder;
  private static Path source;

  @BeforeAll
  static void live() throws InterruptedException {
    source = folder.resolve("source");
    List<Event> all = new ArrayList<>();
    World world = World.create(WORLD);
    new Simulation(world, new LoggingPolicy(world, new SplittableRandom(7)), all::add).run();
    var viewers = new HashSet<String>();
    var videos = new ArrayList<VideoPublished>();
    for (Event event : all) {
      if (event instanceof Click click) {
        viewers.add(click.user());
      } else if (event instanceof VideoPublished video) {
        videos.add(video);
      }
    }
    List<String> users = viewers.stream().sorted().toList();
    try (Marquee marquee =
        Marquee.in(source).with(MarqueeSettings.defaults()).clock(() -> END).open()) {
      marquee.ingest(all);
      var _ = marquee.train(Progress.NONE);
      marquee.reloadModels();
      marquee.awaitSnapshot();
      VideoPublished changed = videos.get(1);
      marquee.ingest(
          List.of(
              new VideoRemoved("r", END, videos.getFirst().video()),
              new VideoUpdated(
                  "u", END, changed.video(), changed.details().withTitle("Title \"2\"")),
              new ProfileUpdated(
                  "p",
                  END,
                  users.getFirst(),
                  new UserProfile("DE", "de", 1990, "", Map.of("plan", "gold")))));
      for (String user : users) {
        marquee.feed(Request.of(user, END));
        marquee.ingest(
            List.of(
                new Click("late-" + user, END.minusSeconds(60), user, videos.get(2).video(), "")));
      }
      marquee.erase(new UserErased("e", END, users.getLast()), "erased-1");
    }
  }

  @Test
  void theWholeLogComesBackByteForByteWithItsFeedsComparable() throws IOException {
    Path first = export("events", source, "events.ndjson.gz");
    Path copy = folder.resolve("copy");
    JsonNode copied = run("import", "events", first, "--keep-order", "--data", copy);
    assertThat(copied.get("events.already_there").asInt()).isZero();
    assertThat(export("events", copy, "again.ndjson.gz")).hasSameBinaryContentAs(first);
    ExampleReplay.ReplayResult there = replayed(source);
    ExampleReplay.ReplayResult here = replayed(copy);
    assertThat(there.skewChecked()).isGreaterThan(100);
    assertThat(there.skewDifferent()).isZero();
    assertThat(here.skewChecked()).isEqualTo(there.skewChecked());
    assertThat(here.skewDifferent()).isZero();
    JsonNode twice = run("import", "events", first, "--keep-order", "--data", copy);
    assertThat(twice.get("events.appended").asInt()).isZero();
    assertThat(twice.get("events.already_there")).isEqualTo(copied.get("events.appended"));
  }

  @Test
  void aCopyGoesOnWhereAnEarlierOneEndedOrACrashLeftIt() throws IOException {
    Path whole = export("events", source, "whole.ndjson");
    List<String> lines = Files.readAllLines(whole);
    Path copy = folder.resolve("copy-in-parts");
    Path part = folder.resolve("part.ndjson");
    for (int count : new int[] {1, lines.size() / 2, lines.size()}) {
      Files.write(part, lines.subList(0, count));
      run("import", "events", part, "--keep-order", "--data", copy);
    }
    assertThat(export("events", copy, "parts-again.ndjson")).hasSameBinaryContentAs(whole);
    run("import", "events", part, "--keep-order", "--data", source);
    assertThat(export("events", source, "source-again.ndjson")).hasSameBinaryContentAs(whole);
  }

  @Test
  void aFileThatIsNoWholeLogIsNotCopied() throws IOException {
    List<String> lines = Files.readAllLines(export("events", source, "to-cut.ndjson"));
    Path cut = folder.resolve("cut.ndjson");
    Path copy = folder.resolve("copy-of-cut");
    String line = lines.stream().filter(it -> it.contains("\"userPosition\"")).findFirst().get();
    int place = JsonMapper.shared().readTree(line).get("userPosition").asInt();
    List<String> swapped = new ArrayList<>(lines);
    Collections.swap(swapped, 0, place - 1);
    Files.write(cut, swapped);
    refused(cut, copy, "which is not of its viewer");
    Files.write(cut, lines.subList(lines.size() - 20, lines.size()));
    refused(cut, copy, "which comes later");
    Files.write(cut, List.of(lines.get(0), lines.get(0)));
    refused(cut, copy, "of an earlier one");
    Files.write(cut, List.of(lines.get(0), "{}"));
    refused(cut, copy, "bad lines: 1");
    Files.write(cut, List.of(lines.get(1), lines.get(0)));
    refused(cut, source, "is not the one that the file has there");
  }

  private static void refused(Path file, Path data, String why) {
    Ran ran =
        Ran.marquee("import", "events", file.toString(), "--keep-order", "--data", data.toString());
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains(why).contains("--keep-order copies the export of a whole log");
  }

  @Test
  void feedsOfAnotherLogLoseTheirPlacesAndAreCounted() throws IOException {
    Path events = export("events", source, "events.ndjson");
    Path mixed = folder.resolve("mixed");
    int feeds = replayed(source).skewChecked();
    for (int times = 0; times < 2; times++) {
      JsonNode sorted = run("import", "events", events, "--data", mixed);
      assertThat(sorted.get("feeds.without_places").asInt() > 0).isEqualTo(times == 0);
      assertThat(sorted.get("events.appended").asInt() == 0).isEqualTo(times == 1);
    }
    ExampleReplay.ReplayResult replay = replayed(mixed);
    assertThat(replay.skewChecked()).isZero();
    assertThat(replay.skewDifferent()).isZero();
    assertThat(replay.skewNotCompared()).isGreaterThanOrEqualTo(feeds);
    // A log that has the feeds with their places keeps them.
    Path copy = folder.resolve("copy-to-keep");
    run("import", "events", events, "--keep-order", "--data", copy);
    JsonNode again = run("import", "events", events, "--data", copy);
    assertThat(again.get("events.appended").asInt()).isZero();
    assertThat(again.get("feeds.without_places").asInt()).isZero();
  }

  @Test
  void theCatalogComesBackByteForByte() throws IOException {
    Path videos = export("videos", source, "videos.ndjson");
    List<String> lines = Files.readAllLines(videos);
    assertThat(lines).hasSizeGreaterThan(90).anyMatch(line -> line.contains("Title \\\"2\\\""));
    Path other = folder.resolve("other-catalog");
    assertThat(run("import", "videos", videos, "--data", other).get("videos.added").asInt())
        .isEqualTo(lines.size());
    assertThat(export("videos", other, "videos-again.ndjson")).hasSameBinaryContentAs(videos);
    JsonNode same = run("import", "videos", videos, "--remove-missing", "--data", source);
    assertThat(same.get("events.appended").asInt()).isZero();
    assertThat(same.get("videos.unchanged").asInt()).isEqualTo(lines.size());
  }

  @Test
  void profilesComeBackByteForByteWithoutTheForgotten() throws IOException {
    Path users = export("users", source, "users.ndjson");
    assertThat(users).content().contains("gold").doesNotContain("erased-1");
    Path other = folder.resolve("other-users");
    run("import", "events", users, "--data", other);
    assertThat(export("users", other, "users-again.ndjson")).hasSameBinaryContentAs(users);
  }

  private static Path export(String what, Path data, String name) {
    Path file = folder.resolve(name);
    run("export", what, file, "--data", data);
    return file;
  }

  /// The figures of a command line that must succeed.
  private static JsonNode run(Object... words) {
    List<String> line = new ArrayList<>(Arrays.stream(words).map(Object::toString).toList());
    line.add("--json");
    return Ran.marquee(line.toArray(String[]::new)).done().metrics();
  }

  /// A replay that compares the rows of feeds, with the models of the source.
  private static ExampleReplay.ReplayResult replayed(Path data) throws IOException {
    try (var models = Marquee.openOffline(source, MarqueeSettings.defaults(), Progress.NONE);
        var log = Marquee.openOffline(data, MarqueeSettings.defaults(), Progress.NONE)) {
      return new ExampleReplay(
              log.log(),
              log.settings().fold(),
              Progress.NONE,
              models.served(),
              (user, video, at) -> {})
          .replay(new Span(Instant.MAX, Instant.MAX, Optional.empty()));
    }
  }
}
